/** Duties beside gdpr-33-1: what may begin, what its clocks run from, and what a plan changes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CommandFields } from '../../src/domain/commands.ts';
import { nextDeadline } from '../../src/domain/deadline.ts';
import { customerTold } from '../../src/domain/filing.ts';
import { closureGates } from '../../src/domain/gates.ts';
import { hourMs } from '../../src/domain/ladder.ts';
import {
  anchorsOf,
  dutiesPlanned,
  plannedFor,
  toPlan,
  type PlannedStage,
} from '../../src/domain/starting.ts';
import {
  ask,
  declared,
  given,
  givenUnder,
  hours,
  next,
  policy,
  refused,
  startMs,
  type CommandStep,
  type Step,
  type Story,
} from '../support/incidents.ts';

const reason = 'because';
const aware: Step = { name: 'declareAwareness', fields: { at: hours(0), reason } };
const start = (rule: string, fields: Partial<CommandFields<'startDuty'>> = {}): CommandStep => ({
  name: 'startDuty',
  fields: { rule, reason, ...fields },
});

/** As the workflow goes on when a rule was planned: its one stage falls due so many hours after its anchor. */
function planned(story: Story, dueHours: number, change: Partial<PlannedStage> = {}): Story {
  return toPlan(story.incident).reduce((at, [, started]) => {
    const { incident } = at;
    const anchors = anchorsOf(incident, started);
    const [submitted] = Object.values(anchors.submitted).flat();
    const atMs = anchors.at.classification ?? submitted ?? anchors.at.awareness;
    const stages: PlannedStage[] =
      atMs === undefined
        ? []
        : [
            {
              ...{ rule: started.rule, stage: 'notification', title: 'Tell', article: 'Art. 1' },
              ...{ addressee: 'them', ruleVersion: '1', notes: [] },
              ...(started.customer !== undefined && { customer: started.customer }),
              anchor: { atMs, zone: 'UTC', kind: 'awareness', provisional: false },
              dueAtMs: atMs + dueHours * hourMs,
              ...change,
            },
          ];
    const bodies = dutiesPlanned(
      incident,
      started,
      { stages, waiting: [] },
      plannedFor(incident, started),
    );
    return next(at, ...bodies.map((event): Step => ({ event })));
  }, story);
}

const clocks = ({ incident }: Story) =>
  Object.values(incident.duties)
    .filter((duty) => duty !== undefined)
    .map(({ id, state, dueAtMs }) => `${id} ${state} ${(dueAtMs - startMs) / hourMs} h`);

test('a rule that is started is planned once, and again only when an anchor of its clock moves', () => {
  const story = next(given(declared(), aware), start('gdpr-34'));
  assert.deepEqual(
    toPlan(story.incident).map(([key]) => key),
    ['gdpr-34'],
  );
  const running = planned(story, 24);
  assert.deepEqual(toPlan(running.incident), []);
  assert.deepEqual(clocks(running), ['gdpr-33-1 open 72 h', 'gdpr-34 open 24 h']);
  const earlier: Step = { name: 'declareAwareness', fields: { at: hours(-2), reason } };
  const moved = next(running, earlier);
  assert.equal(toPlan(moved.incident).length, 1);
  assert.deepEqual(clocks(planned(moved, 24)), ['gdpr-33-1 open 70 h', 'gdpr-34 open 22 h']);
  assert.equal(planned(moved, 24).incident.duties['gdpr-34']?.wasDueAtMs, hours(24).atMs);
});

test('the duty of Art. 33(2) is one for each customer named, and ends when their server took the notice', () => {
  const both = start('gdpr-33-2', { customers: ['globex', 'initech', 'globex'] });
  const story = planned(next(given(declared(), aware), both), 24);
  assert.deepEqual(clocks(story), [
    'gdpr-33-1 open 72 h',
    'gdpr-33-2:globex open 24 h',
    'gdpr-33-2:initech open 24 h',
  ]);
  const mail = { kind: 'customer-notice', to: 'globex' } as const;
  const told = customerTold(story.incident, mail, hours(30).atMs, '<id@acme>');
  const after = next(story, ...told.map((event): Step => ({ event })));
  const filing = after.incident.duties['gdpr-33-2:globex']?.filings[0];
  assert.equal(filing?.reference, '<id@acme>');
  assert.equal(filing?.lateByMs, 6 * hourMs);
  assert.equal(after.incident.duties['gdpr-33-2:initech']?.state, 'open');
  assert.deepEqual(customerTold(after.incident, mail, hours(31).atMs, 'again'), []);
});

