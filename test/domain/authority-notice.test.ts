/** The notice to the authority tells what is recorded field by field, names what is missing, and guesses nothing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Duty, DutyPlan, Filing } from '../../src/domain/duty.ts';
import type { NoticeDraft, NoticeItem, NoticeSource } from '../../src/domain/notice.ts';
import {
  awareMs,
  complete,
  corrections,
  drafted,
  dueMs,
  duty,
  empty,
  full,
  hourMs,
  organisation,
} from '../notices/sample.ts';

function item(draft: NoticeDraft, no: number): NoticeItem | undefined {
  return draft.sections.flatMap(({ items }) => items).find((entry) => entry.no === no);
}

function answer(source: NoticeSource, no: number, nowMs = awareMs): unknown {
  return item(drafted(source, nowMs), no)?.answer;
}

function withAnswers(answers: Readonly<Record<number, string>>): NoticeSource {
  return { ...complete, corrections: { ...complete.corrections, ...corrections(answers) } };
}

function filed(filing: Partial<Filing> = {}): NoticeSource {
  const first: Filing = {
    ...{ stage: 'initial', filed: { atMs: dueMs - hourMs, zone: 'UTC' }, recordedAtMs: dueMs },
    ...{ recordedBy: 'carla', reference: 'DSB-1', lateByMs: 0 },
    ...filing,
  };
  return { ...complete, duties: { 'gdpr-33-1': { ...duty, state: 'filed', filings: [first] } } };
}

test('with nothing recorded nothing is guessed, and somebody is named for all that is missing', () => {
  const draft = drafted(empty);
  assert.deepEqual(draft.phase, { kind: 'new', state: 'incomplete' });
  for (const no of [38, 44, 48, 55, 60, 61, 65, 68, 73, 89, 92, 97, 113])
    assert.equal(item(draft, no)?.value, undefined, `field ${no}`);
  for (const entry of draft.sections.flatMap(({ items }) => items))
    if (entry.value === undefined) assert.notEqual(entry.askWhom, '', entry.label);
});

const told: readonly (readonly [what: string, no: number, expected: unknown])[] = [
  ['new', 3, 'a'],
  ['complete', 4, 'a'],
  ['own reference', 7, 'INC-7K3FQ'],
  ['name', 12, 'Example GmbH'],
  ['contact', 13, 'Ring 1, 1010 Wien\nprivacy@example.org'],
  ['from a date to a date', 44, 'b'],
  ['beginning', 46, '2026-03-25T08:14:00.000Z'],
  ['end, once contained', 47, '2026-03-27T10:14:00.000Z'],
  ['awareness', 48, '2026-03-27T08:14:00.000Z'],
  ['what made it certain', 51, 'the access log shows foreign downloads'],
  ['groups of people', 65, 'a,b'],
  ['the groups in words', 66, 'customers; employees'],
  ['an approximate number', 67, 'b'],
  ['a recorded zero', 68, 0],
  ['kinds of data', 70, 'b'],
  ['records', 73, 4_200],
  ['consequences', 90, 'Likely consequences: phishing'],
  ['measures', 92, 'bucket closed'],
];
for (const [what, no, expected] of told)
  test(`field ${no} tells ${what}`, () => assert.equal(answer(complete, no), expected));

type Case = readonly [what: string, source: NoticeSource, shown: readonly number[]];
/** What depends on an answer, and is there only with it. */
const dependent = [5, 6, 24, 29, 39, 46, 47, 52, 56, 58, 59, 68, 79, 80, 83, 86, 98, 99, 100, 101];
const cases: readonly Case[] = [
  ['a complete notice', complete, [46, 47, 56, 68, 79]],
  ['nothing recorded', empty, []],
  [
    'a reporting person who is not the officer',
    withAnswers({ 23: 'c' }),
    [24, 29, 46, 47, 56, 68, 79],
  ],
  ['another party', withAnswers({ 38: 'a' }), [39, 46, 47, 56, 68, 79]],
  ['a breach that goes on', withAnswers({ 44: 'c' }), [46, 56, 68, 79]],
  ['a breach told by somebody else', withAnswers({ 50: 'd' }), [46, 47, 52, 56, 68, 79]],
  ['two kinds of breach', withAnswers({ 55: 'b,c' }), [46, 47, 58, 59, 68, 83]],
  ['a number nobody can tell', withAnswers({ 67: 'c' }), [46, 47, 56, 79]],
  ['other consequences', withAnswers({ 79: 'd', 85: 'n' }), [46, 47, 56, 68, 79, 80, 86]],
  ['an other that went with its breach', withAnswers({ 55: 'c', 79: 'd' }), [46, 47, 59, 68, 83]],
  ['people who were told', withAnswers({ 97: 'a' }), [46, 47, 56, 68, 79, 98]],
  ['people who will be told on a day', withAnswers({ 97: 'b' }), [46, 47, 56, 68, 79, 99]],
  ['people who will be told some day', withAnswers({ 97: 'b1' }), [46, 47, 56, 68, 79]],
  ['a condition of Art. 34(3)', withAnswers({ 97: 'e' }), [46, 47, 56, 68, 79, 100, 101]],
  ['a follow-up', filed(), [6, 46, 47, 56, 68, 79]],
  ['a withdrawal', { ...filed(), outcome: 'false-alarm' }, [5, 6, 46, 47, 56, 68, 79]],
];
for (const [what, source, shown] of cases)
  test(`${what} brings the fields ${shown.join(', ') || 'that depend on nothing'}, and no others`, () => {
    const draft = drafted(source);
    assert.deepEqual(
      dependent.filter((no) => item(draft, no)),
      shown,
    );
  });

