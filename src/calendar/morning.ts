/** Whether it is the time of day at which somebody wants to be told something, where they are. */
import { Temporal } from 'temporal-polyfill';

/** Who could not be told within these hours hears of it on the next day: a digest in the evening is none. */
const latestMinutes = 6 * 60;

/** The day there, such as 2026-11-23, once `atMinutes` after midnight has come; undefined before, long after, and on days off. */
export function morningOf(
  nowMs: number,
  zone: string,
  { atMinutes, weekdaysOnly }: { readonly atMinutes: number; readonly weekdaysOnly: boolean },
): string | undefined {
  const local = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(zone);
  const minutes = local.hour * 60 + local.minute;
  if (minutes < atMinutes || minutes > atMinutes + latestMinutes) return undefined;
  // Monday is 1.
  if (weekdaysOnly && local.dayOfWeek > 5) return undefined;
  return local.toPlainDate().toString();
}

/** The day that it is there. */
export function morningDay(nowMs: number, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(nowMs)
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .toString();
}
