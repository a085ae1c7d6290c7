/** How planned duties look: as the JSON that machines read, and on a terminal. */
import { Temporal } from 'temporal-polyfill';
import { formatBoth, formatLocal, formatSpan } from '../calendar/format.ts';
import type { PlannedDuty } from '../calendar/plan.ts';
import { describeAnchor } from '../domain/rules/rule.ts';
import { paint } from './io.ts';

export type Clock = {
  readonly duties: readonly PlannedDuty[];
  /** Zone that times are shown in. */
  readonly zone: string;
  readonly authorityZone: string;
  readonly country?: string;
  /** What concerns all duties, or a rule that was left out. */
  readonly notes: readonly string[];
};

type Times = { readonly utc: string; readonly local: string };

/** `{utc: "2026-11-30T17:20:00Z", local: "2026-11-30T18:20:00+01:00"}`. */
function times(ms: number, zone: string): Times {
  const instant = Temporal.Instant.fromEpochMilliseconds(ms);
  const options = { smallestUnit: 'second', roundingMode: 'trunc' } as const;
  return {
    utc: instant.toString(options),
    local: instant
      .toZonedDateTimeISO(zone)
      .toString({ ...options, timeZoneName: 'never', calendarName: 'never' }),
  };
}

export function clockJson({ duties, ...rest }: Clock): unknown {
  return { duties: duties.map((duty) => dutyJson(duty, rest.zone)), ...rest };
}

function dutyJson(duty: PlannedDuty, zone: string) {
  const { rule, ruleVersion, stage, title, article, addressee, anchor, notes } = duty;
  const { atMs, ...kind } = anchor;
  const at = (ms: number | undefined): Times | null => (ms === undefined ? null : times(ms, zone));
  return {
    ...{ rule, ruleVersion, stage, title, article, addressee },
    anchor: { ...kind, ...(at(atMs) ?? { utc: null, local: null }) },
    countedIn: duty.zone,
    due: at(duty.dueAtMs),
    latestArguable: at(duty.latestArguableAtMs),
    submitted: at(duty.submittedAtMs),
    notes,
    ladder: duty.ladder.map(({ atMs: rungMs, label, level }) => ({
      ...times(rungMs, zone),
      label,
      level,
    })),
  };
}

export function renderClock(clock: Clock, nowMs: number): string {
  const { duties, notes, zone } = clock;
  /** A note that concerns all stages of a rule is told with the first. */
  const told = new Map<string, Set<string>>();
  const blocks = duties.map((duty) => {
    const known = told.get(duty.rule) ?? new Set(notes);
    told.set(duty.rule, known);
    const fresh = duty.notes.filter((note) => !known.has(note));
    for (const note of fresh) known.add(note);
    return renderDuty(duty, fresh, zone, nowMs);
  });
  const all = notes.map((note) => `  ${paint('warn', 'note')}  ${note}`);
  const closing = paint('quiet', '  Not legal advice. Rules and sources: seventytwo rules list');
  return [...blocks, ...(all.length > 0 ? [all.join('\n')] : []), closing].join('\n\n');
}

function renderDuty(
  duty: PlannedDuty,
  notes: readonly string[],
  zone: string,
  nowMs: number,
): string {
  const { anchor, dueAtMs, latestArguableAtMs: latest, ladder } = duty;
  const row = (label: string, text: string): string =>
    `  ${paint('quiet', label.padEnd(17))}${text}`;
  const from =
    anchor.atMs === undefined
      ? `${describeAnchor(anchor)}, not known yet`
      : `${describeAnchor(anchor)}, ${formatBoth(anchor.atMs, zone)}`;
  return [
    `${paint('strong', duty.article)}  ${duty.title}  ${paint('quiet', duty.rule)}`,
    row(
      'due',
      dueAtMs === undefined ? 'no time computed, see the notes' : dueText(dueAtMs, zone, nowMs),
    ),
    ...(latest === undefined
      ? []
      : [row('latest arguable', `${formatBoth(latest, zone)}: do not plan with it`)]),
    ...(duty.submittedAtMs === undefined
      ? []
      : [row('submitted', formatBoth(duty.submittedAtMs, zone))]),
    row('runs from', from),
    row('to', duty.addressee),
    ...ladder.map(({ atMs, label, level }, n) =>
      row(n === 0 ? 'remind' : '', `${label.padEnd(6)} ${formatLocal(atMs, zone)}  ${level}`),
    ),
    ...notes.map((note) => row('note', note)),
  ].join('\n');
}

function dueText(dueAtMs: number, zone: string, nowMs: number): string {
  const left = dueAtMs - nowMs;
  const span = formatSpan(left);
  return `${paint('strong', formatBoth(dueAtMs, zone))}, ${left < 0 ? paint('bad', `${span} ago`) : `in ${span}`}`;
}
