/** Every command in every phase: what is allowed, and what is refused with which reason. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EventBody } from '../../src/domain/events.ts';
import { commandNames, type CommandName } from '../../src/domain/commands.ts';
import { phases, type Phase } from '../../src/domain/incident.ts';
import { isRefusal, type RefusalCode } from '../../src/domain/refusal.ts';
import {
  approved,
  ask,
  declared,
  given,
  hours,
  next,
  policy,
  refused,
  startMs,
  type CommandStep,
  type Step,
  type Story,
} from '../support/incidents.ts';

const yes = 'allowed';
type Answer = typeof yes | RefusalCode;
type Row = {
  readonly step: CommandStep;
  /** In the order of the phases: detected, triage, containment, recovery, review, closed. */
  readonly answers: readonly [Answer, Answer, Answer, Answer, Answer, Answer];
  /** With the breach question open, it closes as a false alarm. */
  readonly undecided?: boolean;
  /** What must have happened for the command to make sense: after the declaration, or in the phase. */
  readonly early?: (phase: Phase) => readonly Step[];
  readonly late?: (phase: Phase) => readonly Step[];
};

const anyPhase = [yes, yes, yes, yes, yes, yes] as const;
const untilClosed = [yes, yes, yes, yes, yes, 'wrong-phase'] as const;
const no = 'wrong-phase';
const reason = 'because';
const summary = 'what happened';

/** Awareness acknowledges, so nobody is aware in phase `detected`. */
const unlessDetected =
  (...steps: readonly Step[]) =>
  (phase: Phase): readonly Step[] =>
    phase === 'detected' ? [] : steps;
const laterAwareness: CommandStep = { name: 'declareAwareness', fields: { at: hours(1), reason } };

const pageTaken = {
  ...{ type: 'mailAccepted', key: '2.0', kind: 'page', to: 'anna' },
  ...{ messageId: '<INC-7K3FQ.2.0@acme.example>', detail: '250' },
} as const satisfies EventBody;

