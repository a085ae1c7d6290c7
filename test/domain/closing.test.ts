/** Closing behind its gates, false alarm, reopening. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { closureGates, openDuties } from '../../src/domain/gates.ts';
import type { RefusalCode } from '../../src/domain/refusal.ts';
import {
  ask,
  declared,
  dutyOf,
  given,
  hours,
  next,
  refused,
  startMs,
  type CommandStep,
  type Step,
} from '../support/incidents.ts';
import { stories } from './random.ts';

const summary = 'what happened';
const reason = 'because';
const triage = (personalData: 'unknown' | 'yes' | 'no'): CommandStep => ({
  ...{ name: 'triage', fields: { summary, personalData } },
});
const aware: CommandStep = { name: 'declareAwareness', fields: { at: hours(0), reason } };
const awareLater: CommandStep = {
  ...{ name: 'declareAwareness', at: hours(2).atMs },
  fields: { at: hours(1), reason },
};
const file = (stage: 'initial' | 'complete'): CommandStep => ({
  ...{ name: 'fileDuty', fields: { reference: 'AZ 1', stage } },
});
const withheld: readonly Step[] = [
  { name: 'withholdDuty', fields: { reason } },
  { name: 'confirmWithholding', by: 'clara' },
];
const worked: readonly Step[] = [
  { name: 'contain', fields: { summary } },
  { name: 'recover', fields: { summary } },
];
const reviewed: Step = { name: 'review', fields: { summary } };
const close: CommandStep = { name: 'close' };
const falseAlarm: CommandStep = { name: 'declareFalseAlarm', fields: { reason } };
const reopen: CommandStep = { name: 'reopen', fields: { reason } };

/** Everything is done but the steps given. */
function almost(...steps: readonly Step[]) {
  return given(declared(), ...steps, ...worked, reviewed);
}

const gates: readonly (readonly [
  name: string,
  code: RefusalCode,
  shut: readonly Step[],
  opening: readonly Step[],
])[] = [
  [
    'the breach question is undecided',
    'breach-undecided',
    [triage('unknown'), file('complete')],
    [triage('no')],
  ],
  [
    'it is a breach that nobody declared awareness of',
    'breach-undecided',
    [triage('yes'), file('complete')],
    [aware],
  ],
  [
    'a later awareness time waits for a second person',
    'second-person-needed',
    [triage('yes'), aware, file('complete'), awareLater],
    [{ name: 'confirmAwareness', by: 'ben' }],
  ],
  ['a duty is open', 'duty-open', [triage('yes'), aware], [file('complete')]],
  [
    'the rest of a filing is owed',
    'duty-open',
    [triage('yes'), aware, file('initial')],
    [file('complete')],
  ],
  [
    'a withholding is only proposed',
    'duty-open',
    [triage('yes'), aware, { name: 'withholdDuty', fields: { reason } }],
    [{ name: 'confirmWithholding', by: 'clara' }],
  ],
  [
    'a mandatory task is open',
    'task-open',
    [triage('no'), { name: 'addTask', fields: { title: 'ask', mandatory: true } }],
    [{ name: 'completeTask', fields: { task: 'T1' } }],
  ],
];
for (const [name, code, shut, opening] of gates) {
  test(`it does not close while ${name}, and does right after`, () => {
    const story = almost(...shut);
    assert.equal(refused(story, close).refused, code);
    assert.deepEqual([...new Set(closureGates(story.incident).map((gate) => gate.code))], [code]);
    assert.equal(next(story, ...opening, close).incident.phase, 'closed');
  });
}

test('it does not close without a review, nor before recovery', () => {
  const recovered = given(declared(), triage('no'), ...worked);
  assert.equal(refused(recovered, close).refused, 'review-missing');
  assert.equal(refused(given(declared(), triage('no')), close).refused, 'wrong-phase');
});

test('every gate that is shut is told, not only the first', () => {
  const { incident } = given(declared(), aware, awareLater, {
    ...{ name: 'addTask', fields: { title: 'ask', mandatory: true } },
  });
  assert.deepEqual(
    closureGates(incident).map(({ code }) => code),
    ['second-person-needed', 'duty-open', 'task-open', 'wrong-phase', 'review-missing'],
  );
});

test('a task that is not mandatory does not keep an incident open', () => {
  const story = almost(triage('no'), { name: 'addTask', fields: { title: 'ask' } });
  assert.equal(next(story, close).incident.outcome, 'resolved');
});

