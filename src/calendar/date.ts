/** Days of the calendar as ISO dates: which day it is somewhere, and the same day months later. */
import { Temporal } from 'temporal-polyfill';

export function dateAt(nowMs: number, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(nowMs)
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .toString();
}

/** The last day of a month that is too short. */
export function monthsAfter(date: string, months: number): string {
  return Temporal.PlainDate.from(date).add({ months }).toString();
}
