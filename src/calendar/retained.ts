/** The end of a retention limit: by the calendar, not by elapsed hours. */
import { Temporal } from 'temporal-polyfill';
import { dayOf } from './period.ts';

/**
 * A year is a year of the calendar, as Reg. 1182/71 Art. 3(2)(c) counts it: the period ends with the last hour of the
 * day of the same date, or of the month's last day where that date does not exist. So nothing goes before a year is
 * over, in a leap year neither. Returns the first instant after it. Weekends and holidays do not move it.
 */
export function retainedUntilMs(fromMs: number, limit: string, zone: string): number {
  const last = dayOf(fromMs, zone).add(Temporal.Duration.from(limit));
  return last.add({ days: 1 }).toZonedDateTime({ timeZone: zone }).epochMilliseconds;
}

/** Counted from the same day, whichever that is: no year is shorter than this one, and no February. */
export function isAtLeastAsLong(limit: string, least: string): boolean {
  const from = Temporal.PlainDate.from('2001-01-31');
  const [one, other] = [limit, least].map((period) => from.add(Temporal.Duration.from(period)));
  return one !== undefined && other !== undefined && Temporal.PlainDate.compare(one, other) >= 0;
}
