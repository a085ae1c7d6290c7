/** Notices in German: no word is missing, none is left in English, and the whole reads as one letter. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caveat, check, roles, source, why } from '../../src/domain/competence-words.ts';
import { languages } from '../../src/domain/language.ts';
import type { NoticeDraft } from '../../src/domain/notice.ts';
import type { NoticeWords } from '../../src/domain/notice-words.ts';
import { catalogues } from '../../src/language/index.ts';
import { edpbTemplate } from '../../src/notices/template.ts';
import { faultyFields } from '../support/edpb/schema.ts';
import { german, places, toAuthority, toCustomer, unknown } from './sample.ts';

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

/** What is written once; values, articles and the sentences of a proposal are reckoned. */
function partsOf({
  whom,
  chronology,
  customer,
  authority,
  filing,
}: NoticeWords): readonly object[] {
  const { proposal: _proposal, place: _place, ...fixed } = filing;
  return [whom, chronology, customer, authority, fixed];
}

for (const language of languages)
  test(`${language}: no word of a notice is missing, too many or empty`, () => {
    assert.deepEqual(
      shape(catalogues[language].notices).toSorted(),
      shape(catalogues.en.notices).toSorted(),
    );
    assert.equal(catalogues[language].notices.language, language);
    for (const part of partsOf(catalogues[language].notices))
      for (const one of Object.values(part)) assert.notEqual(textsOf(one).join('\0').trim(), '');
  });

/** What a reader sees of a draft, without the commands that stand in it. */
function read(draft: NoticeDraft): readonly string[] {
  const { title, subject, missing, open = [], template, steps = [], sections } = draft;
  return [
    ...[title, subject, template?.name, template?.status, ...missing, ...open],
    ...steps.map((step) => step.replace(/seventytwo [a-z]+ [a-z]+/, '')),
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
  const { yes, no } = catalogues.en.notices;
  const { title, status, sections, fields } = edpbTemplate();
  const all = textsOf([...partsOf(catalogues.en.notices), yes, no, title, status, sections]);
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
      /\bArts\.|\d\(|\d{4}-\d\d-\d\d \d|(?<!UK )GDPR/.test(text) ||
      /\b(the|of|is|are|and|or|not|with|by|for|to|which)\b/.test(text) ||
      inEnglish.some((phrase) => phrase.test(text)),
  );
}

function assertGerman(draft: NoticeDraft, what?: string): void {
  assert.deepEqual(englishIn(draft), [], what);
}

const drafts: readonly (readonly [what: string, made: typeof toCustomer])[] = [
  ['to a customer', toCustomer],
  ['to the authority', toAuthority],
];
for (const [what, made] of drafts)
  test(`the German notice ${what} has not a word of English of its own, whatever is known`, () => {
    for (const source of [german, unknown, { ...german, personalData: 'no' } as const])
      assertGerman(made(source));
    const found = englishIn(made(german, 'en')).length;
    assert.ok(found > 20, `in the English one the same search finds ${found}`);
  });

test('where a notice goes and how it is filed is told in German, wherever the company is', () => {
  const said = new Set<string>();
  for (const [what, profile] of Object.entries(places)) {
    const draft = toAuthority(german, 'de', profile);
    assertGerman(draft, what);
    for (const { value = '' } of draft.sections[0]?.items ?? []) said.add(value);
    for (const step of draft.steps ?? []) said.add(step);
  }
  const all = [...said].join('\n');
  assert.match(
    all,
    /^Federführende Aufsichtsbehörde:\nBerlin, Deutschland \(Behörde noch offen\)$/m,
  );
  assert.match(all, /Öffnen Sie das Portal; .* \(Verzeichnis vom 22\.11\.2026\): https:/m);
  assert.match(all, /Adresse des Portals ist NICHT bestätigt/);
  assert.match(all, /^Noch lässt sich keine Behörde nennen\./m);
  assert.match(all, /^US liegt außerhalb des EWR: /m);
  assert.match(all, /^Hauptniederlassung|Hauptniederlassung angegeben.* \[DSGVO Art\. 4 Nr\. 16/m);
});

test('every sentence of a proposal and every source has its German', () => {
  const { lead, ...reasons } = why;
  const { otherLaw, ...checks } = check;
  const all = [lead(true), lead(false), otherLaw('US'), caveat].concat(
    ...[roles, reasons, checks, source].map((part): string[] => Object.values(part)),
  );
  assert.ok(all.length > 40, String(all.length));
  for (const text of all) assert.notEqual(catalogues.de.notices.filing.proposal(text), text);
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
