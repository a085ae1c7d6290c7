/** Quiet hours: from one time of day until another, on the clocks of a zone. */
import { Temporal } from 'temporal-polyfill';

export type QuietHours = {
  /** `22:00`; behind `until` means that they go over midnight. */
  readonly from: string;
  readonly until: string;
  readonly zone: string;
};

/** When the quiet hours of this instant end, epoch milliseconds; undefined outside of them. */
export function quietUntilMs({ from, until, zone }: QuietHours, atMs: number): number | undefined {
  const now = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone);
  const [begin, end] = [Temporal.PlainTime.from(from), Temporal.PlainTime.from(until)];
  const time = now.toPlainTime();
  const isBehind = Temporal.PlainTime.compare(time, begin) >= 0;
  const isBefore = Temporal.PlainTime.compare(time, end) < 0;
  const isOverMidnight = Temporal.PlainTime.compare(begin, end) > 0;
  if (isOverMidnight ? !isBehind && !isBefore : !isBehind || !isBefore) return undefined;
  const date = isBefore ? now.toPlainDate() : now.toPlainDate().add({ days: 1 });
  const endMs = date.toZonedDateTime({ timeZone: zone, plainTime: end }).epochMilliseconds;
  // Within the hour that comes twice in autumn the first pass has ended them.
  return endMs > atMs ? endMs : undefined;
}
