/** Shifts as a calendar file: one entry each, which a later export replaces. */
import { default as ical, ICalEventTransparency } from 'ical-generator';
import type { Shift } from '../domain/rota.ts';

export type CalendarOf = {
  readonly shifts: readonly Shift[];
  /** Names by id. */
  readonly names: Readonly<Record<string, string>>;
  readonly organisation: { readonly name: string; readonly contact: string };
  /** The right-hand side of the ids. */
  readonly domain: string;
  readonly nowMs: number;
};

/**
 * The id is the layer and the beginning, whoever has the shift: when somebody else has it in a later export, the entry
 * is replaced and not doubled. The sequence rises with the time of the export (RFC 5545, 3.8.7.4).
 */
export function rotaCalendar({ shifts, names, organisation, domain, nowMs }: CalendarOf): string {
  const calendar = ical({
    name: `On call, ${organisation.name}`,
    prodId: { company: 'seventytwo', product: 'on call', language: 'EN' },
  });
  const name = (id: string): string => names[id] ?? id;
  for (const { layer, person, insteadOf, why, fromMs, untilMs } of shifts) {
    if (person === undefined) continue;
    const instead =
      insteadOf === undefined
        ? ''
        : ` In place of ${name(insteadOf)}${why === 'away' ? ', who is away' : ''}.`;
    calendar.createEvent({
      id: `on-call.${layer}.${new Date(fromMs).toISOString()}@${domain}`,
      sequence: Math.floor(nowMs / 60_000),
      stamp: new Date(nowMs),
      start: new Date(fromMs),
      end: new Date(untilMs),
      summary: `On call: ${name(person)} (${layer})`,
      description: `${name(person)} is on call in ${layer}.${instead} seventytwo oncall show`,
      // Nobody is busy because they are on call.
      transparency: ICalEventTransparency.TRANSPARENT,
    });
  }
  return `${calendar.toString()}\r\n`;
}
