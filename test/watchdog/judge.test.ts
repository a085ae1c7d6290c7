/** What the watchdog takes for trouble, and since when. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Mark, Marks } from '../../src/register/watchdog.ts';
import { canaryTrouble, judge } from '../../src/watchdog/judge.ts';

const minute = 60_000;
const hour = 60 * minute;
const now = Date.UTC(2026, 10, 23, 12);
const canary = { to: 'c@acme.example', every: hour, returns: false };
const returning = { ...canary, returns: true };

function mark(agoMs: number, sinceAgoMs = agoMs): Mark {
  return { atMs: now - agoMs, sinceMs: now - sinceAgoMs, detail: '250' };
}

const canaries: readonly (readonly [string, Marks, typeof canary, number | undefined])[] = [
  ['none yet', {}, canary, undefined],
  ['one just taken', { 'canary-accepted': mark(minute) }, canary, undefined],
  ['one that a round has missed', { 'canary-accepted': mark(2 * hour) }, canary, undefined],
  ['two rounds missed', { 'canary-accepted': mark(3 * hour) }, canary, 2 * hour],
  [
    'one that failed',
    { 'canary-accepted': mark(hour), 'canary-failed': mark(minute, 7 * minute) },
    canary,
    7 * minute,
  ],
  [
    'taken, and come back',
    { 'canary-accepted': mark(minute, 9 * hour), 'canary-returned': mark(hour) },
    returning,
    undefined,
  ],
  [
    'taken, and come back no more for two rounds',
    { 'canary-accepted': mark(minute, 9 * hour), 'canary-returned': mark(3 * hour) },
    returning,
    2 * hour,
  ],
  ['never come back', { 'canary-accepted': mark(minute, 9 * hour) }, returning, 8 * hour],
  ['never waited for', { 'canary-accepted': mark(minute, 9 * hour) }, canary, undefined],
];
for (const [what, marks, settings, agoMs] of canaries)
  test(`a canary: ${what}`, () => {
    const since = canaryTrouble(marks, settings, now);
    assert.equal(since === undefined ? undefined : now - since, agoMs);
  });

test('a worker that asked for work lately, and mail that goes out, is no trouble', () => {
  assert.deepEqual(judge({ marks: {}, workerSeenMs: now - minute }, {}, now, now - hour), {});
});

test('a worker that asked for nothing is the trouble, whatever the mails do', () => {
  const seen = { marks: {}, workerSeenMs: now - 5 * minute, mailAwayMs: now - hour };
  assert.deepEqual(judge(seen, {}, now, now - hour), { worker: now - 5 * minute });
});

test('a worker that nobody ever saw is missed since it is watched', () => {
  assert.deepEqual(judge({}, {}, now, now - hour), { worker: now - hour });
  assert.deepEqual(judge({}, {}, now, now - minute), {});
});

test('of two signs that mails do not go out the older one counts', () => {
  const marks = { 'canary-failed': mark(minute, 20 * minute) };
  const seen = { marks, workerSeenMs: now, mailAwayMs: now - 11 * minute };
  assert.deepEqual(judge(seen, { canary }, now, now - hour), { mail: now - 20 * minute });
});