const rows: Readonly<Record<CommandName, Row>> = {
  declare: {
    step: declared(),
    answers: [
      ...(['already-declared', 'already-declared', 'already-declared'] as const),
      ...(['already-declared', 'already-declared', 'already-declared'] as const),
    ],
  },
  acknowledge: { step: { name: 'acknowledge', by: 'ben' }, answers: untilClosed },
  assign: { step: { name: 'assign', fields: { commander: 'ben' } }, answers: untilClosed },
  assignScribe: {
    step: { name: 'assignScribe', fields: { scribe: 'ben' } },
    answers: untilClosed,
  },
  changeSeverity: {
    step: { name: 'changeSeverity', fields: { severity: 'low', reason } },
    answers: untilClosed,
  },
  triage: { step: { name: 'triage', fields: { summary } }, answers: untilClosed },
  assess: { step: { name: 'assess', fields: { facts: '{}' } }, answers: anyPhase },
  contain: { step: { name: 'contain', fields: { summary } }, answers: [no, no, yes, yes, yes, no] },
  recover: { step: { name: 'recover', fields: { summary } }, answers: [no, no, no, yes, yes, no] },
  note: { step: { name: 'note', fields: { text: summary } }, answers: anyPhase },
  addTask: { step: { name: 'addTask', fields: { title: 'ask' } }, answers: untilClosed },
  completeTask: {
    step: { name: 'completeTask', fields: { task: 'T1' } },
    answers: anyPhase,
    early: () => [{ name: 'addTask', fields: { title: 'ask' } }],
  },
  assignTask: {
    step: { name: 'assignTask', fields: { task: 'T1', owner: 'ben' } },
    answers: untilClosed,
    early: () => [{ name: 'addTask', fields: { title: 'ask' } }],
  },
  skipTask: {
    step: { name: 'skipTask', fields: { task: 'T1', reason } },
    answers: untilClosed,
    early: () => [{ name: 'addTask', fields: { title: 'ask' } }],
  },
  attach: {
    step: { name: 'attach', fields: { fileName: 'a.log', sha256: 'a'.repeat(64), bytes: 1 } },
    answers: anyPhase,
  },
  declareAwareness: {
    step: { name: 'declareAwareness', fields: { at: hours(0), reason } },
    answers: anyPhase,
  },
  confirmAwareness: {
    step: { name: 'confirmAwareness', by: 'ben' },
    answers: ['nothing-to-confirm', yes, yes, yes, yes, yes],
    early: unlessDetected(
      { name: 'declareAwareness', fields: { at: hours(0), reason } },
      { name: 'fileDuty', fields: { reference: 'AZ 1' } },
    ),
    late: unlessDetected({ ...laterAwareness, at: hours(2).atMs }),
  },
  draftNotice: { step: { name: 'draftNotice' }, answers: anyPhase, undecided: true },
  setNotice: {
    step: { name: 'setNotice', by: 'dora', fields: { field: 60, value: 'c' } },
    answers: anyPhase,
  },
  setLetter: {
    step: { name: 'setLetter', by: 'dora', fields: { item: 'advice', value: 'Be careful.' } },
    answers: anyPhase,
  },
  approveNotice: {
    step: { name: 'approveNotice', by: 'dora', fields: { notice: 'N-globex' } },
    answers: anyPhase,
    early: () => approved('globex').slice(0, -1),
  },
  fileDuty: { step: { name: 'fileDuty', fields: { reference: 'AZ 1' } }, answers: anyPhase },
  withholdDuty: {
    step: { name: 'withholdDuty', fields: { reason } },
    // No closed incident has an open duty.
    answers: [yes, yes, yes, yes, yes, 'already-done'],
    undecided: true,
  },
  confirmWithholding: {
    step: { name: 'confirmWithholding', by: 'clara' },
    answers: [yes, yes, yes, yes, yes, 'already-done'],
    undecided: true,
    early: () => [{ name: 'withholdDuty', fields: { reason } }],
  },
  advise: {
    step: { name: 'advise', by: 'dora', fields: { recommends: 'notify', reason } },
    answers: anyPhase,
    undecided: true,
  },
  startDuty: {
    step: { name: 'startDuty', fields: { rule: 'dora-19', reason, classified: hours(0) } },
    answers: anyPhase,
  },
  restrict: {
    step: { name: 'restrict', fields: { people: ['anna'], reason } },
    answers: untilClosed,
  },
  unrestrict: { step: { name: 'unrestrict', fields: { reason } }, answers: untilClosed },
  breakGlass: { step: { name: 'breakGlass', by: 'ben', fields: { reason } }, answers: untilClosed },
  reviewBreakGlass: {
    step: { name: 'reviewBreakGlass', by: 'clara', fields: { verdict: 'justified', reason } },
    // No closed incident has one that waits.
    answers: [yes, yes, yes, yes, yes, 'nothing-to-confirm'],
    late: (phase) =>
      phase === 'closed' ? [] : [{ name: 'breakGlass', by: 'ben', fields: { reason } }],
  },
  reopenDuty: {
    step: { name: 'reopenDuty', fields: { reason } },
    answers: anyPhase,
    undecided: true,
  },
  stamp: {
    step: { name: 'stamp', fields: { what: 'suspected', at: hours(0) } },
    answers: anyPhase,
  },
  draftNotices: {
    step: { name: 'draftNotices', fields: { customers: ['globex'] } },
    answers: anyPhase,
  },
  approveNotices: {
    step: { name: 'approveNotices', by: 'dora', fields: { customers: ['globex'] } },
    answers: anyPhase,
    early: () => approved('globex'),
  },
  notifyCustomers: {
    step: { name: 'notifyCustomers', fields: { customers: ['globex'] } },
    answers: anyPhase,
    early: () => approved('globex'),
  },
  notifyCustomer: {
    step: { name: 'notifyCustomer', fields: { customer: 'globex' } },
    answers: anyPhase,
    early: () => approved('globex'),
  },
  review: { step: { name: 'review', fields: { summary } }, answers: [no, no, no, no, yes, no] },
  close: {
    step: { name: 'close' },
    answers: [no, no, no, no, yes, no],
    late: (phase) => (phase === 'review' ? [{ name: 'review', fields: { summary } }] : []),
  },
  reopen: { step: { name: 'reopen', fields: { reason } }, answers: [no, no, no, no, no, yes] },
  declareFalseAlarm: {
    step: { name: 'declareFalseAlarm', fields: { reason } },
    answers: untilClosed,
    undecided: true,
  },
  merge: {
    step: { name: 'merge', fields: { into: 'INC-B2C4D', reason } },
    answers: untilClosed,
  },
  switchAddresses: {
    step: { name: 'switchAddresses', fields: { outOfBand: 'on', reason } },
    answers: untilClosed,
  },
  noteLinkForwarded: {
    step: {
      name: 'noteLinkForwarded',
      fields: { owner: 'anna', usedBy: 'ben', link: 'l' },
    },
    answers: anyPhase,
  },
  recordAlerts: {
    step: {
      ...{ name: 'recordAlerts', by: 'seventytwo' },
      fields: { source: 'prometheus', firing: 1, resolved: 0, total: 1, newest: hours(0) },
    },
    answers: anyPhase,
  },
  absorb: {
    step: {
      name: 'absorb',
      fields: { duplicate: 'INC-B2C4D', title: 't', personalData: 'no', detected: hours(0) },
    },
    answers: untilClosed,
  },
  mailBounced: {
    step: {
      ...{ name: 'mailBounced', by: 'seventytwo' },
      // The page of the declaration.
      fields: { messageId: '<INC-7K3FQ.2.0@acme.example>', report: 'failed', status: '5.1.1' },
    },
    answers: anyPhase,
    early: () => [{ event: pageTaken }],
  },
};

