/** The end of a period: the strict reading that is planned with, and the latest one that can be argued. */
import { Temporal } from 'temporal-polyfill';
import { hourMs } from '../domain/ladder.ts';
import type { Amount, Counting } from '../domain/rules/rule.ts';
import { addWorkingDays, workingDayFrom, type Holidays } from './working-days.ts';

/** Where and how a period is counted. */
export type Count = {
  /** The zone of the place where the act is to be done (Reg. 1182/71 Art. 2(1)). */
  readonly zone: string;
  readonly holidays: Holidays;
  readonly counting: Counting;
};

export type Counted = Exclude<Amount, { readonly unit: 'none' }>;

/** What EDGAR receives later counts as filed on the next business day. */
const edgarCloses = Temporal.PlainTime.from('17:30');
/** The last moment of a day: 24:00 would be read as the day after it. */
const endOfDay = Temporal.PlainTime.from('23:59:59.999');

/** Elapsed hours in UTC; for days and months the same time of day, the last day of a shorter month. */
export function strictEndMs(anchorMs: number, amount: Counted, count: Count): number {
  if (amount.unit === 'hours') return anchorMs + amount.count * hourMs;
  const from = toZoned(anchorMs, count.zone);
  const time =
    count.counting === 'edgar' ? earlier(from.toPlainTime(), edgarCloses) : from.toPlainTime();
  return at(lastDay(from.toPlainDate(), amount, count.holidays), time, count.zone);
}

/** Undefined where there is no later reading. */
export function latestEndMs(anchorMs: number, amount: Counted, count: Count): number | undefined {
  if (count.counting === 'contract') return undefined;
  if (amount.unit === 'hours') return hourReadingMs(anchorMs, amount.count, count.zone);
  const last = lastDay(toZoned(anchorMs, count.zone).toPlainDate(), amount, count.holidays);
  if (count.counting === 'edgar') return at(last, edgarCloses, count.zone);
  // Reg. 1182/71 Art. 3(4): not for hours, and a working day changes nothing.
  return at(workingDayFrom(last, count.holidays), endOfDay, count.zone);
}

/** The day a period in days, months or working days ends on, before any move off a weekend. */
export function lastDay(
  from: Temporal.PlainDate,
  amount: Counted,
  holidays: Holidays,
): Temporal.PlainDate {
  switch (amount.unit) {
    case 'working-days':
      return addWorkingDays(from, amount.count, holidays);
    case 'months':
      return from.add({ months: amount.count });
    case 'days':
      return from.add({ days: amount.count });
    case 'hours':
      throw new Error('a period in hours has no last day');
  }
}

/** Noon of the next working day after the day of `ms`. */
export function noonOfNextWorkingDayMs(ms: number, { zone, holidays }: Count): number {
  return at(addWorkingDays(dayOf(ms, zone), 1, holidays), Temporal.PlainTime.from('12:00'), zone);
}

export function dayOf(ms: number, zone: string): Temporal.PlainDate {
  return toZoned(ms, zone).toPlainDate();
}

/**
 * Reg. 1182/71 Art. 3(1), 3(2)(a): the hour of the event is not counted, and the period ends with the last
 * hour: more than 0 and at most 60 minutes later. Hours of the clock on the wall of `zone`, which matters
 * where that is not a whole hour from UTC.
 */
function hourReadingMs(anchorMs: number, hours: number, zone: string): number {
  const offsetMs = toZoned(anchorMs, zone).offsetNanoseconds / 1e6;
  const begunMs = Math.floor((anchorMs + offsetMs) / hourMs) * hourMs - offsetMs;
  return begunMs + (1 + hours) * hourMs;
}

function toZoned(ms: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone);
}

/** A time that the change of clocks skips is read an hour later, as every calendar does; one that comes twice, as the first. */
function at(date: Temporal.PlainDate, time: Temporal.PlainTime, zone: string): number {
  return date.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds;
}

function earlier(a: Temporal.PlainTime, b: Temporal.PlainTime): Temporal.PlainTime {
  return Temporal.PlainTime.compare(a, b) <= 0 ? a : b;
}
