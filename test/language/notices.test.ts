/** Notices in German: no word is missing, none is left in English, and the whole reads as one letter. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languages } from '../../src/domain/language.ts';
import type { NoticeDraft } from '../../src/domain/notice.ts';
import type { NoticeWords } from '../../src/domain/notice-words.ts';
import { law } from '../../src/domain/rules/index.ts';
import { noticeWords } from '../../src/language/notices.ts';
import { edpbTemplate } from '../../src/notices/template.ts';
import { faultyFields } from '../support/edpb/schema.ts';
import { hourMs } from '../notices/sample.ts';
import { german, toAuthority, toCustomer, unknown } from './sample.ts';

/** What stands in a tree of words, by path: a text, or a function and how many values it takes. */
function shape(words: unknown, path = ''): readonly string[] {
  if (typeof words === 'function') return [`${path}(${words.length})`];
  if (typeof words === 'string') return [path];
  return Object.entries(words ?? {}).flatMap(([key, value]) => shape(value, `${path}/${key}`));
}

/** The fixed texts of a tree, and those between the values of its functions. */
function textsOf(words: unknown): readonly string[] {
  if (typeof words === 'string') return [words];
  if (typeof words === 'function') {
    const values = Array.from({ length: words.length }, () => ['\0', '\0']);
    return String(Reflect.apply(words, undefined, values)).split('\0');
  }
  return Object.values(words ?? {}).flatMap(textsOf);
}

for (const language of languages)
  test(`${language}: no word of a notice is missing, too many or empty`, () => {
    const { whom, chronology, customer, authority } = noticeWords[language];
    assert.deepEqual(shape(noticeWords[language]).toSorted(), shape(noticeWords.en).toSorted());
    assert.equal(noticeWords[language].language, language);
    for (const part of [whom, chronology, customer, authority])
      for (const one of Object.values(part)) assert.notEqual(textsOf(one).join('\0').trim(), '');
  });

/** What a reader sees of a draft. Where and how to file is for the one who files. */
function read(draft: NoticeDraft): readonly string[] {
  const { title, subject, missing, open = [], template } = draft;
  const sections = draft.sections.filter(({ id }) => id !== 'filing');
  return [
    ...[title, subject, template?.name, template?.status, ...missing, ...open],
    ...Object.values(template?.answers ?? {}).map(String),
    ...sections.flatMap(({ heading, article, items }) => [
      ...[heading, article],
      ...items.flatMap(({ label, value, options = [], when, askWhom }) => [
        ...[label, value, ...options, when, askWhom],
      ]),
    ]),
  ].filter((text) => text !== undefined);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** Every English text, as whole words. */
const inEnglish: readonly RegExp[] = (() => {
  const { whom, chronology, customer, authority, yes, no } = noticeWords.en;
  const { title, status, sections, fields } = edpbTemplate();
  const all = textsOf([whom, chronology, customer, authority, yes, no, title, status, sections]);
  const ofFields = fields.flatMap((field) => [
    field.title,
    ...(field.options?.map(({ text }) => text) ?? []),
  ]);
  return [...all, ...ofFields]
    .map((text) => text.trim())
    .filter((text) => /\p{L}/u.test(text))
    .map((text) => new RegExp(`(?<!\\p{L})${escaped(text)}(?!\\p{L})`, 'u'));
})();

function englishIn(draft: NoticeDraft): readonly string[] {
  return read(draft).filter(
    (text) =>
      /GDPR|\bArts\.|\d\(|\bUTC 2|\d{4}-\d\d-\d\d \d/.test(text) ||
      inEnglish.some((phrase) => phrase.test(text)),
  );
}

const drafts: readonly (readonly [what: string, made: typeof toCustomer])[] = [
  ['to a customer', toCustomer],
  ['to the authority', toAuthority],
];
for (const [what, made] of drafts)
  test(`the German notice ${what} has not a word of English of its own, whatever is known`, () => {
    for (const source of [german, unknown, { ...german, personalData: 'no' } as const])
      assert.deepEqual(englishIn(made(source)), []);
    const found = englishIn(made(german, 'en')).length;
    assert.ok(found > 20, `in the English one the same search finds ${found}`);
  });

function values({ sections }: NoticeDraft): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    sections.flatMap(({ items }) => items.map((one) => [one.id, one.value])),
  );
}

