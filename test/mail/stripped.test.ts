/** What is left of a mail where a program drops its styles or makes links by itself, and where titles are hostile. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { composeMail } from '../../src/mail/compose.ts';
import { digestMail } from '../../src/mail/digest.ts';
import { unlinked } from '../../src/mail/line.ts';
import { aware, due, duty, hour, policy, request, subject } from './sample.ts';
import { everyMail } from './variety.ts';

describe('a mail without its styles', () => {
  const bare = (html: string): string =>
    html.replace(/<style>[^]*?<\/style>/g, '').replace(/ (style|class)="[^"]*"/g, '');

  it('still hides what only lists of mails should show', () => {
    for (const [what, { html }] of everyMail(policy))
      assert.match(html, /<body[^>]*>\n<div hidden /, what);
  });

  it('still says loud what is loud, and shows commands as such', () => {
    const html = bare(composeMail(request('reminder')).html);
    assert.match(html, /<strong>24 h left<\/strong>/);
    assert.match(html, /<strong>INC-7K3FQ · high · please act<\/strong>/);
    assert.match(html, /<code><span>seventytwo<\/span> <span>duty<\/span>/);
    const late = bare(composeMail(request('reminder', { nowMs: due + hour })).html);
    assert.match(late, /<p><strong>Late is not never: /);
  });

  it('begins with a line for lists of mails that ends with a whole word', () => {
    const { html } = composeMail(request('reminder'));
    const line = /<div hidden [^>]*>(.*?)&#847;/.exec(html)?.[1] ?? '';
    assert.match(line, /^The notice is not filed yet · due .* better than a …$/);
  });
});

describe('an address in a title', () => {
  const title = 'Reset at https://evil.example/login?a=b.c or www.evil.example';
  const given = /https:\/\/evil|www\.evil/;
  const shown = 'Reset at hxxps://evil[.]example/login?a=b[.]c or www[.]evil[.]example';

  it('is a link in no mail of the incident', () => {
    for (const kind of ['page', 'nobody-reached', 'assigned', 'task-given', 'reminder'] as const) {
      const { subject: line, text, html } = composeMail(request(kind, { subject: { title } }));
      assert.ok(text.includes(shown), kind);
      assert.ok(html.includes(shown), kind);
      assert.doesNotMatch(`${line}\n${text}\n${html}`, given, kind);
    }
  });

  it('is a link in no digest', () => {
    const of = { incident: subject.id, title };
    const kept = { kind: 'assigned', key: '9.0', atMs: aware, mailDomain: 'm.example' } as const;
    const digest = {
      duties: [{ ...of, duty }],
      unacknowledged: [{ ...of, declaredAtMs: aware }],
      drafts: [{ ...of, notice: 'N1' }],
      kept: [{ ...of, ...kept }],
      tasks: [],
    };
    const mail = digestMail({ digest, day: '2026-11-22', nowMs: due }, policy, 'carla');
    const { text = '', html = '' } = mail?.composed ?? {};
    assert.ok(text.includes(shown));
    assert.doesNotMatch(`${text}\n${html}`, given);
  });

  for (const [typed, read] of [
    ['see HTTP://10.0.0.1:8080/x', 'see hxxp://10[.]0[.]0[.]1:8080/x'],
    ['ftp://files.evil.example', 'ftp://files[.]evil[.]example'],
    ['mailto:help@evil.example', 'mailto[:]help@evil[.]example'],
    ['evil.example/login, now', 'evil[.]example/login, now'],
    ['öffnen: bücher.example/a', 'öffnen: bücher[.]example/a'],
    // What alerts are about, and what only looks like an address.
    ['db01.acme.example: disk full', 'db01.acme.example: disk full'],
    ['version 1.2/1.3 and/or both', 'version 1.2/1.3 and/or both'],
  ] as const)
    it(`${typed} reads ${read}`, () => assert.equal(unlinked(typed), read));
});

describe('a title written from right to left', () => {
  it('keeps its own order beside ours', () => {
    const title = 'فشل في تسجيل الدخول (mail-01)';
    const { html } = composeMail(request('page', { subject: { title } }));
    assert.ok(html.includes(`<span dir="auto">${title}</span></h1>`));
    const row = composeMail(request('reminder', { subject: { title } })).html;
    assert.ok(row.includes(`<span dir="auto">${title}</span></td>`));
  });
});
