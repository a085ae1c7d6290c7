/** Filing and withholding: the clock cannot be got round, and lateness is told as it is. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hourMs } from '../../src/domain/ladder.ts';
import { nextDeadline } from '../../src/domain/deadline.ts';
import { limits } from '../../src/domain/incident.ts';
import type { FilingStage } from '../../src/domain/commands.ts';
import {
  approved,
  ask,
  declared,
  draftOf,
  dutyOf,
  given,
  hours,
  next,
  refused,
  waiting,
  type CommandStep,
  type Step,
} from '../support/incidents.ts';

const aware = (hour: number, when: { at?: number; by?: string } = {}): CommandStep => ({
  ...{ name: 'declareAwareness', ...when },
  fields: { at: hours(hour), reason: `certain at hour ${hour}` },
});
const file = (
  hour: number,
  more: { stage?: FilingStage; reasonsForDelay?: string; reference?: string } = {},
): CommandStep => ({
  ...{ name: 'fileDuty', at: hours(hour).atMs },
  fields: { reference: 'AZ 1', ...more },
});
const withhold: CommandStep = { name: 'withholdDuty', fields: { reason: 'test data only' } };
const confirm = (by: string): CommandStep => ({ name: 'confirmWithholding', by });
const begun = given(declared(), aware(0));

test('when it was filed and when that was recorded are kept apart', () => {
  const step: CommandStep = {
    ...{ name: 'fileDuty', at: hours(90).atMs },
    fields: { reference: 'AZ 1', at: hours(70) },
  };
  const [filing] = dutyOf(next(begun, step)).filings;
  assert.deepEqual(filing?.filed, hours(70));
  assert.equal(filing?.recordedAtMs, hours(90).atMs);
  assert.equal(filing?.lateByMs, 0);
});

test('a filing may not lie in the future', () => {
  const step: CommandStep = {
    ...{ name: 'fileDuty', at: hours(1).atMs },
    fields: { reference: 'AZ 1', at: hours(2) },
  };
  assert.equal(refused(begun, step).refused, 'in-the-future');
});

test('a late filing demands the reasons for the delay, and its lateness is frozen', () => {
  assert.equal(refused(begun, file(80)).refused, 'delay-reasons-missing');
  const filed = next(begun, file(80, { reasonsForDelay: 'the portal was down' }));
  assert.equal(dutyOf(filed).filings[0]?.lateByMs, 8 * hourMs);
  assert.equal(dutyOf(filed).filings[0]?.reasonsForDelay, 'the portal was down');
  const moved = next(filed, aware(-30));
  assert.equal(dutyOf(moved).filings[0]?.lateByMs, 8 * hourMs);
});

test('on the due instant it is not late, a millisecond after it is', () => {
  assert.equal(dutyOf(next(begun, file(72))).state, 'filed');
  const step = file(72);
  assert.equal(
    refused(begun, { ...step, at: hours(72).atMs + 1 }).refused,
    'delay-reasons-missing',
  );
});

test('on the provisional clock nobody is late', () => {
  assert.equal(dutyOf(next(given(declared()), file(100))).filings[0]?.lateByMs, 0);
});

test('only the first filing can be late: the rest may follow in phases', () => {
  const initial = next(begun, file(20, { stage: 'initial' }));
  assert.equal(dutyOf(initial).followUpOwed, true);
  const complete = next(initial, file(300));
  assert.equal(dutyOf(complete).followUpOwed, false);
  assert.deepEqual(
    dutyOf(complete).filings.map(({ stage, lateByMs }) => [stage, lateByMs]),
    [
      ['initial', 0],
      ['complete', 0],
    ],
  );
});

const ends: readonly (readonly [name: string, ...steps: readonly Step[]])[] = [
  ['a complete filing', file(1)],
  ['an initial filing', file(1, { stage: 'initial' })],
  ['a withholding confirmed by a second person', withhold, confirm('clara')],
];
for (const [name, ...steps] of ends) {
  test(`${name} stops the ladder at once`, () => {
    const story = next(
      begun,
      { until: hours(25).atMs },
      ...steps.map((s) => ('name' in s ? { ...s, at: hours(25).atMs } : s)),
    );
    assert.equal(nextDeadline(story.incident), undefined);
    assert.deepEqual(waiting(story, 'reminder'), []);
  });
}

test('the ladder goes on while a withholding is only proposed', () => {
  const story = next(begun, withhold);
  assert.equal(dutyOf(story).state, 'open');
  assert.equal(nextDeadline(story.incident)?.atMs, hours(24).atMs);
  assert.equal(dutyOf(next(story, { until: hours(80).atMs })).state, 'open');
});

test('to withhold takes reasons and a second, distinct person', () => {
  assert.equal(refused(begun, confirm('ben')).refused, 'nothing-to-confirm');
  const proposed = next(begun, withhold);
  assert.equal(refused(proposed, confirm('anna')).refused, 'second-person-needed');
  assert.equal(refused(proposed, confirm('ben')).refused, 'not-your-role');
  const withheld = next(proposed, confirm('clara'));
  assert.equal(dutyOf(withheld).state, 'withheld');
  assert.deepEqual(dutyOf(withheld).withholding, {
    ...{ reason: 'test data only', proposedBy: 'anna', proposedAtMs: proposed.nowMs },
    ...{ confirmedBy: 'clara', confirmedAtMs: withheld.nowMs },
  });
  assert.equal(refused(withheld, withhold).refused, 'already-done');
  assert.equal(refused(withheld, confirm('dora')).refused, 'already-done');
});

test('who proposes to withhold again, with other reasons, needs another person than themselves', () => {
  const story = next(begun, withhold, { ...withhold, by: 'clara' });
  assert.equal(refused(story, confirm('clara')).refused, 'second-person-needed');
  assert.equal(dutyOf(next(story, confirm('anna'))).state, 'withheld');
});

test('filing needs nobody: it is allowed without a clock, after a withholding and after a withdrawal', () => {
  const before: readonly (readonly Step[])[] = [
    [declared({ personalData: 'no' })],
    [declared(), withhold, confirm('clara')],
    [declared(), { name: 'triage', fields: { summary: 's', personalData: 'no' } }],
    [declared(), { name: 'declareFalseAlarm', fields: { reason: 'empty' } }],
  ];
  for (const steps of before) assert.equal(dutyOf(next(given(...steps), file(1))).state, 'filed');
});

test('duties and customers that are not known are refused by name', () => {
  const none = given(declared({ personalData: 'no' }));
  const duty = 'nis2-23';
  const asked: readonly (readonly [CommandStep, string])[] = [
    [{ name: 'fileDuty', fields: { duty, reference: 'AZ 1' } }, 'unknown-duty'],
    [{ name: 'withholdDuty', fields: { duty, reason: 'r' } }, 'unknown-duty'],
    [{ name: 'confirmWithholding', fields: { duty } }, 'unknown-duty'],
    [{ name: 'draftNotice', fields: { duty } }, 'unknown-duty'],
    [{ name: 'draftNotice', fields: { customer: 'hooli' } }, 'unknown-customer'],
    [{ name: 'notifyCustomer', fields: { customer: 'constructor' } }, 'unknown-customer'],
  ];
  for (const story of [none, begun])
    for (const [step, code] of asked) assert.equal(refused(story, step).refused, code);
  assert.equal(refused(none, withhold).refused, 'unknown-duty');
});

test('a draft may be asked for in another language than that of the policy, but not one to a customer', () => {
  const asked = next(begun, { name: 'draftNotice', fields: { language: 'de' } });
  assert.equal(asked.incident.notices.at(-1)?.language, 'de');
  const usual = next(begun, { name: 'draftNotice', fields: {} });
  assert.equal(usual.incident.notices.at(-1)?.language, undefined);
  const toCustomer = { customer: 'globex', language: 'de' } as const;
  const refusal = refused(begun, { name: 'draftNotice', fields: toCustomer });
  assert.equal(refusal.refused, 'answer-unfit');
  assert.match(refusal.message, /write customers\.globex\.language there/);
});

test(`a duty holds ${limits.filings} filings and no more`, () => {
  const steps = Array.from({ length: limits.filings }, () => file(1));
  assert.equal(refused(next(begun, ...steps), file(1)).refused, 'limit-reached');
});

test('a customer whose notice was taken or failed may be notified again', () => {
  const notify: CommandStep = { name: 'notifyCustomer', fields: { customer: 'globex' } };
  const sending = next(begun, ...approved('globex'), notify);
  const mail = sending.incident.mails.find(({ kind }) => kind === 'customer-notice');
  assert.ok(mail);
  const { key, kind, to } = mail;
  const settled = { key, kind, to, messageId: '<x@y>', detail: '' };
  for (const event of [
    { type: 'mailAccepted', ...settled },
    { type: 'mailFailed', ...settled, fault: 'refused' },
  ] as const)
    assert.deepEqual(ask(next(sending, { event }), notify), [
      { type: 'customersNotified', notices: [draftOf('globex')] },
    ]);
});

test('a draft marks the duty as drafted and keeps its ladder running', () => {
  const asked = next(begun, { name: 'draftNotice' });
  const [notice] = asked.incident.notices;
  assert.ok(notice);
  const drafted = next(asked, {
    event: { type: 'noticeDrafted', notice: notice.id, sha256: 'ab', missing: ['subjects'] },
  });
  assert.equal(dutyOf(drafted).state, 'draft');
  assert.deepEqual(drafted.incident.notices[0]?.drafted?.missing, ['subjects']);
  assert.equal(nextDeadline(drafted.incident)?.atMs, hours(24).atMs);
});

test('an initial notice filed on a closed incident reopens it, a complete one does not', () => {
  const closed = given(declared(), { name: 'declareFalseAlarm', fields: { reason: 'empty' } });
  const file = (stage: 'initial' | 'complete'): Step => ({
    name: 'fileDuty',
    fields: { reference: 'AZ 1', stage },
  });
  assert.equal(next(closed, file('initial')).incident.phase, 'triage');
  assert.equal(next(closed, file('complete')).incident.phase, 'closed');
});

test('a follow-up after a complete notice leaves nothing owed, after an initial one the rest', () => {
  const file = (stage: 'initial' | 'follow-up' | 'complete'): Step => ({
    name: 'fileDuty',
    fields: { reference: 'AZ 1', stage },
  });
  const owed = (...stages: Parameters<typeof file>[0][]) =>
    dutyOf(given(declared(), ...stages.map(file))).followUpOwed;
  assert.equal(owed('complete', 'follow-up'), false);
  assert.equal(owed('initial', 'follow-up'), true);
  assert.equal(owed('follow-up'), true);
  assert.equal(owed('initial', 'follow-up', 'complete'), false);
});

for (const duty of ['__proto__', 'constructor', 'toString'])
  test(`a filing for a duty called ${duty} is refused by name, as any that is not there`, () => {
    const asked: CommandStep = { name: 'fileDuty', fields: { duty, reference: 'AZ 1' } };
    assert.equal(refused(given(declared()), asked).refused, 'unknown-duty');
  });
