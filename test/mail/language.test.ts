import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mailKinds } from '../../src/domain/mail.ts';
import { catalogues } from '../../src/language/index.ts';
import { composeMail, type Composed } from '../../src/mail/compose.ts';
import { mailRequest } from '../../src/mail/recipient.ts';
import type { Policy } from '../../src/policy/schema.ts';
import { entriesOf, fragments } from '../language/entries.ts';
import { due, input, policy, request } from './sample.ts';
import { everyMail } from './variety.ts';

const german: Policy = { ...policy, organisation: { ...policy.organisation, language: 'de' } };
const mails = new Map(
  [...everyMail(german)].filter(([what]) => !what.startsWith('customer-notice')),
);
const inEnglish = everyMail(policy);

/** What is data: names, titles in the company's language, commands and options. */
const data = [
  /DE-BY/g,
  /Customer export readable from the public bucket/g,
  /Ask the hosting company for the access logs/g,
  /Replace every key and password the attacker could reach/g,
  /Look for the same mistake elsewhere/g,
  /A note of the rule, as it was recorded\./g,
  /Securities and Exchange Commission/g,
  /Information Commissioner('s Office)?/g,
  /^ +(seventytwo|temporal) .*$/gm,
];

function words({ subject, text, icalEvent }: Composed): string {
  // Long lines of a calendar entry are folded.
  const entry = icalEvent?.content.replace(/\r\n /g, '').replace(/^(DTSTAMP|UID).*$/gm, '') ?? '';
  return data.reduce((all, part) => all.replace(part, ''), `${subject}\n${text}\n${entry}`);
}

describe('a mail in German', () => {
  const same = new Set(entriesOf(catalogues.de.mails).flatMap(fragments));
  const english = [...new Set(entriesOf(catalogues.en.mails).flatMap(fragments))].filter(
    (part) => !same.has(part),
  );
  // `late`, `Due` and their like are parts of other words: they must not stand as a label.
  const sentences = english.filter((part) => part.length >= 10);
  const labels = english.filter((part) => part.length < 10);

  it('of every form holds no sentence and no label of the English catalogue', () => {
    for (const [what, mail] of mails) {
      const text = words(mail);
      for (const sentence of sentences) assert.ok(!text.includes(sentence), `${what}: ${sentence}`);
      const lines = text.split('\n').map((line) => line.split(':')[0] ?? '');
      for (const label of labels) assert.ok(!lines.includes(label), `${what}: ${label}`);
    }
  });

  it('of every form holds no English that never was in a catalogue', () => {
    for (const [what, mail] of mails) {
      const found =
        /\b(the|and|of|with|not|you|your|this|that|which|by|until|file|left|(?<!UK )GDPR)\b/i.exec(
          words(mail),
        );
      assert.equal(found?.[0], undefined, `${what}: …${found?.input.slice(found.index - 40)}`);
    }
  });

  it('says in its HTML and its calendar entry that it is German', () => {
    for (const { html, icalEvent } of mails.values()) {
      assert.match(html, /^<!doctype html>\n<html lang="de">/);
      if (icalEvent)
        assert.match(icalEvent.content, /^PRODID:-\/\/seventytwo\/\/deadlines\/\/DE\r$/m);
    }
  });

  it('has the ids, the thread, the headers and the entry that it has in English', () => {
    for (const [what, { messageId, references, headers, icalEvent }] of mails) {
      const other = inEnglish.get(what);
      assert.deepEqual(
        { messageId, references, headers },
        { messageId: other?.messageId, references: other?.references, headers: other?.headers },
      );
      const facts = (text = '') =>
        text.match(/^(UID|SEQUENCE|DTSTART|DTSTAMP|METHOD|STATUS):.*$/gm);
      assert.deepEqual(facts(icalEvent?.content), facts(other?.icalEvent?.content));
    }
  });

  it('tells every instant in German and in UTC', () => {
    for (const { text } of mails.values()) {
      const local = text.match(/\d{4}, \d\d:\d\d(:\d\d)? (MEZ|OEZ|WEZ|GMT)/g) ?? [];
      const both = text.match(/(MEZ|OEZ|WEZ|GMT) \(\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)? UTC\)/g) ?? [];
      assert.equal(local.length, both.length);
    }
    assert.match(mails.get('briefing ')?.text ?? '', /FÄLLIG|fällig So\.?, 22\. Nov/);
  });

  it('keeps its subject short enough to be read', () => {
    for (const [what, { subject }] of mails)
      assert.ok(!subject.endsWith('…'), `${what}: ${subject}`);
  });

  it('names duties as the German law does', () => {
    const { subject, text } = composeMail(request('reminder', { policy: german }));
    assert.equal(
      subject,
      '[INC-7K3FQ] noch 24 Std.: Meldung an die Aufsichtsbehörde (Art. 33 Abs. 1 DSGVO)',
    );
    assert.match(text, /Gerechnet ab: Kenntnis, Do\.?, 19\. Nov/);
    assert.match(text, /Bayerisches Landesamt für Datenschutzaufsicht \(BayLDA\), Deutschland$/m);
    assert.match(text, /seventytwo duty file INC-7K3FQ --reference "deren Aktenzeichen"/);
  });
});

describe('the language of a mail', () => {
  const both: Policy = {
    ...german,
    people: Object.fromEntries(
      Object.entries(german.people).map(([id, person]) => [
        id,
        id === 'anna' ? { ...person, language: 'en' as const } : person,
      ]),
    ),
  };

  it('is the one of the person, else the one of the organisation', () => {
    assert.match(composeMail(request('page', { policy: both })).text, /To acknowledge/);
    assert.match(composeMail(request('briefing', { policy: both })).text, /Die Frist läuft/);
  });

  it('of a notice to a customer is the one that it was drafted in', () => {
    const drafted = request('customer-notice', { policy: german }).notice;
    assert.ok(drafted);
    for (const [language, frame, lang] of [
      ['de', 'Kontakt: security@', 'de'],
      ['en', 'Contact: security@', 'en'],
      [undefined, 'Contact: security@', 'en'],
    ] as const) {
      const { language: _language, ...draft } = drafted;
      const approved = { ...draft, ...(language && { language }) };
      const made = mailRequest(input('customer-notice'), german, due, approved);
      assert.ok(made);
      const { text, html } = composeMail(made);
      assert.ok(text.includes(frame), `${language}: ${text.slice(-200)}`);
      assert.ok(html.includes(`<html lang="${lang}">`));
    }
  });

  it('has every kind of mail in both', () => {
    for (const kind of mailKinds)
      assert.ok([...inEnglish.keys()].some((what) => what.startsWith(kind)));
  });
});