test('the German notice to a customer, read as a whole', () => {
  const draft = toCustomer(german);
  assert.equal(draft.language, 'de');
  assert.equal(
    draft.title,
    'Meldung einer Verletzung des Schutzes personenbezogener Daten an Acme SA, INC-7K3FQ',
  );
  assert.equal(
    draft.subject,
    'Meldung einer Verletzung des Schutzes personenbezogener Daten (Art. 33 Abs. 2 DSGVO) durch Example GmbH',
  );
  assert.deepEqual(
    draft.sections.map(({ heading, article }) => `${heading}: ${article}`),
    [
      'An Acme SA: DSGVO Art. 33 Abs. 2',
      'Was geschehen ist: DSGVO Art. 33 Abs. 2',
      'Ihre Daten, soweit bekannt: DSGVO Art. 28 Abs. 3 lit. f, 33 Abs. 3 lit. a',
      'Folgen und Maßnahmen: DSGVO Art. 28 Abs. 3 lit. f, 33 Abs. 3 lit. c, 33 Abs. 3 lit. d',
      'Was wir noch nicht wissen: DSGVO Art. 33 Abs. 2, 33 Abs. 4',
      'Was Sie als Verantwortlicher entscheiden: DSGVO Art. 33 Abs. 1, 34 Abs. 1',
      'An wen Sie sich wenden können: DSGVO Art. 33 Abs. 3 lit. b',
      'Schluss: DSGVO Art. 33 Abs. 2',
    ],
  );
  const told = values(draft);
  assert.equal(told['salutation'], 'Sehr geehrte Damen und Herren,');
  // Behind the comma of the salutation.
  assert.match(told['opening'] ?? '', /^uns ist eine Verletzung .* nach Art\. 33 Abs\. 2 DSGVO\.$/);
  assert.equal(told['personal-data'], 'ja');
  assert.deepEqual([told['subjects'], told['records']], ['12.400', '1.250.000']);
  assert.match(
    told['open'] ?? '',
    /^Welcher Anteil der Daten auf Sie entfällt\. Wir teilen es Ihnen mit, sobald wir es wissen/,
  );
  assert.match(
    told['assessment'] ?? '',
    /haben Sie als Verantwortlicher zu beurteilen\. .* von diesem Zeitpunkt an haben Sie 72 Stunden\./,
  );
  assert.match(told['closing'] ?? '', /\n\nMit freundlichen Grüßen$/);
});

test('with nothing known the German notice calls it an incident and names what is missing', () => {
  const draft = toCustomer(unknown);
  assert.match(draft.title, /^Meldung eines Sicherheitsvorfalls an /);
  assert.deepEqual(draft.missing, [
    'Was geschehen ist',
    'Kategorien der betroffenen Personen',
    'Ungefähre Zahl der betroffenen Personen (alle Kunden zusammen)',
    'Kategorien der betroffenen Datensätze',
    'Ungefähre Zahl der betroffenen Datensätze (alle Kunden zusammen)',
    'Wahrscheinliche Folgen',
    'Ergriffene oder vorgeschlagene Maßnahmen',
  ]);
  assert.equal(values(draft)['personal-data'], 'wird noch geprüft');
});

