/** The ladder counts down, tells each rung once, and goes on every hour when it is too late. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  defaultLadder,
  hourMs,
  levelAt,
  levels,
  nextRungAtMs,
  rungLabel,
  rungsReached,
  type Ladder,
  type Level,
  type Reached,
} from '../../src/domain/ladder.ts';

const due = Date.UTC(2026, 2, 30, 8, 14);
const before = (hours: number): number => due - hours * hourMs;

const labels: readonly (readonly [beforeMs: number, label: string])[] = [
  [0, 'T'],
  [48 * hourMs, 'T-48h'],
  [hourMs, 'T-1h'],
  [90 * 60_000, 'T-90m'],
  [30 * 60_000, 'T-30m'],
  [90_000, 'T-90s'],
  [8_000, 'T-8s'],
  [1_500, 'T-1.5s'],
];
for (const [beforeMs, label] of labels) {
  test(`a rung ${beforeMs} ms before the due instant is called ${label}`, () =>
    assert.equal(rungLabel(beforeMs), label));
}

test('two rungs never share a label', () => {
  const ms = fc.integer({ min: 0, max: 100 * hourMs });
  fc.assert(fc.property(ms, ms, (a, b) => a === b || rungLabel(a) !== rungLabel(b)));
});

/** What a reminder tells, rung by rung; overdue rungs as `+1`, `+2`. */
function told(reached: Reached | undefined): readonly string[] {
  if (!reached) return [];
  const { from, to } = reached.overdue ?? { from: 1, to: 0 };
  const overdue = Array.from({ length: to - from + 1 }, (_, n) => `+${from + n}`);
  return [...reached.rungs, ...overdue];
}

const anyLadder: fc.Arbitrary<Ladder> = fc
  .record({
    rungs: fc.uniqueArray(
      fc.record({
        beforeMs: fc
          .oneof(fc.constant(0), fc.integer({ min: 0, max: 48 * 3600 }))
          .map((s) => s * 1000),
        level: fc.constantFrom(...levels),
      }),
      { selector: ({ beforeMs }) => beforeMs, minLength: 1, maxLength: 8 },
    ),
    overdueEveryMs: fc.integer({ min: 600, max: 7_200 }).map((s) => s * 1000),
  })
  .map(({ rungs, overdueEveryMs }) => ({
    rungs: rungs.toSorted((a, b) => b.beforeMs - a.beforeMs),
    overdueEveryMs,
  }));
const ladders = fc.oneof(fc.constant(defaultLadder), anyLadder);
const fromMs = before(72);
const untilMs = before(-30);
const instant = fc.oneof(
  fc.integer({ min: fromMs, max: untilMs }),
  // Exactly on a rung, where a reminder could be told twice or never.
  fc.integer({ min: -30, max: 48 }).map(before),
);

/** Independent of the code under test: every rung of the ladder until the end, in the order of time. */
function everyRung({ rungs, overdueEveryMs }: Ladder): readonly string[] {
  const overdue = Math.floor((untilMs - due) / overdueEveryMs);
  return [
    ...rungs.map(({ beforeMs }) => rungLabel(beforeMs)),
    ...Array.from({ length: overdue }, (_, n) => `+${n + 1}`),
  ];
}

test('however a stretch of time is split, each rung is told exactly once and in order', () => {
  fc.assert(
    fc.property(ladders, fc.array(instant, { maxLength: 30 }), (ladder, cuts) => {
      const points = [fromMs, ...cuts.toSorted((a, b) => a - b), untilMs];
      const heard = points.flatMap((point, n) =>
        told(rungsReached(ladder, due, points[n - 1] ?? point, point)),
      );
      assert.deepEqual(heard, everyRung(ladder));
    }),
  );
});

test('after the due instant only overdue rungs come', () => {
  fc.assert(
    fc.property(ladders, fc.integer({ min: due, max: untilMs }), (ladder, after) => {
      assert.deepEqual(rungsReached(ladder, due, after, untilMs + 2 * hourMs)?.rungs, []);
    }),
  );
});

test('the next rung is always later, and nothing lies between', () => {
  fc.assert(
    fc.property(ladders, instant, (ladder, after) => {
      const at = nextRungAtMs(ladder, due, after);
      assert.ok(at > after);
      assert.equal(rungsReached(ladder, due, after, at - 1), undefined);
      assert.equal(told(rungsReached(ladder, due, after, at)).length, 1);
    }),
  );
});

test('after 100 hours away everything missed is one reminder to everybody', () => {
  assert.deepEqual(rungsReached(defaultLadder, due, before(72), before(72 - 100)), {
    rungs: ['T-48h', 'T-24h', 'T-12h', 'T-6h', 'T-3h', 'T-1h', 'T'],
    overdue: { from: 1, to: 28 },
    level: 'management',
  });
});

test('a stretch without a rung has nothing to tell', () => {
  assert.equal(rungsReached(defaultLadder, due, before(72), before(48) - 1), undefined);
  assert.equal(rungsReached(defaultLadder, due, before(24), before(24)), undefined);
});

const following: readonly (readonly [name: string, afterMs: number, nextMs: number])[] = [
  ['at the start comes T-48h', before(72), before(48)],
  ['a millisecond before a rung comes that rung', before(24) - 1, before(24)],
  ['on a rung comes the one behind it', before(24), before(12)],
  ['after T-1h comes the due instant', before(1), due],
  ['on the due instant comes the first overdue hour', due, before(-1)],
  ['90 minutes overdue comes the second hour', due + 1.5 * hourMs, before(-2)],
  ['on an overdue hour comes the next hour', before(-2), before(-3)],
  ['a year overdue it still goes on', before(-8760), before(-8761)],
];
for (const [name, afterMs, nextMs] of following) {
  test(name, () => assert.equal(nextRungAtMs(defaultLadder, due, afterMs), nextMs));
}

const climbing: readonly (readonly [hoursBefore: number, level: Level])[] = [
  [72, 'owner'],
  [48, 'owner'],
  [24, 'owner'],
  [12.01, 'owner'],
  [12, 'deputy'],
  [6, 'deputy'],
  [3, 'management'],
  [1, 'management'],
  [0, 'management'],
  [-5, 'management'],
];
for (const [hoursBefore, level] of climbing) {
  test(`${hoursBefore} hours before the due instant it has climbed to ${level}`, () =>
    assert.equal(levelAt(defaultLadder, due, before(hoursBefore)), level));
}

test('a ladder in seconds works as one in hours', () => {
  const ladder: Ladder = {
    rungs: [
      { beforeMs: 8_000, level: 'owner' },
      { beforeMs: 4_000, level: 'deputy' },
      { beforeMs: 0, level: 'management' },
    ],
    overdueEveryMs: 2_000,
  };
  const at = (seconds: number): number => due + seconds * 1_000;
  assert.deepEqual(told(rungsReached(ladder, due, at(-72), at(7))), [
    'T-8s',
    'T-4s',
    'T',
    '+1',
    '+2',
    '+3',
  ]);
  assert.equal(nextRungAtMs(ladder, due, at(-5)), at(-4));
  assert.equal(nextRungAtMs(ladder, due, at(3)), at(4));
});

test('rungs told as one reach the highest of their levels, whatever their order', () => {
  const ladder: Ladder = {
    rungs: [
      { beforeMs: 24 * hourMs, level: 'management' },
      { beforeMs: hourMs, level: 'owner' },
    ],
    overdueEveryMs: hourMs,
  };
  assert.equal(rungsReached(ladder, due, before(72), before(1))?.level, 'management');
  assert.equal(levelAt(ladder, due, before(1)), 'management');
});
