/**
 * The wall-clock side of a rota: when turns change and when a layer is active, as instants. A time that the clocks
 * skip counts as that much later (02:30 is 03:30), one that comes twice as the first; so no turn is lost or doubled.
 */
import { Temporal } from 'temporal-polyfill';
import { weekdays, type RotaLayer, type Span } from '../domain/rota.ts';

export type Slot = Span & { readonly turn: number };

/** The turns that touch a span, whole; before the first turn one of number -1, cut at the span. */
export function slots(layer: RotaLayer, zone: string, { fromMs, untilMs }: Span): readonly Slot[] {
  const first = Temporal.PlainDate.from(layer.from);
  const at = Temporal.PlainTime.from(layer.at);
  const startMs = (turn: number): number =>
    instant(first.add({ days: turn * layer.every }), at, zone);
  const days = first.until(dayOf(fromMs, zone)).days;
  let turn = Math.max(0, Math.floor(days / layer.every) - 1);
  while (startMs(turn + 1) <= fromMs) turn += 1;
  const found: Slot[] = [];
  let beginMs = startMs(turn);
  if (turn === 0 && beginMs > fromMs)
    found.push({ turn: -1, fromMs, untilMs: Math.min(beginMs, untilMs) });
  while (beginMs < untilMs) {
    const endMs = startMs(turn + 1);
    // A day that a zone left out altogether (Samoa, 30 December 2011) takes the turn along that began on it.
    if (endMs > beginMs) found.push({ turn, fromMs: beginMs, untilMs: endMs });
    beginMs = endMs;
    turn += 1;
  }
  return found;
}

/** The days and hours of a layer that touch a span; undefined: it is always active. */
export function activeHours(
  { on, between }: RotaLayer,
  zone: string,
  { fromMs, untilMs }: Span,
): readonly Span[] | undefined {
  if (!on && !between) return undefined;
  const from = Temporal.PlainTime.from(between?.from ?? '00:00');
  const until = Temporal.PlainTime.from(between?.until ?? '00:00');
  const isOverMidnight = Temporal.PlainTime.compare(until, from) <= 0;
  const last = dayOf(untilMs, zone);
  const found: Span[] = [];
  // A night that began the day before may reach into the span.
  let day = dayOf(fromMs, zone).subtract({ days: 1 });
  for (; Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
    const name = weekdays[day.dayOfWeek - 1];
    if (on && (name === undefined || !on.includes(name))) continue;
    const beginMs = instant(day, from, zone);
    const endMs = instant(isOverMidnight ? day.add({ days: 1 }) : day, until, zone);
    const before = found.at(-1);
    // Whole days meet. In spring, hours whose beginning is skipped may end before they begin: they are none.
    if (before && before.untilMs >= beginMs)
      found[found.length - 1] = { ...before, untilMs: Math.max(before.untilMs, endMs) };
    else if (endMs > beginMs) found.push({ fromMs: beginMs, untilMs: endMs });
  }
  return found;
}

function dayOf(ms: number, zone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toPlainDate();
}

function instant(day: Temporal.PlainDate, time: Temporal.PlainTime, zone: string): number {
  return day.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds;
}