test('the German notice to the authority, read by its key sentences', () => {
  const draft = toAuthority(german);
  assert.equal(draft.language, 'de');
  assert.equal(
    draft.title,
    'Meldung einer Verletzung des Schutzes personenbezogener Daten, INC-7K3FQ',
  );
  const told = values(draft);
  assert.equal(told['field_3'], 'a) Neue Meldung');
  assert.equal(
    told['field_49'],
    [
      'Die 72 Stunden endeten am 30.03.2026, 08:14 UTC; dieser Entwurf entstand am 30.03.2026, 13:26 UTC, 5 Std. 12 Min. danach.',
      '25.03.2026, 08:14 UTC: eingetreten',
      '27.03.2026, 07:14 UTC: entdeckt',
      '27.03.2026, 08:14 UTC: Verletzung bekannt geworden',
      '27.03.2026, 08:14 UTC: als Vorfall erklärt',
      '27.03.2026, 10:14 UTC: eingedämmt',
    ].join('\n'),
  );
  assert.equal(told['field_68'], '12400', 'digits as a form takes them');
  assert.equal(told['field_90'], 'Wahrscheinliche Folgen: Phishing gegen die Betroffenen.');
  assert.equal(told['field_99'], '02.04.2026');
  assert.equal(
    told['field_111'],
    'CSIRT oder, wo das nationale Recht es bestimmt, die zuständige Behörde: NIS-2 Art. 23 Abs. 4 lit. a, CSIRT-7, 27.03.2026, 09:14 UTC',
  );
  const items = draft.sections.flatMap((section) => section.items);
  assert.equal(items.find(({ no }) => no === 46)?.when, 'Feld 44 ist a oder b oder c');
  assert.equal(items.find(({ no }) => no === 60)?.askWhom, 'anna (Einsatzleitung)');
  assert.deepEqual(draft.open, [
    '49 Gründe für die Verzögerung der Meldung der Verletzung des Schutzes personenb…',
  ]);
});

test('letters, numbers and times in the JSON of the template are the same in every language, and it is valid', () => {
  const own = toAuthority(german).template?.answers;
  const other = toAuthority(german, 'en').template?.answers;
  for (const { no, kind } of edpbTemplate().fields.filter(({ kind }) => kind !== 'text'))
    assert.equal(own?.[`field_${no}`], other?.[`field_${no}`], `${kind} field ${no}`);
  assert.deepEqual(faultyFields(own), []);
});

const written: readonly (readonly [
  what: string,
  make: (words: NoticeWords) => string,
  de: string,
  en: string,
])[] = [
  ['a number', ({ count }) => count(1_250_000), '1.250.000', '1250000'],
  ['a number of four digits', ({ count }) => count(4_200), '4200', '4200'],
  [
    'an instant, its seconds cut off',
    ({ utc }) => utc(Date.UTC(2026, 2, 9, 8, 4, 59)),
    '09.03.2026, 08:04 UTC',
    '2026-03-09 08:04 UTC',
  ],
  ['a date', ({ date }) => date('2026-03-09'), '09.03.2026', '2026-03-09'],
  ['a span', ({ span }) => span(-(71 * hourMs + 119_000)), '71 Std. 1 Min.', '71 h 1 min'],
  ['a short span', ({ span }) => span(59_999 + 8 * 60_000), '8 Min.', '8 min'],
];
for (const [what, make, de, en] of written)
  test(`${what} is ${de} in German and ${en} in English`, () => {
    assert.deepEqual([make(noticeWords.de), make(noticeWords.en)], [de, en]);
  });

const articles: readonly (readonly [english: string, german: string])[] = [
  ['GDPR Art. 33(3)(a)', 'DSGVO Art. 33 Abs. 3 lit. a'],
  ['GDPR Art. 34(3)(a)(b)(c)', 'DSGVO Art. 34 Abs. 3 lit. a, b und c'],
  ['GDPR Art. 4(12), Art. 28', 'DSGVO Art. 4 Nr. 12, Art. 28'],
  ['NIS2 Art. 23(4)(d), (e)', 'NIS-2 Art. 23 Abs. 4 lit. d, lit. e'],
  ['RTS 2025/301 Art. 5(1)(a), (2)', 'RTS 2025/301 Art. 5 Abs. 1 lit. a, Abs. 2'],
  ['eIDAS Art. 24(2)(fb)', 'eIDAS Art. 24 Abs. 2 lit. fb'],
  ['master agreement, clause 7(2)', 'master agreement, clause 7(2)'],
];
for (const [english, german] of articles)
  test(`${english} is ${german} in German`, () =>
    assert.equal(noticeWords.de.article(english), german));

/** The rules of data protection have fields of their own in the notice. */
const others = Object.values(law).filter(({ id }) => !id.startsWith('gdpr-'));
test('whom the other laws name is named in German, but for the name of an authority', () => {
  const names = new Set(["Information Commissioner's Office"]);
  assert.ok(others.length > 5, String(others.length));
  for (const { id, addressee } of others)
    if (!names.has(addressee)) assert.notEqual(noticeWords.de.addressee(addressee), addressee, id);
});
