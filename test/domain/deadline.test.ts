/** Paging goes through the order until somebody answers; what falls due is told once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dueEvents, nextDeadline } from '../../src/domain/deadline.ts';
import {
  declared,
  fails,
  given,
  givenUnder,
  hours,
  mailTo,
  minuteMs,
  next,
  policy,
  startMs,
  type CommandStep,
  type Step,
  type Story,
} from '../support/incidents.ts';
import { stories } from './random.ts';

const minutes = (count: number): number => startMs + count * minuteMs;
/** No clock: only the paging is seen. */
const paged = (severity: 'critical' | 'high' | 'low'): CommandStep =>
  declared({ personalData: 'no', severity });
const raise = (severity: 'critical' | 'low', at: number): CommandStep => ({
  ...{ name: 'changeSeverity', at },
  fields: { severity, reason: 'it spreads' },
});

/** Who was paged when, in minutes from the start; `nobody` when the order ended. */
function pages({ events }: Story): readonly string[] {
  return events.flatMap((event) => {
    const minute = (event.atMs - startMs) / minuteMs;
    if (event.type === 'paged') return [`${minute} ${event.to}`];
    return event.type === 'nobodyReached' ? [`${minute} nobody ${event.rounds}`] : [];
  });
}

const escalations: readonly (readonly [
  name: string,
  steps: readonly [CommandStep, ...Step[]],
  told: readonly string[],
])[] = [
  [
    'unanswered, each of the order has the time of the severity, then all are told, then round two',
    [paged('high'), { until: minutes(100) }],
    ['0 anna', '15 ben', '30 nobody 1', '45 anna', '60 ben', '75 nobody 2', '90 anna'],
  ],
  [
    'the more severe, the shorter the wait',
    [paged('critical'), { until: minutes(20) }],
    ['0 anna', '5 ben', '10 nobody 1', '15 anna', '20 ben'],
  ],
  [
    'an acknowledgement stops it',
    [
      paged('high'),
      { until: minutes(20) },
      { name: 'acknowledge', by: 'ben' },
      { until: minutes(999) },
    ],
    ['0 anna', '15 ben'],
  ],
  [
    'an acknowledgement after nobody was reached stops it',
    [paged('high'), { until: minutes(31) }, { name: 'acknowledge' }, { until: minutes(999) }],
    ['0 anna', '15 ben', '30 nobody 1'],
  ],
  [
    'after an outage the next person still gets the full time',
    [paged('high'), { wakesAt: minutes(600) }, { until: minutes(615) }],
    ['0 anna', '600 ben', '615 nobody 1'],
  ],
  [
    'a raised severity pages the present person anew and shortens the wait',
    [paged('low'), raise('critical', minutes(10)), { until: minutes(20) }],
    ['0 anna', '10 anna', '15 ben', '20 nobody 1'],
  ],
  [
    'a raised severity does not prolong a wait that ends sooner',
    [paged('high'), raise('critical', minutes(12)), { until: minutes(20) }],
    ['0 anna', '15 ben', '20 nobody 1'],
  ],
  [
    'a lowered severity takes nothing from the present wait and holds from the next',
    [paged('high'), raise('low', minutes(10)), { until: minutes(255) }],
    ['0 anna', '15 ben', '255 nobody 1'],
  ],
];
for (const [name, [first, ...steps], told] of escalations) {
  test(name, () => assert.deepEqual(pages(given(first, ...steps)), told));
}

test('a severity raised between two rounds shortens that wait too', () => {
  const story = given(...[paged('low'), { until: minutes(481) }, raise('critical', minutes(490))], {
    until: minutes(500),
  });
  assert.deepEqual(pages(story).slice(-2), ['495 anna', '500 ben']);
});

test('an order of one is paged again each round', () => {
  const alone = { ...policy, onCall: ['anna'] };
  const story = givenUnder(alone, paged('high'), { until: minutes(50) });
  assert.deepEqual(pages(story), ['0 anna', '15 nobody 1', '30 anna', '45 nobody 2']);
});

