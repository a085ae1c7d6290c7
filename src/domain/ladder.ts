/** The reminder ladder: instants counted down to a due instant, then at a fixed interval while overdue. */

export const hourMs = 3_600_000;

/** Who a rung reaches: a level includes the ones before it. */
export const levels = ['owner', 'deputy', 'management'] as const;
export type Level = (typeof levels)[number];

export type Ladder = {
  /** Largest `beforeMs` first; 0 is the due instant itself. */
  readonly rungs: readonly { readonly beforeMs: number; readonly level: Level }[];
  /** Interval of the rungs after the due instant. They reach every level. */
  readonly overdueEveryMs: number;
};

/** The default of the product: T-48 h, -24, -12, -6, -3, -1 h, T, then hourly. */
export const defaultLadder: Ladder = {
  rungs: [
    { beforeMs: 48 * hourMs, level: 'owner' },
    { beforeMs: 24 * hourMs, level: 'owner' },
    { beforeMs: 12 * hourMs, level: 'deputy' },
    { beforeMs: 6 * hourMs, level: 'deputy' },
    { beforeMs: 3 * hourMs, level: 'management' },
    { beforeMs: hourMs, level: 'management' },
    { beforeMs: 0, level: 'management' },
  ],
  overdueEveryMs: hourMs,
};

/** The rungs that fell due in one stretch of time, told as one reminder. */
export type Reached = {
  /** Countdown rungs by label, for example `T-24h`. */
  readonly rungs: readonly string[];
  /** First and last overdue rung, counted from 1; absent when none was reached. */
  readonly overdue?: { readonly from: number; readonly to: number };
  readonly level: Level;
};

/** `T`, `T-24h`, `T-30m`, `T-8s`: exact, so that two rungs never share a label. */
export function rungLabel(beforeMs: number): string {
  if (beforeMs === 0) return 'T';
  if (beforeMs % hourMs === 0) return `T-${beforeMs / hourMs}h`;
  if (beforeMs % 60_000 === 0) return `T-${beforeMs / 60_000}m`;
  return `T-${beforeMs / 1000}s`;
}

/** The first rung strictly after `afterMs`, in epoch milliseconds. There is always one: overdue rungs never end. */
export function nextRungAtMs(ladder: Ladder, dueAtMs: number, afterMs: number): number {
  for (const rung of ladder.rungs) {
    const atMs = dueAtMs - rung.beforeMs;
    if (atMs > afterMs) return atMs;
  }
  return dueAtMs + (overdueCount(ladder, dueAtMs, afterMs) + 1) * ladder.overdueEveryMs;
}

/** Every rung in the half-open stretch (afterMs, untilMs], collapsed into one; undefined when there is none. */
export function rungsReached(
  ladder: Ladder,
  dueAtMs: number,
  afterMs: number,
  untilMs: number,
): Reached | undefined {
  const passed = ladder.rungs.filter((rung) => {
    const atMs = dueAtMs - rung.beforeMs;
    return atMs > afterMs && atMs <= untilMs;
  });
  const from = overdueCount(ladder, dueAtMs, afterMs) + 1;
  const to = overdueCount(ladder, dueAtMs, untilMs);
  if (passed.length === 0 && to < from) return undefined;
  const rungs = passed.map((rung) => rungLabel(rung.beforeMs));
  if (to >= from) return { rungs, overdue: { from, to }, level: 'management' };
  const highest = Math.max(...passed.map(({ level }) => levels.indexOf(level)));
  return { rungs, level: levels[highest] ?? 'owner' };
}

/** The highest level among the rungs at or before `untilMs`. */
export function levelAt(ladder: Ladder, dueAtMs: number, untilMs: number): Level {
  return rungsReached(ladder, dueAtMs, -Infinity, untilMs)?.level ?? 'owner';
}

/** Overdue rungs at or before `atMs`. */
function overdueCount(ladder: Ladder, dueAtMs: number, atMs: number): number {
  return Math.max(0, Math.floor((atMs - dueAtMs) / ladder.overdueEveryMs));
}
