/** When the company became aware: earlier counts at once, later needs a second person, and no phase refuses it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextDeadline } from '../../src/domain/deadline.ts';
import {
  ask,
  declared,
  dutyOf,
  given,
  hours,
  minuteMs,
  next,
  refused,
  waiting,
  type CommandStep,
} from '../support/incidents.ts';

const aware = (hour: number, when: { at?: number; by?: string } = {}): CommandStep => ({
  ...{ name: 'declareAwareness', ...when },
  fields: { at: hours(hour), reason: `certain at hour ${hour}` },
});
const withhold: CommandStep = { name: 'withholdDuty', fields: { reason: 'test data only' } };
const begun = given(declared(), aware(0));

test('awareness replaces the provisional clock and makes it a breach', () => {
  const story = given(declared({ detected: hours(-5) }), aware(0));
  assert.equal(story.incident.personalData, 'yes');
  assert.equal(dutyOf(story).dueAtMs, hours(72).atMs);
  assert.deepEqual(dutyOf(story).anchor, { ...hours(0), kind: 'awareness', provisional: false });
  assert.deepEqual(story.incident.aware, {
    ...{ ...hours(0), reason: 'certain at hour 0' },
    ...{ declaredBy: 'anna', declaredAtMs: hours(0).atMs + minuteMs },
  });
});

test('awareness starts the clock where there was none or it had fallen away', () => {
  assert.equal(dutyOf(given(declared({ personalData: 'no' }), aware(0))).state, 'open');
  const withdrawn = given(declared(), {
    name: 'triage',
    fields: { summary: 's', personalData: 'no' },
  });
  assert.equal(dutyOf(next(withdrawn, aware(0))).state, 'open');
});

test('awareness may not lie in the future, but for two minutes between two clocks', () => {
  const at = { atMs: begun.nowMs + 3 * minuteMs, zone: 'UTC' };
  const step: CommandStep = { name: 'declareAwareness', fields: { at, reason: 'r' } };
  assert.equal(
    Array.isArray(ask(given(declared()), { ...step, at: at.atMs - 2 * minuteMs })),
    true,
  );
  assert.equal(
    refused(given(declared()), { ...step, at: at.atMs - 2 * minuteMs - 1 }).refused,
    'in-the-future',
  );
});

test('awareness moved earlier applies at once and plans every reminder anew', () => {
  const story = next(begun, aware(-30, { at: hours(1).atMs }));
  assert.equal(story.incident.aware?.atMs, hours(-30).atMs);
  assert.equal(dutyOf(story).dueAtMs, hours(42).atMs);
  // T-48 h and T-24 h of the new plan: the first lies in the past and is told by the briefing.
  assert.equal(nextDeadline(story.incident)?.atMs, hours(18).atMs);
  assert.deepEqual(waiting(story, 'briefing'), ['briefing > dora', 'briefing > dirk']);
});

test('rungs that the new plan puts into the past are told by its briefing, not once more', () => {
  const story = next(begun, aware(-22, { at: hours(10).atMs }));
  // T-48 h would have been at hour 2, after the old clock began.
  assert.equal(nextDeadline(story.incident)?.atMs, hours(26).atMs);
});

test('awareness moved later changes nothing until a second person confirms', () => {
  const proposed = next(begun, aware(1, { at: hours(2).atMs }));
  assert.equal(proposed.incident.aware?.atMs, hours(0).atMs);
  assert.equal(dutyOf(proposed).dueAtMs, hours(72).atMs);
  const alone = refused(proposed, { name: 'confirmAwareness', by: 'anna' });
  assert.equal(alone.refused, 'second-person-needed');
  const confirmed = next(proposed, { name: 'confirmAwareness', by: 'ben' });
  assert.equal(confirmed.incident.aware?.atMs, hours(1).atMs);
  assert.equal(dutyOf(confirmed).dueAtMs, hours(73).atMs);
  assert.equal(confirmed.incident.proposedAwareness, undefined);
  const [corrected] = confirmed.events.filter(({ type }) => type === 'awarenessCorrected');
  assert.equal(corrected?.type === 'awarenessCorrected' && corrected.proposedBy, 'anna');
});

test('a proposal that was proposed again needs somebody other than the last proposer', () => {
  const later = { at: hours(2).atMs };
  const story = next(begun, aware(1, later), aware(1, { ...later, by: 'ben' }));
  assert.equal(
    refused(story, { name: 'confirmAwareness', by: 'ben' }).refused,
    'second-person-needed',
  );
  assert.equal(
    next(story, { name: 'confirmAwareness', by: 'anna' }).incident.aware?.atMs,
    hours(1).atMs,
  );
});

test('awareness moved earlier ends a proposal to move it later', () => {
  const story = next(begun, aware(1, { at: hours(2).atMs }), aware(-1));
  assert.equal(story.incident.proposedAwareness, undefined);
  assert.equal(
    refused(story, { name: 'confirmAwareness', by: 'ben' }).refused,
    'nothing-to-confirm',
  );
});

test('declaring the time that is in force again ends a proposal to move it later', () => {
  const story = next(begun, aware(1, { at: hours(2).atMs }), aware(0, { by: 'ben' }));
  assert.equal(story.incident.proposedAwareness, undefined);
});

test('awareness reopens a closed incident; a proposal to move it later does so when confirmed', () => {
  const closed = given(declared(), { name: 'declareFalseAlarm', fields: { reason: 'empty' } });
  const again = next(closed, aware(0));
  assert.equal(again.incident.phase, 'triage');
  assert.equal(dutyOf(again).state, 'open');
  const late = { at: hours(4).atMs };
  const filed = next(
    begun,
    {
      ...{ name: 'fileDuty', fields: { reference: 'AZ 1' } },
    },
    {
      ...{ name: 'declareFalseAlarm', fields: { reason: 'a drill' } },
      at: hours(2).atMs,
    },
  );
  const proposed = next(filed, aware(3, late));
  assert.equal(proposed.incident.phase, 'closed');
  assert.equal(next(proposed, { name: 'confirmAwareness', by: 'ben' }).incident.phase, 'triage');
});

test('awareness declared after a withholding of the provisional duty starts the clock again', () => {
  const withheld = given(declared(), withhold, { name: 'confirmWithholding', by: 'clara' });
  assert.equal(dutyOf(next(withheld, aware(0))).state, 'open');
});