test('nobody is late in law for a target of the company itself', () => {
  const story = planned(next(given(declared(), aware), start('gdpr-34')), 24, { isTarget: true });
  const fields = { duty: 'gdpr-34', reference: 'letter of today' };
  const late = next(story, { name: 'fileDuty', at: hours(50).atMs, fields });
  assert.equal(late.incident.duties['gdpr-34']?.filings[0]?.lateByMs, 0);
});

test('customers must be named for Art. 33(2), and known', () => {
  const story = given(declared(), aware);
  assert.match(refused(story, start('gdpr-33-2')).message, /name those concerned/);
  assert.match(
    refused(story, start('gdpr-33-2', { customers: ['hooli'] })).message,
    /use one of globex, initech$/,
  );
});

const never: readonly (readonly [string, string, RegExp])[] = [
  ['gdpr-33-1', 'facts-in-conflict', /declare it/],
  ['gdpr-omnibus-96h', 'unknown-rule', /is not a rule in force/],
  ['__proto__', 'unknown-rule', /is not a rule in force/],
  ['dora-19', 'anchor-missing', /classification/],
];
for (const [rule, code, sentence] of never)
  test(`${rule} cannot be started: ${code}`, () => {
    const refusal = refused(given(declared({ personalData: 'no' })), start(rule));
    assert.equal(refusal.refused, code);
    assert.match(refusal.message, sentence);
  });

test("a contract's rule of the policy file may be started, one that is not in it may not", () => {
  const contracts = { ...policy, contractRules: ['bank-24h'] };
  const story = givenUnder(contracts, declared(), aware);
  assert.deepEqual(clocks(planned(next(story, start('bank-24h')), 4)), [
    'gdpr-33-1 open 72 h',
    'bank-24h open 4 h',
  ]);
  assert.equal(refused(given(declared(), aware), start('bank-24h')).refused, 'unknown-rule');
});

test('the same rule again changes nothing; a new time for it plans it anew', () => {
  const story = planned(next(given(declared()), start('dora-19', { classified: hours(0) })), 4);
  assert.deepEqual(ask(story, start('dora-19', { classified: hours(0) })), []);
  const again = next(story, start('dora-19', { classified: hours(0.01) }));
  assert.equal(toPlan(again.incident).length, 1);
});

test('a clock of another law keeps the incident from closing, from a false alarm and from merging', () => {
  const story = planned(
    next(given(declared({ personalData: 'no' })), start('dora-19', { classified: hours(0) })),
    4,
  );
  assert.ok(closureGates(story.incident).some(({ message }) => message.includes('dora-19')));
  assert.match(
    refused(story, { name: 'declareFalseAlarm', fields: { reason } }).message,
    /^a legal clock runs; file or withhold dora-19 first$/,
  );
  const merge = { name: 'merge', fields: { into: 'INC-B2C4D', reason } } as const;
  assert.equal(refused(story, merge).refused, 'clock-running');
});

test('its reminders follow its own ladder, and reach the people who answer for it', () => {
  const owned = { ...policy, owners: { 'dora-19': ['ben', 'anna'] } };
  const ladder = {
    rungs: [{ beforeMs: hourMs, level: 'owner' as const }],
    overdueEveryMs: 2 * hourMs,
  };
  const begun = next(givenUnder(owned, declared({ personalData: 'no' }), { name: 'acknowledge' }), {
    ...start('dora-19', { classified: hours(0) }),
  });
  const story = planned(begun, 4, { ladder });
  assert.equal(nextDeadline(story.incident)?.atMs, hours(3).atMs);
  const told = (until: number, kind: string) =>
    next(story, { until: hours(until).atMs })
      .incident.mails.filter((mail) => mail.kind === kind)
      .map(({ to }) => to);
  assert.deepEqual(told(3.5, 'reminder'), ['ben']);
  assert.deepEqual(told(6.5, 'reminder'), ['ben', 'anna']);
});