test('closing stamps the time, keeps the outcome and leaves no timer', () => {
  const { incident, nowMs } = next(almost(triage('no')), close);
  assert.equal(incident.stamps.closedAtMs, nowMs);
  assert.equal(incident.outcome, 'resolved');
  assert.equal(incident.paging, undefined);
});

test('a false alarm before awareness ends the provisional clock, in every answer to the question', () => {
  for (const answer of ['unknown', 'yes'] as const) {
    const { incident } = given(declared(), triage(answer), falseAlarm);
    assert.equal(incident.outcome, 'false-alarm');
    assert.equal(incident.duties['gdpr-33-1']?.state, 'withdrawn');
  }
});

test('a false alarm of an unanswered page ends the paging', () => {
  assert.equal(given(declared(), falseAlarm).incident.paging, undefined);
});

test('after awareness a false alarm is refused until the duty is filed, or withheld by two', () => {
  const story = given(declared(), aware);
  assert.equal(refused(story, falseAlarm).refused, 'clock-running');
  const proposed = next(story, { name: 'withholdDuty', fields: { reason } });
  assert.equal(refused(proposed, falseAlarm).refused, 'clock-running');
  for (const steps of [[file('complete')], withheld])
    assert.equal(next(story, ...steps, falseAlarm).incident.outcome, 'false-alarm');
});

test('reopening goes back to triage, forgets outcome, review and closing time, keeps the rest', () => {
  const closed = next(almost(triage('no')), close);
  const { incident } = next(closed, reopen);
  assert.equal(incident.phase, 'triage');
  assert.equal(incident.outcome, undefined);
  assert.equal(incident.review, undefined);
  assert.equal(incident.stamps.closedAtMs, undefined);
  assert.equal(incident.stamps.declaredAtMs, startMs);
  assert.equal(incident.summary, summary);
});

test('a reopened incident needs a new review before it closes again', () => {
  const again = next(next(almost(triage('no')), close), reopen, triage('no'), ...worked);
  assert.equal(refused(again, close).refused, 'review-missing');
  assert.equal(next(again, reviewed, close).incident.phase, 'closed');
});

test('reopening starts the provisional clock again when the question was never answered or answered yes', () => {
  for (const steps of [[falseAlarm], [triage('yes'), falseAlarm]]) {
    const story = next(given(declared(), ...steps), reopen);
    assert.equal(dutyOf(story).state, 'open');
    assert.equal(dutyOf(story).anchor.provisional, true);
    assert.equal(dutyOf(story).dueAtMs, hours(72).atMs);
  }
});

test('reopening starts no clock when the answer was no, or the duty was filed', () => {
  const no = next(next(almost(triage('no')), close), reopen);
  assert.equal(dutyOf(no).state, 'withdrawn');
  const filed = next(next(almost(triage('yes'), aware, file('complete')), close), reopen);
  assert.equal(dutyOf(filed).state, 'filed');
});

test('closing twice and reopening twice are refused', () => {
  const closed = next(almost(triage('no')), close);
  assert.equal(refused(closed, close).refused, 'wrong-phase');
  assert.equal(refused(next(closed, reopen), reopen).refused, 'wrong-phase');
});

test('whatever people do, a closed incident has no open duty, nobody being paged and no reminder', () => {
  fc.assert(
    fc.property(stories, ({ incident }) => {
      if (incident.phase !== 'closed') return;
      assert.deepEqual(openDuties(incident), []);
      assert.equal(incident.paging, undefined);
      assert.equal(
        incident.mails.some(({ kind }) => kind === 'reminder' || kind === 'page'),
        false,
      );
    }),
    { numRuns: 300 },
  );
});

test('whatever people do, an aware incident has the duty, and answers with less than yes only once a notice was filed', () => {
  fc.assert(
    fc.property(stories, ({ incident }) => {
      if (!incident.aware) return;
      const duty = incident.duties['gdpr-33-1'];
      assert.ok(duty);
      assert.notEqual(incident.personalData, 'unknown');
      if (duty.filings.length > 0) return;
      assert.equal(incident.personalData, 'yes');
      assert.notEqual(duty.state, 'withdrawn');
    }),
    { numRuns: 300 },
  );
});

test('a refused closing says the same as the first gate', () => {
  const story = almost(triage('yes'), aware);
  const decision = ask(story, close);
  assert.deepEqual(decision, {
    refused: 'duty-open',
    message: 'INC-7K3FQ cannot close: the duty gdpr-33-1 is open; file or withhold it',
  });
});
