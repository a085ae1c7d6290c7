/** Days on which work is done: Reg. 1182/71 Art. 2(2), all but holidays, Saturdays and Sundays. */
import { Temporal } from 'temporal-polyfill';

/** The public holidays of one place; without a place none are known. */
export type Holidays = {
  /** `DE`, `DE-BY`; absent when no country was named. */
  readonly country?: string;
  /** The name of the holiday on an ISO date. */
  readonly nameOn: (date: string) => string | undefined;
  /** What the data does not know, one sentence each. */
  readonly gaps: readonly string[];
};

export const noHolidays: Holidays = {
  nameOn: () => undefined,
  gaps: ['Without a country only Saturdays and Sundays count as days off, no public holidays.'],
};

/** Why there is no work on that day: `a Saturday`, `a Sunday`, or the holiday's name. */
export function dayOff(date: Temporal.PlainDate, holidays: Holidays): string | undefined {
  if (date.dayOfWeek === 6) return 'a Saturday';
  if (date.dayOfWeek === 7) return 'a Sunday';
  return holidays.nameOn(date.toString());
}

/** The day itself when it is a working day. */
export function workingDayFrom(date: Temporal.PlainDate, holidays: Holidays): Temporal.PlainDate {
  let day = date;
  while (dayOff(day, holidays) !== undefined) day = day.add({ days: 1 });
  return day;
}

/** The `count`th working day after `date`, which itself is not counted (Reg. 1182/71 Art. 3(1)). */
export function addWorkingDays(
  date: Temporal.PlainDate,
  count: number,
  holidays: Holidays,
): Temporal.PlainDate {
  let day = date;
  for (let n = 0; n < count; n += 1) day = workingDayFrom(day.add({ days: 1 }), holidays);
  return day;
}

/** Whole working days that lie between the days of two instants. */
export function workingDaysBetween(
  from: Temporal.PlainDate,
  to: Temporal.PlainDate,
  holidays: Holidays,
): number {
  let count = 0;
  for (
    let day = from.add({ days: 1 });
    Temporal.PlainDate.compare(day, to) < 0;
    day = day.add({ days: 1 })
  )
    if (dayOff(day, holidays) === undefined) count += 1;
  return count;
}
