/** What a mail is on the wire: its headers, and a plain text that is never too wide and loses nothing on the way. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { simpleParser } from 'mailparser';
import { createTransport } from 'nodemailer';
import { mailClasses, mailKinds, type MailKind } from '../../src/domain/mail.ts';
import { catalogues } from '../../src/language/index.ts';
import { composeMail, type Composed } from '../../src/mail/compose.ts';
import { envelope } from '../../src/mail/envelope.ts';
import { flowed } from '../../src/mail/flowed.ts';
import type { Policy } from '../../src/policy/schema.ts';
import { due, hour, policy, request } from './sample.ts';
import { everyMail } from './variety.ts';

const german: Policy = { ...policy, organisation: { ...policy.organisation, language: 'de' } };
/** Makes the whole mail as the way out does, and sends it nowhere. */
const maker = createTransport({ streamTransport: true, buffer: true });
const to = { name: 'Zoë Müller-Łukasiewicz, Leitung', email: 'zoe@nordlicht.example' };

async function made(
  composed: Composed,
  own: Policy = policy,
  kind: MailKind = 'briefing',
): Promise<string> {
  const { message } = await maker.sendMail(envelope(composed, to, own, { kind }));
  assert.ok(Buffer.isBuffer(message));
  return message.toString();
}

describe('every mail on the wire', () => {
  const all = [...everyMail(policy), ...everyMail(german)];

  it('has no text wider than 78 columns but commands and addresses', () => {
    for (const [what, { text }] of all)
      for (const line of flowed(text).split('\n'))
        assert.ok(
          line.length <= 78 || /^ +(seventytwo|temporal) |https?:/.test(line),
          `${what}: ${line}`,
        );
  });

  it('has lines that every server takes, in ASCII, and is read exactly as it was written', async () => {
    // One rule looks like another.
    for (const [what, composed] of all.filter(([name]) => !name.includes(' of '))) {
      const raw = await made(composed);
      for (const line of raw.split('\r\n')) assert.ok(line.length <= 998, what);
      assert.doesNotMatch(raw, /[^\r\n\t\x20-\x7e]/, what);
      const { text, html, subject } = await simpleParser(raw);
      assert.equal(text?.trimEnd(), composed.text.trimEnd(), what);
      assert.equal(String(html).trimEnd(), composed.html.trimEnd(), what);
      assert.equal(subject, composed.subject, what);
    }
  });

  it('keeps names of every script and titles of any length whole', async () => {
    const title = `Łódź ${'Datenschutzvorfallmeldung'.repeat(6)} 個人情報 🙂`;
    const composed = composeMail(request('page', { subject: { title } }));
    const mail = await simpleParser(await made(composed));
    assert.equal(mail.subject, composed.subject);
    assert.match(JSON.stringify(mail.to), /Zoë Müller-Łukasiewicz, Leitung/);
    assert.ok(mail.text?.includes(title.slice(0, 100)));
  });

  it('stuffs what a reader could take for a quotation or for the start of another mail', () => {
    assert.equal(flowed('> no\nFrom here\n-- \nend'), ' > no\n From here\n-- \nend');
  });
});

describe('the calendar entry of a mail', () => {
  it('stands beside the text, so that no program shows it instead', async () => {
    const raw = await made(composeMail(request('briefing')));
    const types = [...raw.matchAll(/^Content-Type: ([a-z]+\/[a-z]+)/gm)].map(([, type]) => type);
    assert.deepEqual(types, [
      'multipart/mixed',
      ...['multipart/alternative', 'text/plain', 'text/html', 'text/calendar'],
    ]);
    const [alternatives = '', entry = ''] = raw.split(/^Content-Type: text\/calendar/m);
    assert.match(alternatives, /Part_2--\r\n/);
    assert.match(entry, /^Content-Disposition: attachment; filename=INC-7K3FQ\.ics\r$/m);
  });

  it('names the same method outside as inside', async () => {
    for (const [kind, state] of [
      ['briefing', 'open'],
      ['duty-ended', 'withdrawn'],
    ] as const) {
      const raw = await made(composeMail(request(kind, { duty: { state } })));
      const { attachments } = await simpleParser(raw);
      const inside = /^METHOD:(\w+)\r$/m.exec(attachments[0]?.content.toString() ?? '')?.[1];
      const outside = /^Content-Type: text\/calendar; charset=utf-8; method=(\w+)/m.exec(raw)?.[1];
      assert.equal(outside, inside);
      assert.equal(inside, kind === 'briefing' ? 'PUBLISH' : 'CANCEL');
    }
  });
});

describe('the headers of a mail', () => {
  it('give a way out where one may do without, and never for a duty', async () => {
    for (const kind of mailKinds) {
      const raw = await made(composeMail(request(kind)), policy, kind);
      assert.equal(
        /^List-Unsubscribe:\s+<mailto:/m.test(raw),
        mailClasses[kind] === 'courtesy',
        kind,
      );
      assert.equal(
        /^List-Id: <incidents\.nordlicht\.example>\r$/im.test(raw),
        kind !== 'customer-notice',
      );
      assert.match(raw, /^Auto-Submitted: auto-generated\r$/m);
      assert.match(raw, /^Thread-Topic: INC-7K3FQ\r$/m);
      assert.match(raw, /^References: <INC-7K3FQ@mail\.example\.eu>\r$/m);
    }
  });
});

describe('the subject of a mail with a deadline', () => {
  for (const language of ['en', 'de'] as const)
    it(`shows the hours left where a phone still shows them (${language})`, () => {
      const own = language === 'de' ? german : policy;
      for (const kind of ['briefing', 'reminder', 'confirm-withholding'] as const)
        for (const nowMs of [due - 24 * hour, due + 3 * hour]) {
          const { subject } = composeMail(request(kind, { policy: own, nowMs }));
          const { time } = catalogues[language].mails;
          const span =
            nowMs < due
              ? time.left(language === 'de' ? '24 Std.' : '24 h')
              : time.late(language === 'de' ? '3 Std.' : '3 h');
          const end = subject.indexOf(span) + span.length;
          assert.ok(subject.includes(span) && end <= 45, `${kind}: ${subject}`);
        }
    });
});

describe('the line that a list shows behind the subject', () => {
  it('tells the due instant instead of repeating the subject', () => {
    const { html } = composeMail(request('reminder'));
    assert.match(
      html,
      /mso-hide:all">The notice is not filed yet · due Sun 22 Nov 2026, 17:04 EET/,
    );
  });
});