test('a field that depends on another says on which', () => {
  assert.equal(item(drafted(complete), 56)?.when, 'field 55 is a');
  assert.equal(item(drafted(complete), 46)?.when, 'field 44 is a or b or c');
});

test('the section for controllers outside the EEA takes the place of the other', () => {
  const profile = (inEea: boolean) => ({
    ...organisation,
    authority: { name: 'A', verified: false, asOf: '2026-11-22', inEea },
  });
  const inside = drafted(full, awareMs, profile(true));
  const outside = drafted(full, awareMs, profile(false));
  assert.deepEqual(
    [18, 113, 120].map((no) => item(inside, no) !== undefined),
    [false, true, false],
  );
  assert.deepEqual(
    [18, 113, 120].map((no) => item(outside, no) !== undefined),
    [true, false, true],
  );
});

test('the phase follows from what was filed and what is missing', () => {
  const unfinished = withAnswers({ 61: 'e' });
  const phases: readonly (readonly [NoticeSource, string, string])[] = [
    [full, 'new', 'incomplete'],
    [complete, 'new', 'complete'],
    [unfinished, 'new', 'incomplete'],
    [filed(), 'follow-up', 'complete'],
    [{ ...filed(), corrections: {} }, 'follow-up', 'incomplete'],
    [{ ...filed(), personalData: 'no' }, 'follow-up', 'withdrawn'],
    [{ ...complete, outcome: 'false-alarm' }, 'new', 'complete'],
  ];
  for (const [source, kind, state] of phases)
    assert.deepEqual(drafted(source).phase, { kind, state });
  assert.deepEqual(drafted(unfinished).open, ['61 Cause of the personal data breach']);
});

test('a follow-up bears the reference of the first notice', () => {
  assert.equal(answer(filed(), 6), 'DSB-1');
});

test('up to the last minute of the 72 hours there is nothing about delay', () => {
  assert.equal(item(drafted(complete, dueMs), 49), undefined);
});