/** The shortest way from the declaration into a phase. */
function reach(phase: Phase, { undecided = false, early, late }: Row): Story {
  const ways: Readonly<Record<Phase, readonly Step[]>> = {
    detected: [],
    triage: [{ name: 'acknowledge' }],
    containment: [{ name: 'triage', fields: { summary } }],
    recovery: [{ name: 'contain', fields: { summary } }],
    review: [{ name: 'recover', fields: { summary } }],
    closed: undecided
      ? [{ name: 'declareFalseAlarm', fields: { reason } }]
      : [{ name: 'review', fields: { summary } }, { name: 'close' }],
  };
  const way = phases.slice(0, phases.indexOf(phase) + 1).flatMap((passed) => ways[passed]);
  return next(
    given(declared({ personalData: undecided ? 'unknown' : 'no' }), ...(early?.(phase) ?? [])),
    ...way,
    ...(late?.(phase) ?? []),
  );
}

for (const name of commandNames) {
  const row = rows[name];
  for (const [n, phase] of phases.entries()) {
    const answer = row.answers[n] ?? yes;
    test(`${name} in phase ${phase} is ${answer === yes ? yes : `refused: ${answer}`}`, () => {
      const story = reach(phase, row);
      assert.equal(story.incident.phase, phase);
      const decision = ask(story, row.step);
      assert.equal(isRefusal(decision) ? decision.refused : yes, answer);
    });
  }
}

test('no phase, closed included, refuses to declare awareness or to file', () => {
  for (const name of ['declareAwareness', 'fileDuty'] as const)
    assert.deepEqual(rows[name].answers, anyPhase);
});

test('nothing but a declaration is possible before it', () => {
  for (const name of commandNames) {
    if (name === 'declare') continue;
    assert.equal(refused(undefined, { ...rows[name].step, at: startMs }).refused, 'not-declared');
  }
});

for (const by of ['zoe', 'seventytwo', '', '__proto__', 'constructor', 'toString']) {
  test(`${JSON.stringify(by)} is nobody of the policy file and may do nothing`, () => {
    const story = given(declared());
    for (const name of commandNames) {
      // What only the product itself may do.
      const isOwn = name === 'recordAlerts' || name === 'mailBounced';
      if (isOwn && by === 'seventytwo') continue;
      const asked = name === 'declare' ? undefined : story;
      assert.equal(refused(asked, { ...rows[name].step, by }).refused, 'unknown-person');
    }
  });
}

test('an incident that has begun keeps its own policy, also when people leave', () => {
  const story = given(declared());
  const later = { ...policy, version: 'ba9876543210', people: { zoe: 'z' } };
  const decision = ask(story, { name: 'note', fields: { text: 'still here' } }, later);
  assert.deepEqual(decision, [{ type: 'noted', text: 'still here' }]);
  assert.equal(
    isRefusal(ask(story, { name: 'note', by: 'zoe', fields: { text: 'x' } }, later)),
    true,
  );
});

test('a decision changes nothing by itself', () => {
  const story = given(declared());
  const before = JSON.stringify(story.incident);
  for (const name of commandNames) ask(story, rows[name].step);
  assert.equal(JSON.stringify(story.incident), before);
});
