/** What was filed and turns out to be no breach is withdrawn: with reasons, by a filing of its own, and not for ever. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CommandFields } from '../../src/domain/commands.ts';
import { noticeSource, type NoticeDraft, type NoticeItem } from '../../src/domain/notice.ts';
import { registerEntry } from '../../src/domain/register-entry.ts';
import { drafted } from '../notices/sample.ts';
import {
  ask,
  declared,
  dutyOf,
  given,
  givenUnder,
  hours,
  next,
  policy,
  refused,
  waiting,
  type CommandStep,
  type Step,
  type Story,
} from '../support/incidents.ts';

const reason = 'because';
const aware: CommandStep = { name: 'declareAwareness', fields: { at: hours(0), reason } };
const file = (fields: Partial<CommandFields<'fileDuty'>> = {}): CommandStep => ({
  ...{ name: 'fileDuty', by: 'dora', fields: { reference: 'AZ 1', ...fields } },
});
const none: CommandStep = {
  name: 'triage',
  fields: { summary: 'it was test data only', personalData: 'no' },
};
const yes: CommandStep = { name: 'triage', fields: { summary: 'it was', personalData: 'yes' } };
const withdraw = file({ stage: 'withdrawal', reference: 'AZ 2' });

function filedStory(...more: readonly Step[]): Story {
  return given(declared({ personalData: 'yes' }), aware, file({ stage: 'initial' }), ...more);
}

function draft({ incident, nowMs }: Story): NoticeDraft {
  return drafted(noticeSource(incident), nowMs);
}

function item(story: Story, no: number): NoticeItem | undefined {
  return draft(story)
    .sections.flatMap(({ items }) => items)
    .find((entry) => entry.no === no);
}

test('before a notice is filed awareness allows no other answer; afterwards no ends nothing by itself', () => {
  assert.equal(refused(given(declared(), aware), none).refused, 'clock-running');
  const found = filedStory(none);
  assert.equal(found.incident.personalData, 'no');
  assert.deepEqual([dutyOf(found).state, dutyOf(found).followUpOwed], ['filed', true]);
  const unknown: CommandStep = {
    name: 'triage',
    fields: { summary: 'x', personalData: 'unknown' },
  };
  assert.equal(refused(filedStory(), unknown).refused, 'clock-running');
});

test('incidents of before this edition keep the answer that awareness gave', () => {
  const story = givenUnder({ ...policy, edition: 2 }, declared(), aware, file());
  assert.equal(refused(story, none).refused, 'clock-running');
});

const ways: Readonly<Record<string, readonly [Story, reason: string]>> = {
  'a triage that says no': [filedStory(none), 'it was test data only'],
  'a false alarm': [
    given(declared(), aware, file(), {
      ...{ name: 'declareFalseAlarm', fields: { reason: 'an exercise' } },
    }),
    'an exercise',
  ],
  'the officer, in fields 4 and 5': [
    filedStory(
      { name: 'setNotice', by: 'dora', fields: { field: 4, value: 'c' } },
      { name: 'setNotice', by: 'dora', fields: { field: 5, value: 'the file was empty' } },
    ),
    'the file was empty',
  ],
};
for (const [how, [story, why]] of Object.entries(ways))
  test(`by ${how}: drafted with reference and reasons, recorded, and the duty is withdrawn`, () => {
    assert.deepEqual(draft(story).phase, { kind: 'follow-up', state: 'withdrawn' });
    assert.deepEqual([item(story, 6)?.value, item(story, 5)?.value], ['AZ 1', why]);
    assert.match(draft(story).steps?.at(-1) ?? '', /--stage withdrawal$/);
    const after = next(story, withdraw);
    const { state, followUpOwed, filings } = dutyOf(after);
    assert.deepEqual([state, followUpOwed], ['withdrawn', false]);
    assert.deepEqual(
      filings.map(({ stage, reference }) => `${stage} ${reference}`).at(-1),
      'withdrawal AZ 2',
    );
    const entry = registerEntry(after.events);
    assert.equal(entry?.duties[0]?.withdrawnBecause, why);
    assert.deepEqual(waiting(after, 'duty-ended'), [
      ...['duty-ended > dora', 'duty-ended > dirk', 'duty-ended > clara'],
    ]);
    assert.equal(draft(after).phase?.state, 'withdrawn', 'drafted again it says the same');
  });

test('reasons that only the record gave are to be finished by a person', () => {
  assert.equal(item(filedStory(none), 5)?.open, true);
});

test('the rest that an initial notice left owed falls away with it', () => {
  const story = filedStory(none);
  const owed = { ...dutyOf(story), id: 'gdpr-33-4', state: 'open', filings: [] } as const;
  const { anchor, dueAtMs, ruleVersion } = owed;
  const began = next(story, {
    event: { type: 'dutyOpened', duty: 'gdpr-33-4', anchor, dueAtMs, ruleVersion },
  });
  const after = next(began, withdraw);
  assert.equal(after.incident.duties['gdpr-33-4']?.state, 'withdrawn');
  const anew = next(after, yes, file({ stage: 'initial', reference: 'AZ 3' }));
  assert.equal(anew.incident.duties['gdpr-33-4']?.state, 'open', 'and is owed by a new one');
});

test('without a filed notice, or without reasons on record, there is nothing to withdraw', () => {
  const open = given(declared({ personalData: 'yes' }), aware);
  assert.equal(refused(open, withdraw).refused, 'nothing-filed');
  assert.equal(refused(filedStory(), withdraw).refused, 'breach-undecided');
  const four: Step = { name: 'setNotice', by: 'dora', fields: { field: 4, value: 'c' } };
  assert.equal(refused(filedStory(four), withdraw).refused, 'breach-undecided');
  assert.equal(refused(filedStory(none, withdraw), withdraw).refused, 'nothing-filed');
  const other = file({ duty: 'gdpr-34', stage: 'withdrawal' });
  assert.equal(refused(filedStory(none), other).refused, 'unknown-duty');
});

const again: Readonly<Record<string, Step>> = {
  'a triage that says yes': yes,
  'reopening the duty': { name: 'reopenDuty', fields: { reason } },
  'an earlier awareness': { name: 'declareAwareness', fields: { at: hours(-1), reason } },
  'a duplicate that was a breach': {
    name: 'absorb',
    fields: { duplicate: 'INC-B2C4D', title: 't', personalData: 'yes', detected: hours(0) },
  },
};
for (const [how, step] of Object.entries(again))
  test(`after a withdrawal ${how} brings the clock back, with all that was filed on record`, () => {
    const after = next(filedStory(none, withdraw), step);
    assert.equal(dutyOf(after).state, 'open');
    assert.equal(dutyOf(after).filings.length, 2);
    assert.ok(waiting(after, 'briefing').length > 0);
    const phase = draft(next(after, yes)).phase;
    assert.equal(phase?.kind, 'new', 'what was taken back is followed up by nothing');
    const late = file({ at: hours(80), reference: 'AZ 3' });
    const asked = ask(after, { ...late, at: hours(81).atMs });
    assert.ok('refused' in asked && asked.refused === 'delay-reasons-missing');
  });
