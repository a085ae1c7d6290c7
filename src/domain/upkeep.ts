/** What the daily look at the whole installation may find, and when people are told of it: news at once, the rest weekly, never daily. */

export const upkeepKinds = [
  'not-running',
  'not-recorded',
  'stuck',
  'no-timer',
  'behind',
  'unreachable-person',
  'own-deputy',
  'one-mailbox',
  'alone-on-call',
  'on-call-gap',
  'mail-path',
  'checkpoint',
  'backup',
  'key-expiring',
  'vendor-overdue',
  'vendor-unreviewed',
  'vendor-due',
  'policy-review',
  'not-looked-at',
] as const;
export type UpkeepKind = (typeof upkeepKinds)[number];

/** `failed`: a clock, a mail or the record is at stake. `warning`: somebody should see to it. */
export type UpkeepSeverity = 'failed' | 'warning';

export type UpkeepFinding = {
  readonly kind: UpkeepKind;
  /** An incident, a person, a vendor, a key: by its id, never by name or address. */
  readonly about: string;
  readonly severity: UpkeepSeverity;
  /** A date, a count or the name of a fault, the same in every language. */
  readonly detail: string;
};

/** A finding as it is remembered from one look to the next. */
export type Remembered = {
  readonly kind: UpkeepKind;
  readonly about: string;
  readonly severity: UpkeepSeverity;
  /** The first look of this stretch that found it. */
  readonly sinceMs: number;
  readonly toldAtMs?: number;
  /** The first look that no longer found it. */
  readonly goneAtMs?: number;
};

/** `news`: something is new. `again`: a week later it still stays. `well`: nothing is left of what was told. */
export const upkeepNews = ['news', 'again', 'well'] as const;
export type UpkeepNews = (typeof upkeepNews)[number];

export type AfterLook = {
  readonly memory: readonly Remembered[];
  /** Absent when nobody needs to be told anything. */
  readonly news?: UpkeepNews;
};

const weekMs = 7 * 86_400_000;
/** A daily look comes some minutes sooner or later than a week after the last mail. */
const slackMs = 3_600_000;

export function upkeepKey({ kind, about }: Pick<UpkeepFinding, 'kind' | 'about'>): string {
  return `${kind} ${about}`;
}

/** The memory after a look, as it is once the mail about it was taken. */
export function afterUpkeep(
  before: readonly Remembered[],
  found: readonly UpkeepFinding[],
  nowMs: number,
): AfterLook {
  // What comes and goes every other day is no news each time it comes.
  const known = new Map(
    before
      .filter(({ goneAtMs }) => goneAtMs === undefined || nowMs - goneAtMs < weekMs)
      .map((one) => [upkeepKey(one), one]),
  );
  const here = new Set(found.map(upkeepKey));
  const open = found.map(({ kind, about, severity }): Remembered => {
    const old = known.get(upkeepKey({ kind, about }));
    const sinceMs = old && old.goneAtMs === undefined ? old.sinceMs : nowMs;
    const { toldAtMs } = old ?? {};
    return { kind, about, severity, sinceMs, ...(toldAtMs !== undefined && { toldAtMs }) };
  });
  const gone = [...known.values()]
    .filter((one) => !here.has(upkeepKey(one)))
    .map((one) => ({ ...one, goneAtMs: one.goneAtMs ?? nowMs }));
  const news = newsOf(known, open, gone, nowMs);
  const told = open.map((one) => (news === undefined ? one : { ...one, toldAtMs: nowMs }));
  return { memory: [...told, ...gone], ...(news !== undefined && { news }) };
}

function newsOf(
  known: ReadonlyMap<string, Remembered>,
  open: readonly Remembered[],
  gone: readonly Remembered[],
  nowMs: number,
): UpkeepNews | undefined {
  if (open.some((one) => !known.has(upkeepKey(one)))) return 'news';
  if (open.length > 0) {
    const lastMs = Math.max(...[...known.values()].map(({ toldAtMs = 0 }) => toldAtMs));
    return nowMs - lastMs >= weekMs - slackMs ? 'again' : undefined;
  }
  const isOver = gone.some(
    ({ goneAtMs, sinceMs, toldAtMs }) =>
      goneAtMs === nowMs && toldAtMs !== undefined && toldAtMs >= sinceMs,
  );
  return isOver ? 'well' : undefined;
}

/** `2 not-running, 1 vendor-due`: what may stand in a record that is kept for ever. */
export function countsOf(found: readonly Pick<UpkeepFinding, 'kind'>[]): string {
  const counts = upkeepKinds.flatMap((kind) => {
    const count = found.filter((one) => one.kind === kind).length;
    return count === 0 ? [] : [`${count} ${kind}`];
  });
  return counts.length === 0 ? 'nothing found' : counts.join(', ');
}