test('past the 72 hours the delay is drafted from the record, and stays open until a person says why', () => {
  const late = drafted(complete, dueMs + 5 * hourMs + 12 * 60_000);
  assert.equal(
    item(late, 49)?.value,
    [
      'The 72 hours ended 2026-03-30 08:14 UTC; this draft was made 2026-03-30 13:26 UTC, 5 h 12 min later.',
      '2026-03-25 08:14 UTC: happened',
      '2026-03-27 07:14 UTC: detected',
      '2026-03-27 08:14 UTC: aware of the breach',
      '2026-03-27 08:14 UTC: declared as an incident',
      '2026-03-27 10:14 UTC: contained',
    ].join('\n'),
  );
  assert.deepEqual(late.open, ['49 Reasons for late notification of the personal data breach']);
  assert.equal(late.phase?.state, 'incomplete');
  const explained = drafted(withAnswers({ 49: 'the log server was down' }), dueMs + hourMs);
  assert.deepEqual([explained.open, explained.phase?.state], [[], 'complete']);
});

test('a follow-up is not late, however late it is', () => {
  const late = filed({ lateByMs: hourMs, reasonsForDelay: 'the portal was down' });
  assert.equal(item(drafted(late, dueMs + 500 * hourMs), 49), undefined);
});

test('while the clock is provisional nobody is late and no end is promised', () => {
  const { aware: _none, ...unaware } = complete;
  const provisional = { ...duty, anchor: { ...duty.anchor, provisional: true } };
  const draft = drafted({ ...unaware, duties: { 'gdpr-33-1': provisional } }, dueMs + 9 * hourMs);
  assert.equal(item(draft, 49), undefined);
  const due = draft.sections[0]?.items.find(({ id }) => id === 'due');
  assert.equal(due?.value, undefined);
});

const plan: DutyPlan = {
  ...{ rule: 'gdpr-34', title: 'tell the people', article: 'GDPR Art. 34' },
  ...{ addressee: 'the people', notes: [], stage: 'notification' },
};

function art34(given: Partial<Duty>): NoticeSource {
  return {
    ...full,
    duties: { ...full.duties, 'gdpr-34': { ...duty, id: 'gdpr-34', plan, ...given } },
  };
}
const withholding = {
  ...{ reason: 'the keys are safe', proposedBy: 'clara', proposedAtMs: awareMs },
  ...{ confirmedBy: 'dora', confirmedAtMs: awareMs },
};
const people: readonly (readonly [string, NoticeSource, readonly unknown[]])[] = [
  ['nobody asked', full, [undefined, undefined, undefined]],
  ['the duty is open', art34({}), ['b1', undefined, undefined]],
  [
    'no high risk',
    art34({ state: 'withheld', withholding: { ...withholding, exception: 'no-high-risk' } }),
    ['d', undefined, undefined],
  ],
  [
    'an exception',
    art34({ state: 'withheld', withholding: { ...withholding, exception: 'art-34-3-a' } }),
    ['e', 'a', 'the keys are safe'],
  ],
];
for (const [what, source, expected] of people)
  test(`whether people were told when ${what}: ${String(expected[0])}`, () =>
    assert.deepEqual(
      [97, 100, 101].map((no) => answer(source, no)),
      expected,
    ));

test('without an authority in the directory the draft says that it is missing', () => {
  const { authority: _none, ...rest } = organisation;
  assert.deepEqual(drafted(complete, awareMs, rest).missing, ['Supervisory authority']);
});

test('an empty list is not an answer', () => {
  const draft = drafted({ ...full, facts: { ...full.facts, dataCategories: [] } });
  assert.ok(draft.missing.includes('70 Type of breached data'));
});

test('what a person wrote stands before what was recorded, and says so', () => {
  const draft = drafted(withAnswers({ 92: 'all keys were replaced' }));
  const { value, from } = item(draft, 92) ?? {};
  assert.deepEqual([value, from], ['all keys were replaced', 'correction']);
});

test('a correction that no longer fits is passed over', () => {
  assert.equal(answer(withAnswers({ 44: 'z', 4711: 'x' }), 44), 'b');
});
