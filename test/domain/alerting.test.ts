/** Alerts as an incident hears of them: in bulk, from monitoring alone, and nothing is closed by them. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describe as say } from '../../src/domain/describe.ts';
import {
  ask,
  declared,
  given,
  hours,
  next,
  refused,
  type CommandStep,
  type Step,
} from '../support/incidents.ts';

function told(firing: number, resolved: number, atHours = 1, source = 'prometheus') {
  const newest = hours(atHours);
  const step: CommandStep & { name: 'recordAlerts' } = {
    name: 'recordAlerts',
    ...{ by: 'seventytwo', at: newest.atMs },
    fields: { source, firing, resolved, total: firing + resolved, newest },
  };
  return step;
}

const byMonitoring = { ...declared({ source: 'prometheus' }), by: 'seventytwo' } as const;
const closing: readonly Step[] = [
  { name: 'triage', fields: { summary: 'a test', personalData: 'no' }, at: hours(0.1).atMs },
  { name: 'declareFalseAlarm', fields: { reason: 'a test' }, at: hours(0.2).atMs },
];

describe('an incident that monitoring declares', () => {
  it('has a reporter who is no person, pages at once and runs the same clock', () => {
    const { incident, events } = given(byMonitoring);
    assert.deepEqual([incident.reporter, incident.source], ['seventytwo', 'prometheus']);
    assert.equal(incident.paging?.step, 0);
    assert.ok(incident.duties['gdpr-33-1']);
    const [first] = events;
    assert.match(first ? say(first) : '', /reported by monitoring \(prometheus\)$/);
  });

  it('is nothing that a person may pretend, nor the product without a source', () => {
    assert.equal(refused(undefined, declared({ source: 'prometheus' })).refused, 'not-your-role');
    assert.equal(refused(undefined, { ...declared(), by: 'seventytwo' }).refused, 'unknown-person');
  });
});

describe('alerts', () => {
  it('are summed over their sources', () => {
    const { incident } = next(
      given(byMonitoring),
      told(998, 2),
      told(3, 0, 2, 'uptime'),
      told(0, 1_000, 3),
    );
    const { bySource, ...sum } = incident.alerts ?? { bySource: {} };
    assert.deepEqual(sum, { firing: 3, resolved: 1_000, total: 1_003, lastAtMs: hours(3).atMs });
    assert.deepEqual(Object.keys(bySource), ['prometheus', 'uptime']);
  });

  it('that come out of order or twice change nothing', () => {
    const story = next(given(byMonitoring), told(0, 10, 2));
    assert.deepEqual(ask(story, { ...told(10, 0, 1), at: hours(3).atMs }), []);
    assert.deepEqual(ask(story, { ...told(0, 10, 2), at: hours(3).atMs }), []);
  });

  it('that are all resolved are said to be, and close nothing', () => {
    const { incident, events } = next(given(byMonitoring), told(0, 1_000));
    assert.equal(incident.phase, 'detected');
    assert.ok(incident.paging);
    const last = events.at(-1);
    assert.equal(
      last && say(last),
      'all 1,000 alerts of prometheus are resolved since 2026-03-27 09:14 UTC; nothing is closed by that',
    );
  });

  it('that fire after all were resolved are said to fire again', () => {
    const { events } = next(given(byMonitoring), told(0, 5), told(1, 5, 2), told(2, 5, 3));
    const again = events.flatMap((event) =>
      event.type === 'alertsRecorded' ? [event.again ?? false] : [],
    );
    assert.deepEqual(again, [false, true, false]);
  });

  it('of a closed incident are a note on it: it stays closed', () => {
    const { incident, events } = next(given(byMonitoring, ...closing), told(3, 0));
    assert.equal(incident.phase, 'closed');
    const last = events.at(-1);
    assert.match(last ? say(last) : '', /the incident stays closed$/);
  });

  it('reach an incident that is restricted', () => {
    const restrict = {
      name: 'restrict',
      fields: { people: ['clara'], reason: 'an employee' },
      ...{ by: 'dora', at: hours(0.5).atMs },
    } as const;
    assert.equal(next(given(byMonitoring, restrict), told(1, 0)).incident.alerts?.total, 1);
  });

  it('are told by monitoring alone, with counts that add up, and not from the future', () => {
    const story = given(byMonitoring);
    assert.equal(refused(story, { ...told(1, 0), by: 'anna' }).refused, 'not-your-role');
    const wrong = { ...told(1, 0).fields, total: 5 };
    assert.equal(refused(story, { ...told(1, 0), fields: wrong }).refused, 'facts-in-conflict');
    const late = { ...told(1, 0, 9), at: hours(1).atMs };
    assert.equal(refused(story, late).refused, 'in-the-future');
  });
});
