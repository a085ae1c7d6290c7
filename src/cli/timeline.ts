/** Renders the events of an incident as a timeline for people: one line each, or for a screen as wide as one. */
import { formatBoth, formatLocal, formatUtc } from '../calendar/format.ts';
import { system } from '../domain/commands.ts';
import { describe, oneLine } from '../domain/describe.ts';
import type { IncidentEvent } from '../domain/events.ts';
import { nameOf } from './names.ts';
import { wrap } from './wrap.ts';

export type TimelineView = {
  /** Whose local time stands beside UTC. */
  readonly zone: string;
  /** Names by id, of people and customers; ids without a name are shown as they are. */
  readonly people: Readonly<Record<string, string>>;
};

/** Columns: number, UTC, local time, who, what. Ends with a newline; empty for no events. */
export function renderTimeline(events: readonly IncidentEvent[], view: TimelineView): string {
  const named = (id: string): string => nameOf(id, view.people);
  const rows = events.map((event) => [
    `${event.seq}`,
    ...times(event.atMs, view.zone),
    who(event, named),
    describe(event, named),
  ]);
  const columns = rows[0]?.slice(0, -1) ?? [];
  const widths = columns.map((_, n) => Math.max(0, ...rows.map((row) => row[n]?.length ?? 0)));
  return rows
    .map((row) => `${row.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join('  ')}\n`)
    .join('');
}

/** When and who on one line, and what below it: a line of everything would be broken anywhere by the screen. */
export function drawTimeline(events: readonly IncidentEvent[], view: TimelineView): string {
  const named = (id: string): string => nameOf(id, view.people);
  const indent = `${events.at(-1)?.seq ?? ''}`.length + 2;
  return events
    .flatMap((event) => [
      `${`${event.seq}`.padEnd(indent)}${formatBoth(event.atMs, view.zone)}  ${who(event, named)}`,
      ...wrap(describe(event, named), 0).map((line) => `${' '.repeat(indent)}${line}`),
    ])
    .map((line) => `${line}\n`)
    .join('');
}

/** One time is enough where the local one is UTC. */
function times(atMs: number, zone: string): readonly string[] {
  return zone === 'UTC' ? [formatUtc(atMs)] : [formatUtc(atMs), formatLocal(atMs, zone)];
}

/** A refused command may name anybody: what stands there is not always an id of the policy. */
function who({ actor }: IncidentEvent, named: (id: string) => string): string {
  if (actor.person === system.person) return system.person;
  // Enough of its id to find it (seventytwo access list); the events have all of it.
  const key = actor.key === undefined ? '' : `, key ${actor.key.slice(0, 8)}`;
  return oneLine(`${named(actor.person)} (${actor.channel}${key})`);
}
