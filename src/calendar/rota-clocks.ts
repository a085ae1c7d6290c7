/** What the clocks of a zone do to a rota: when they change, and which hand-overs fall into the hour that is skipped or comes twice. */
import { Temporal } from 'temporal-polyfill';
import type { RotaLayer, Span } from '../domain/rota.ts';
import { slots } from './rota-slots.ts';

export type ClockChange = {
  readonly atMs: number;
  /** How much longer the turn of that day is, or shorter when it is negative. */
  readonly shiftedMs: number;
};

export function clockChanges(zone: string, { fromMs, untilMs }: Span): readonly ClockChange[] {
  const changes: ClockChange[] = [];
  let at = Temporal.Instant.fromEpochMilliseconds(fromMs).toZonedDateTimeISO(zone);
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (!next || next.epochMilliseconds >= untilMs) return changes;
    const before = Temporal.Instant.fromEpochMilliseconds(next.epochMilliseconds - 1);
    const offset = before.toZonedDateTimeISO(zone).offsetNanoseconds;
    const shiftedMs = (offset - next.offsetNanoseconds) / 1e6;
    // A zone may change its name without moving its clocks.
    if (shiftedMs !== 0) changes.push({ atMs: next.epochMilliseconds, shiftedMs });
    at = next;
  }
}

/** Hand-overs at a time of day that does not exist on their day, or exists twice. */
export function oddHandOvers(layer: RotaLayer, zone: string, span: Span): readonly number[] {
  return slots(layer, zone, span)
    .filter(({ turn, fromMs }) => turn >= 0 && fromMs >= span.fromMs)
    .map(({ fromMs }) => fromMs)
    .filter((ms) => {
      const day = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toPlainDate();
      const wanted = day.toPlainDateTime(Temporal.PlainTime.from(layer.at));
      const [earlier, later] = (['earlier', 'later'] as const).map(
        (disambiguation) => wanted.toZonedDateTime(zone, { disambiguation }).epochMilliseconds,
      );
      return earlier !== later;
    });
}