test('an incomplete notice gives the rest a clock of its own, which the complete one ends', () => {
  const file = (stage: 'initial' | 'complete', at: number): Step => ({
    ...{ name: 'fileDuty', at: hours(at).atMs, fields: { reference: 'AZ 1', stage } },
  });
  const story = planned(next(given(declared(), aware), file('initial', 10)), 336, {
    isTarget: true,
  });
  assert.deepEqual(clocks(story), ['gdpr-33-1 filed 72 h', 'gdpr-33-4 open 346 h']);
  const ended = next(story, file('complete', 20));
  assert.deepEqual(clocks(ended), ['gdpr-33-1 filed 72 h', 'gdpr-33-4 filed 346 h']);
  assert.deepEqual(toPlan(planned(ended, 336, { isTarget: true }).incident), []);
});

test('what was withheld is reopened when facts change, with the same clock', () => {
  const story = next(
    given(declared(), aware),
    { name: 'withholdDuty', by: 'clara', fields: { reason } },
    { name: 'confirmWithholding', by: 'dora' },
    { name: 'reopenDuty', at: hours(30).atMs, fields: { reason: 'a second copy' } },
  );
  assert.deepEqual(clocks(story), ['gdpr-33-1 open 72 h']);
  assert.equal(story.incident.duties['gdpr-33-1']?.withholding, undefined);
  assert.equal(nextDeadline(story.incident)?.atMs, hours(48).atMs);
  assert.deepEqual(ask(story, { name: 'reopenDuty', fields: { reason } }), []);
  const filed = next(story, { name: 'fileDuty', fields: { reference: 'AZ 1' } });
  assert.equal(refused(filed, { name: 'reopenDuty', fields: { reason } }).refused, 'already-done');
});

test('not to tell people relies on Art. 34 and names which exception', () => {
  const story = planned(next(given(declared(), aware), start('gdpr-34')), 24);
  const withhold = (exception?: CommandFields<'withholdDuty'>['exception']): CommandStep => ({
    name: 'withholdDuty',
    fields: { duty: 'gdpr-34', reason, ...(exception && { exception }) },
  });
  assert.match(
    refused(story, withhold()).message,
    /one of no-high-risk, art-34-3-a, art-34-3-b, art-34-3-c/,
  );
  assert.equal(refused(story, withhold('risk-unlikely')).refused, 'exception-needed');
  const proposed = next(story, withhold('art-34-3-a'));
  assert.equal(proposed.incident.duties['gdpr-34']?.withholding?.exception, 'art-34-3-a');
});

test('times are learnt later; those that a clock runs from move only earlier', () => {
  const stamp = (what: CommandFields<'stamp'>['what'], at: number): CommandStep => ({
    name: 'stamp',
    fields: { what, at: hours(at) },
  });
  const story = next(given(declared()), stamp('suspected', -3), stamp('occurred', -9));
  assert.deepEqual(story.incident.stamps.suspected, hours(-3));
  assert.deepEqual(clocks(story), ['gdpr-33-1 open 72 h']);
  assert.deepEqual(clocks(next(story, stamp('detected', -5))), ['gdpr-33-1 open 67 h']);
  assert.deepEqual(clocks(next(story, stamp('vendor-notice', -6))), ['gdpr-33-1 open 66 h']);
  assert.equal(refused(story, stamp('detected', 0.005)).refused, 'facts-in-conflict');
  assert.equal(refused(story, stamp('suspected', 9)).refused, 'in-the-future');
  assert.deepEqual(clocks(next(story, aware, stamp('detected', -5))), ['gdpr-33-1 open 72 h']);
});
