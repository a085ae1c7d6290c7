/** The letter to the people concerned says what Art. 34(2) asks for in plain words, and nothing that is not theirs to know. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Duty, DutyPlan, Withholding } from '../../src/domain/duty.ts';
import type { Language } from '../../src/domain/language.ts';
import { letterItems } from '../../src/domain/letter-items.ts';
import { noticeSource, type NoticeDraft, type NoticeItem } from '../../src/domain/notice.ts';
import { peopleLetter } from '../../src/domain/people-letter.ts';
import { catalogues } from '../../src/language/index.ts';
import { awareMs, corrections, duty, empty, full, organisation } from '../notices/sample.ts';
import { ask, declared, given, next, refused, type CommandStep } from '../support/incidents.ts';

const plan: DutyPlan = {
  ...{ rule: 'gdpr-34', title: 'tell the people', article: 'GDPR Art. 34' },
  ...{ addressee: 'the people', notes: [], stage: 'notification' },
};

function letter(source = full, own: Partial<Duty> = {}, language: Language = 'en'): NoticeDraft {
  const words = catalogues[language].notices;
  const duties = { ...source.duties, 'gdpr-34': { ...duty, id: 'gdpr-34', plan, ...own } };
  return peopleLetter({ ...source, duties }, organisation, 'gdpr-34', awareMs, words);
}

function item(draft: NoticeDraft, id: string): NoticeItem | undefined {
  return draft.sections.flatMap(({ items }) => items).find((entry) => entry.id === id);
}

/** What its reader gets. */
function text({ sections, subject }: NoticeDraft): string {
  const sent = sections.filter(({ isInternal }) => !isInternal);
  const parts = sent.flatMap(({ heading, items }) => [
    heading,
    ...items.flatMap(({ label, value }) => (value === undefined ? [] : [label, value])),
  ]);
  return [subject, ...parts].join('\n');
}

function withData(...dataCategories: readonly string[]): NoticeDraft {
  return letter({ ...full, facts: { ...full.facts, dataCategories } });
}

test('it tells nature, contact, consequences and measures, as Art. 34(2) demands', () => {
  const told = text(letter());
  for (const part of [
    'readable by anybody',
    'Carla Cerny',
    'dpo@example.org',
    'phishing',
    'bucket closed',
  ])
    assert.ok(told.includes(part), part);
  assert.deepEqual(letter().missing, []);
  assert.equal(letter().kind, 'people');
});

test('it holds no title, number, group, customer or duty of ours, and no other person', () => {
  const source = {
    ...full,
    title: 'S3 INTERNAL-TITLE',
    facts: { ...full.facts, subjects: 4711, records: 98765 },
    customers: { acme: { requestedAtMs: awareMs, outcome: 'accepted' } },
  } as const;
  const told = text(letter(source));
  for (const secret of [
    'INTERNAL-TITLE',
    '4711',
    '98765',
    'employees',
    'acme',
    'Acme',
    'anna',
    'gdpr-34',
  ])
    assert.ok(!told.includes(secret), secret);
});

test('what is not recorded is missing with whom to ask, and not in the text', () => {
  const draft = letter(empty);
  assert.deepEqual(draft.missing, [
    ...['What happened', 'Which data are concerned', 'What it may mean for you'],
    ...['What we do about it', 'What you can do'],
  ]);
  for (const id of ['what-happened', 'data', 'consequences', 'measures', 'advice']) {
    assert.equal(item(draft, id)?.value, undefined, id);
    assert.notEqual(item(draft, id)?.askWhom, '', id);
  }
  assert.doesNotMatch(text(draft), /missing|not recorded|unknown|undefined|commander/i);
});

test('what was recorded for others counts as not settled until a person has put it into plain words', () => {
  assert.deepEqual(letter().open, [
    ...['What happened', 'What it may mean for you', 'What we do about it', 'What you can do'],
  ]);
  const written = corrections({});
  const source = {
    ...full,
    corrections: {
      ...written,
      'what-happened': { value: 'Strangers could read a list.', by: 'carla', atMs: awareMs },
    },
  };
  const happened = item(letter(source), 'what-happened');
  assert.deepEqual(
    [happened?.value, happened?.from, happened?.open],
    ['Strangers could read a list.', 'correction', undefined],
  );
  assert.ok(!letter(source).open?.includes('What happened'));
});

const advice: readonly (readonly [category: string, said: RegExp | undefined])[] = [
  ['credentials', /^Change your password/],
  ['Passwords (hashed)', /^Change your password/],
  ['credit cards', /statements of your bank account/],
  ['bank accounts', /statements of your bank account/],
  ['scanned passports', /office that issued your identity document/],
  ['national identification numbers', /uses your name/],
  ['e-mail addresses', /Be careful with messages and calls/],
  ['health data', /about your health/],
  ['location data', /learn where you live/],
  ['Zugangsdaten', /^Change your password/],
  ['Ausweiskopien', /office that issued/],
  ['shoe sizes', undefined],
  ['passenger lists', undefined],
];
for (const [category, said] of advice)
  test(`the advice for ${category} is ${said ? 'drafted, to be checked' : 'asked for'}`, () => {
    const { value, from, open, mandatory } = item(withData(category), 'advice') ?? {};
    if (!said) return assert.deepEqual([value, mandatory], [undefined, true]);
    assert.match(value ?? '', said);
    assert.deepEqual([from, open], ['drafted', true]);
    assert.equal(value?.split('\n').length, 1);
  });

