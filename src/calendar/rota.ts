/** Plans a rota: whose turn it is when, on the clocks of the team, with who is away and who stands in laid over. */
import { Temporal } from 'temporal-polyfill';
import type { PersonId } from '../domain/policy.ts';
import type { Override, Rota, RotaLayer, Shift, Span } from '../domain/rota.ts';
import { activeHours, slots } from './rota-slots.ts';

/**
 * The shifts of a layer that touch the time from `fromMs` until `untilMs`, whole, in order, without a gap or an
 * overlap between them. `overrides` in the order in which they were given: the newest wins.
 */
export function shiftsOf(
  rota: Rota,
  layer: RotaLayer,
  overrides: readonly Override[],
  { fromMs, untilMs }: Span,
): readonly Shift[] {
  if (untilMs <= fromMs) return [];
  const turns = slots(layer, rota.zone, { fromMs, untilMs });
  const [beginMs, endMs] = [turns[0]?.fromMs ?? fromMs, turns.at(-1)?.untilMs ?? untilMs];
  const touches = (span: Span): boolean => span.fromMs < endMs && span.untilMs > beginMs;
  const hours = activeHours(layer, rota.zone, { fromMs: beginMs, untilMs: endMs });
  const away = absences(rota, layer.people).filter(touches);
  const own = overrides.filter((one) => one.layer === layer.name && touches(one));
  const spans: readonly Span[] = [...turns, ...(hours ?? []), ...away, ...own];
  const edges = new Set(spans.flatMap((span) => [span.fromMs, span.untilMs]));
  const cuts = [...edges].filter((ms) => ms >= beginMs && ms <= endMs).sort((a, b) => a - b);
  const shifts: Shift[] = [];
  let [turnAt, hoursAt] = [0, 0];
  for (const [n, cutMs] of cuts.entries()) {
    const nextMs = cuts[n + 1];
    if (nextMs === undefined) break;
    // Both lists are in order, and each cut is one step further.
    while ((turns[turnAt]?.untilMs ?? Infinity) <= cutMs) turnAt += 1;
    while ((hours?.[hoursAt]?.untilMs ?? Infinity) <= cutMs) hoursAt += 1;
    const isActive = hours === undefined || (hours[hoursAt]?.fromMs ?? Infinity) <= cutMs;
    const at = { turn: turns[turnAt]?.turn ?? -1, isActive };
    const covers = (span: Span): boolean => span.fromMs <= cutMs && cutMs < span.untilMs;
    const gone = new Set(away.filter(covers).map(({ person }) => person));
    const who = whoIsOn(layer, at, gone, own.findLast(covers));
    const shift = { layer: layer.name, fromMs: cutMs, untilMs: nextMs, ...who };
    const last = shifts.at(-1);
    if (last && isSame(last, shift))
      shifts[shifts.length - 1] = { ...last, ...shift, fromMs: last.fromMs };
    else shifts.push(shift);
  }
  return shifts.filter((shift) => shift.fromMs < untilMs && shift.untilMs > fromMs);
}

type Who = Omit<Shift, 'layer' | 'fromMs' | 'untilMs'>;

function whoIsOn(
  { people }: RotaLayer,
  { turn, isActive }: { readonly turn: number; readonly isActive: boolean },
  gone: ReadonlySet<PersonId>,
  override: Override | undefined,
): Who {
  const first = turn < 0 ? undefined : people[turn % people.length];
  if (override) {
    const { id, person } = override;
    const replaced = isActive && first !== person ? first : undefined;
    const instead = replaced === undefined ? {} : { insteadOf: replaced };
    return { turn, state: 'on', person, why: 'override', override: id, ...instead };
  }
  if (!isActive) return { turn, state: 'off' };
  if (first === undefined) return { turn, state: 'gap', why: 'not-begun' };
  if (!gone.has(first)) return { turn, state: 'on', person: first };
  const inOrder = people.map((_, n) => people[(turn + n) % people.length]);
  const person = inOrder.find((one) => one !== undefined && !gone.has(one));
  const away = { insteadOf: first, why: 'away' } as const;
  return person === undefined
    ? { turn, state: 'gap', ...away }
    : { turn, state: 'on', person, ...away };
}

function isSame(a: Shift, b: Shift): boolean {
  return (
    a.turn === b.turn && a.state === b.state && a.person === b.person && a.override === b.override
  );
}

/** The absences of some people as instants. */
export function absences(
  { zone, away }: Rota,
  people: readonly PersonId[],
): readonly (Span & { readonly person: PersonId })[] {
  return away
    .filter(({ person }) => people.includes(person))
    .map(({ person, from, until }) => ({
      person,
      fromMs: momentMs(from, zone, 0),
      untilMs: momentMs(until, zone, 1),
    }));
}

/** `dayEnds`: days to go on to the end of a day that was written without a time. */
function momentMs(written: string, zone: string, dayEnds: number): number {
  return written.includes('T')
    ? Temporal.PlainDateTime.from(written).toZonedDateTime(zone).epochMilliseconds
    : Temporal.PlainDate.from(written).add({ days: dayEnds }).toZonedDateTime(zone)
        .epochMilliseconds;
}
