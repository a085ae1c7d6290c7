/** When people are told of what the upkeep finds: at once, weekly while it stays, once when all is well; never daily. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  afterUpkeep,
  countsOf,
  type Remembered,
  type UpkeepFinding,
  type UpkeepNews,
} from '../../src/domain/upkeep.ts';

const day = 86_400_000;
const a: UpkeepFinding = { kind: 'stuck', about: 'INC-A', severity: 'failed', detail: '' };
const b: UpkeepFinding = { ...a, kind: 'vendor-due', about: 'host', severity: 'warning' };

/** A look a day; the news of each. */
function looks(...days: readonly (readonly UpkeepFinding[])[]): readonly (UpkeepNews | '-')[] {
  let memory: readonly Remembered[] = [];
  return days.map((found, n) => {
    const after = afterUpkeep(memory, found, (n + 100) * day);
    ({ memory } = after);
    return after.news ?? '-';
  });
}

const cases: readonly (readonly [what: string, UpkeepFinding[][], string])[] = [
  ['nothing at all', [[], [], []], '- - -'],
  ['a finding is told at once and then left alone', [[a], [a], [a]], 'news - -'],
  ['a second one is news', [[a], [a], [a, b], [a, b]], 'news - news -'],
  ['one of two that goes is no news', [[a, b], [a], [a]], 'news - -'],
  ['the last one that goes is told once', [[a], [], []], 'news well -'],
  [
    'what stays is told weekly',
    Array.from({ length: 15 }, () => [a]),
    `news${' -'.repeat(6)} again${' -'.repeat(6)} again`,
  ],
  [
    'what comes and goes daily is told weekly at most',
    [[a], [], [a], [], [a], [], [a], [], [a]],
    'news well - - - - - - again',
  ],
  [
    'what comes back after more than a week is news again',
    [[a], ...Array.from({ length: 9 }, () => []), [a]],
    'news well - - - - - - - - news',
  ],
];

for (const [what, days, wanted] of cases)
  test(what, () => assert.equal(looks(...days).join(' '), wanted));

test('what is new in a mail can be told from what was there', () => {
  const first = afterUpkeep([], [a], day);
  const { memory } = afterUpkeep(first.memory, [a, b], 2 * day);
  assert.deepEqual(
    memory.map(({ about, sinceMs, toldAtMs }) => [about, sinceMs, toldAtMs]),
    [
      ['INC-A', day, 2 * day],
      ['host', 2 * day, 2 * day],
    ],
  );
});

test('the record names kinds and counts, and nobody', () => {
  assert.equal(countsOf([b, a, { ...a, about: 'INC-B' }]), '2 stuck, 1 vendor-due');
  assert.equal(countsOf([]), 'nothing found');
});