test('several kinds of data get one line of advice each, and kinds not on record none', () => {
  const { value } = item(withData('names', 'passwords', 'credit cards'), 'advice') ?? {};
  assert.deepEqual(
    value?.split('\n').map((line) => line.split(' ')[0]),
    ['Change', 'Look'],
  );
});

const withholding: Withholding = {
  ...{ reason: 'their addresses are gone', proposedBy: 'carla', proposedAtMs: awareMs },
};

test('under Art. 34(3)(c) it speaks to the public and says how it goes out; the reason stays inside', () => {
  const draft = letter(full, { withholding: { ...withholding, exception: 'art-34-3-c' } });
  assert.match(draft.title, /^Public communication/);
  assert.equal(draft.sections[0]?.article, 'GDPR Art. 34(3)(c)');
  assert.match(item(draft, 'way')?.value ?? '', /^in public/);
  assert.equal(item(draft, 'effort')?.value, 'their addresses are gone');
  assert.match(text(draft), /^To all whose personal data we keep$/m);
  assert.doesNotMatch(text(draft), /addresses are gone|34/);
  assert.match(draft.steps?.join('\n') ?? '', /Publish it/);
  assert.match(item(letter(), 'way')?.value ?? '', /^to each person/);
});

test('a letter that two persons decided not to send says so to whoever reads the draft', () => {
  const held = { ...withholding, exception: 'no-high-risk', confirmedBy: 'clara' } as const;
  const draft = letter(full, { state: 'withheld', withholding: held });
  assert.match(draft.steps?.[0] ?? '', /not owed/);
  assert.equal(item(draft, 'exception')?.value, 'no-high-risk, confirmed');
});

test('every part that a person may write is an item of the draft, and what is written stands', () => {
  for (const id of letterItems) {
    const made = { value: `${id} anew`, by: 'carla', atMs: awareMs };
    assert.equal(item(letter({ ...full, corrections: { [id]: made } }), id)?.value, `${id} anew`);
  }
});

const write = (value: string | undefined, by = 'dora'): CommandStep => ({
  ...{ name: 'setLetter', by },
  fields: value === undefined ? { item: 'advice', clear: true } : { item: 'advice', value },
});

test('what is written into the letter is kept apart, survives a triage, and is taken back by clear', () => {
  const triage = {
    name: 'triage',
    fields: { summary: 'x', dataCategories: ['passwords'] },
  } as const;
  const story = given(declared(), write('Call us.'), triage);
  const source = noticeSource(story.incident);
  assert.equal(item(letter(source), 'advice')?.value, 'Call us.');
  assert.deepEqual(ask(story, write('Call us.')), []);
  const cleared = noticeSource(next(story, write(undefined)).incident);
  assert.match(item(letter(cleared), 'advice')?.value ?? '', /^Change your password/);
  assert.equal(refused(story, write('x', 'clara')).refused, 'not-your-role');
  const both: CommandStep = { ...{ name: 'setLetter', by: 'dora' }, fields: { item: 'advice' } };
  assert.equal(refused(story, both).refused, 'answer-unfit');
});

test('before anybody found that Art. 34 binds, the refusal says how to say so', () => {
  const step: CommandStep = { name: 'draftNotice', fields: { duty: 'gdpr-34' } };
  const { refused: code, message } = refused(given(declared()), step);
  assert.equal(code, 'unknown-duty');
  assert.match(message, /duty start INC-7K3FQ gdpr-34 --reason/);
});

test('in German it is German as a whole, with the same parts', () => {
  const german = letter(full, {}, 'de');
  const told = text(german);
  assert.match(told, /Was mit Ihren personenbezogenen Daten bei .* geschehen ist/);
  assert.match(told, /Sehr geehrte Damen und Herren,/);
  assert.match(told, /Es tut uns leid, dass dies geschehen ist\./);
  assert.doesNotMatch(told, /\b(What|Whom|Dear|happened|data protection officer)\b/);
  assert.match(
    german.steps?.join('\n') ?? '',
    /Lassen Sie sie freigeben, .*: seventytwo notice approve INC-\w+ ENTWURF$/m,
  );
  assert.deepEqual(
    german.sections.map(({ id, items }) => [id, items.map((entry) => entry.id)]),
    letter().sections.map(({ id, items }) => [id, items.map((entry) => entry.id)]),
  );
  assert.match(
    german.sections.at(-2)?.article ?? '',
    /^DSGVO Art\. 34 Abs\. 2, 33 Abs\. 3 lit\. b$/,
  );
});
