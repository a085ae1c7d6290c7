/** Quiet hours: what they hold, and what they do not. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { describe as inWords } from '../../src/domain/describe.ts';
import { nextDeadline } from '../../src/domain/deadline.ts';
import { givenWith, minuteMs, waiting, type Roster } from '../support/incidents.ts';
import { check, critical, layer, level, minutes, paged, raise, under } from './escalation-cases.ts';

describe('quiet hours', () => {
  /** For an hour and a half. */
  const night: Roster = (atMs) => ({
    ...{ atMs, layers: [layer('primary', 'anna'), layer('second', 'dirk')] },
    ...(atMs < minutes(90) && { quietUntilMs: minutes(90) }),
  });
  const all = under({ low: [level(30, 'anna'), level(30, 'ben')], critical: [level(5, 'clara')] });

  check({
    'hold a low page back until they end': {
      when: all,
      onCall: night,
      steps: [paged('low'), { until: minutes(120) }],
      told: ['0 held until 90', '90 anna', '120 ben'],
    },
    'hold nothing else': {
      when: all,
      onCall: night,
      steps: [critical],
      told: ['0 clara'],
    },
    'are over for an incident whose severity is raised': {
      when: all,
      onCall: night,
      steps: [paged('low'), raise('critical', minutes(10)), { until: minutes(15) }],
      told: ['0 held until 90', '10 clara', '15 nobody 1'],
    },
    'hold the next page of an incident whose severity is lowered': {
      when: all,
      onCall: night,
      steps: [critical, raise('low', minutes(1)), { until: minutes(90) }],
      told: ['0 clara', '5 held until 90', '90 ben'],
    },
    'hold nothing while nobody can say whether they are': {
      when: all,
      steps: [paged('low')],
      told: ['0 anna'],
    },
    'hold the question whether somebody is still on it': {
      when: under({ low: [level(30, 'anna')] }, { progressWithinMs: { low: 30 * minuteMs } }),
      onCall: (atMs) => (atMs < minutes(2) ? undefined : night(atMs)),
      steps: [paged('low'), { name: 'acknowledge', at: minutes(1) }, { until: minutes(90) }],
      told: ['0 anna', '31 held until 90', '90 stalled anna'],
    },
  });

  test('are said at the declaration and on the timeline', () => {
    const story = givenWith({ inForce: all, onCall: night }, paged('low'));
    assert.equal(story.incident.paging?.heldUntilMs, minutes(90));
    assert.deepEqual(nextDeadline(story.incident), {
      ...{ atMs: minutes(90), what: 'page after quiet hours' },
    });
    assert.match(
      story.events.map((event) => inWords(event)).join('\n'),
      /quiet hours, paging begins at 2026-03-27 09:44 UTC/,
    );
    assert.deepEqual(waiting(story, 'page'), []);
  });
});