test('an empty order says every round that nobody was reached', () => {
  const story = givenUnder({ ...policy, onCall: [] }, paged('high'), { until: minutes(31) });
  assert.deepEqual(pages(story), ['0 nobody 1', '15 nobody 2', '30 nobody 3']);
});

test('a page that fails goes on to the next person at once', () => {
  const story = given(paged('high'));
  const failed = next(story, fails(mailTo(story, 'page', 'anna'), minutes(2)));
  assert.equal(nextDeadline(failed.incident)?.atMs, minutes(2));
  assert.deepEqual(pages(next(failed, { until: minutes(18) })), ['0 anna', '2 ben', '17 nobody 1']);
});

test('when every page fails, all are told at once and the next round still waits', () => {
  const first = given(paged('high'));
  const second = next(first, fails(mailTo(first, 'page', 'anna'), minutes(1)), {
    until: minutes(1),
  });
  const none = next(second, fails(mailTo(second, 'page', 'ben'), minutes(2)), {
    until: minutes(16),
  });
  assert.deepEqual(pages(none), ['0 anna', '1 ben', '2 nobody 1']);
});

test('the failed page of an earlier step does not cut the present step short', () => {
  const story = given(paged('high'), { until: minutes(15) });
  const failed = next(story, fails(mailTo(story, 'page', 'anna'), minutes(16)));
  assert.equal(nextDeadline(failed.incident)?.atMs, minutes(30));
});

test('the failed page of an earlier round does not cut the same person short', () => {
  const first = given(paged('high'));
  const old = mailTo(first, 'page', 'anna');
  const again = next(first, { until: minutes(45) });
  assert.equal(nextDeadline(next(again, fails(old, minutes(46))).incident)?.atMs, minutes(60));
});

test('a page that fails after the acknowledgement changes nothing', () => {
  const story = given(paged('high'));
  const mail = mailTo(story, 'page', 'anna');
  const failed = next(story, { name: 'acknowledge', by: 'ben' }, fails(mail));
  assert.equal(nextDeadline(failed.incident), undefined);
});

test('the next deadline is the earliest and says what it is for', () => {
  const story = given(declared());
  assert.deepEqual(nextDeadline(story.incident), {
    atMs: minutes(15),
    what: 'page the next person',
  });
  const answered = next(story, { name: 'acknowledge' });
  assert.deepEqual(nextDeadline(answered.incident), {
    ...{ atMs: hours(24).atMs, what: 'remind of gdpr-33-1' },
  });
});

test('nothing falls due before its time', () => {
  const { incident } = given(declared());
  assert.deepEqual(dueEvents(incident, minutes(15) - 1), []);
});

test('rungs missed while the worker was away come as one reminder', () => {
  const story = given(declared(), { name: 'acknowledge' }, { wakesAt: hours(100).atMs });
  const reminded = story.events.filter(({ type }) => type === 'reminded');
  assert.equal(reminded.length, 1);
  assert.equal(nextDeadline(story.incident)?.atMs, hours(101).atMs);
});

test('whatever happened, what is due is told once: afterwards the next deadline lies ahead', () => {
  fc.assert(
    fc.property(stories, fc.nat({ max: 200 * 3_600_000 }), (story, gapMs) => {
      const nowMs = story.nowMs + gapMs;
      const { incident } = next(story, { wakesAt: nowMs });
      const deadline = nextDeadline(incident);
      assert.ok(deadline === undefined || deadline.atMs > nowMs);
      assert.deepEqual(dueEvents(incident, nowMs), []);
    }),
    { numRuns: 300 },
  );
});

test('whatever happened, a deadline that is met has something to say', () => {
  fc.assert(
    fc.property(stories, ({ incident }) => {
      const deadline = nextDeadline(incident);
      if (deadline) assert.ok(dueEvents(incident, deadline.atMs).length > 0);
    }),
  );
});
