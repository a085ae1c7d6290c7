/** What is read off the shifts of a rota: who is on call at an instant, what comes, and where nobody is. */
import type { LayerAround } from '../domain/hand-over.ts';
import type { Override, Rota, RotaLayer, Shift, Span, Stint } from '../domain/rota.ts';
import { shiftsOf } from './rota.ts';

const dayMs = 86_400_000;
/** Mostly a shift ends within days; where not, beyond a year nobody plans. */
const horizons = [10 * dayMs, 400 * dayMs];

/** One shift for each layer, in the order of the policy file. A shift that does not end within 400 days is cut there. */
export function shiftsAt(
  rota: Rota,
  overrides: readonly Override[],
  atMs: number,
): readonly Shift[] {
  return rota.layers.map((layer) => shiftAt(rota, layer, overrides, atMs));
}

function shiftAt(
  rota: Rota,
  layer: RotaLayer,
  overrides: readonly Override[],
  atMs: number,
): Shift {
  for (const horizonMs of horizons) {
    const untilMs = atMs + horizonMs;
    const [now, next] = shiftsOf(rota, layer, overrides, { fromMs: atMs, untilMs });
    // Without a next one the end may be that of the look.
    if (now && (next || horizonMs === horizons.at(-1))) return now;
  }
  throw new Error(`the layer ${layer.name} has no shift at ${atMs}`);
}

export type Gap = Span & {
  /** Absent: nobody of any layer is on call. */
  readonly layer?: string;
};

/** Where a layer should have somebody and has nobody. */
export function layerGaps(shifts: readonly Shift[]): readonly Gap[] {
  const gaps: Gap[] = [];
  for (const { state, layer, fromMs, untilMs } of shifts) {
    if (state !== 'gap') continue;
    const last = gaps.at(-1);
    if (last?.untilMs === fromMs && last.layer === layer)
      gaps[gaps.length - 1] = { ...last, untilMs };
    else gaps.push({ layer, fromMs, untilMs });
  }
  return gaps;
}

/** Where nobody of any layer is on call, hours outside every layer's days included. */
export function wholeGaps(shifts: readonly Shift[], { fromMs, untilMs }: Span): readonly Gap[] {
  const held = shifts.filter(({ state }) => state === 'on').toSorted((a, b) => a.fromMs - b.fromMs);
  const gaps: Gap[] = [];
  let coveredMs = fromMs;
  for (const shift of held) {
    if (shift.fromMs > coveredMs)
      gaps.push({ fromMs: coveredMs, untilMs: Math.min(shift.fromMs, untilMs) });
    coveredMs = Math.max(coveredMs, shift.untilMs);
    if (coveredMs >= untilMs) return gaps;
  }
  if (coveredMs < untilMs) gaps.push({ fromMs: coveredMs, untilMs });
  return gaps;
}

/**
 * Shifts of one layer as people think of them: one person until somebody else has it, over the hours in which the
 * layer is not active. A gap ends a stint. `turn`: so does the end of the turn, for lists of what is ahead.
 */
export function stintsOf(
  shifts: readonly Shift[],
  within: 'person' | 'turn' = 'person',
): readonly Stint[] {
  const stints: Stint[] = [];
  let open: Shift | undefined;
  for (const shift of shifts) {
    const { layer, state, person, insteadOf, why, fromMs, untilMs } = shift;
    if (state === 'off') continue;
    const last = stints.at(-1);
    if (state === 'gap' || person === undefined) open = undefined;
    else if (last && open?.person === person && (within === 'person' || open.turn === shift.turn)) {
      stints[stints.length - 1] = { ...last, untilMs };
    } else {
      const instead = insteadOf === undefined ? {} : { insteadOf, why };
      stints.push({ layer, person, fromMs, untilMs, ...instead });
      open = shift;
    }
  }
  return stints;
}

/** Turns looked at before and behind an instant, and days at least: absences and overrides may hide some. */
const [turnsAround, leastDaysAround] = [2, 14];

/** Who has a layer at an instant, from whom, and who comes then. */
export function around(
  rota: Rota,
  layer: RotaLayer,
  overrides: readonly Override[],
  atMs: number,
): LayerAround {
  const lookMs = Math.max(turnsAround * layer.every, leastDaysAround) * dayMs;
  const span = { fromMs: atMs - lookMs, untilMs: atMs + lookMs };
  const shifts = shiftsOf(rota, layer, overrides, span);
  const stints = stintsOf(shifts);
  const now = stints.find(({ fromMs, untilMs }) => fromMs <= atMs && atMs < untilMs);
  const before = stints.findLast(({ untilMs }) => untilMs <= (now?.fromMs ?? atMs));
  const after = stints.find(({ fromMs }) => fromMs >= (now?.untilMs ?? atMs));
  const hasGap = (isThere: (shift: Shift) => boolean): boolean =>
    shifts.some((shift) => shift.state === 'gap' && isThere(shift));
  return {
    layer: layer.name,
    ...(before && { before }),
    ...(now && { now }),
    ...(after && { after }),
    isBegunEarlier: now !== undefined && !before && !hasGap(({ untilMs }) => untilMs <= now.fromMs),
    isOpenEnded: now !== undefined && !after && !hasGap(({ fromMs }) => fromMs >= now.untilMs),
  };
}
