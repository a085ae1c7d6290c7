/** What is wrong or worth knowing ahead in a rota: gaps first, then people away for a whole turn, names and clocks. */
import { layerGaps, wholeGaps, type Gap } from '../calendar/rota-look.ts';
import { clockChanges, oddHandOvers } from '../calendar/rota-clocks.ts';
import { absences, shiftsOf } from '../calendar/rota.ts';
import type { PersonId } from '../domain/policy.ts';
import type { Override, Rota, Shift, Span } from '../domain/rota.ts';
import type { Policy } from '../policy/schema.ts';
import { inForce } from './rota.ts';

export type OutlookFinding = {
  readonly kind:
    /** Nobody of any layer is on call. `isMeant`: no layer's hours ask for anybody then. */
    | 'nobody'
    /** A layer that should have somebody has nobody. */
    | 'gap'
    | 'away-whole-turn'
    /** The override wins all the same. */
    | 'away-in-override'
    | 'alone'
    | 'override-of-unknown'
    | 'away-not-in-rota'
    | 'odd-time'
    | 'clock-change';
  readonly layer?: string;
  readonly person?: PersonId;
  /** Id of an override. */
  readonly override?: string;
  readonly beginsAtMs?: number;
  readonly endsAtMs?: number;
  readonly isMeant?: boolean;
  /** How much longer that turn is, or shorter when it is negative. */
  readonly shiftedMs?: number;
};

export function isGap({ kind }: Pick<OutlookFinding, 'kind'>): boolean {
  return kind === 'nobody' || kind === 'gap';
}

/** `overrides`: all in force or ahead, also those of layers and people that the policy does not know. */
export function outlook(
  policy: Policy,
  rota: Rota,
  overrides: readonly Override[],
  span: Span,
): readonly OutlookFinding[] {
  const known = inForce(policy, overrides);
  const byLayer = rota.layers.map((layer) => shiftsOf(rota, layer, known, span));
  const shifts = byLayer.flat();
  return [
    ...gapsIn(byLayer, span),
    ...wholeTurnsAway(shifts, span),
    ...conflicts(rota, known),
    ...rota.layers.flatMap(({ name: layer, people: [person, ...more] }): OutlookFinding[] =>
      person === undefined || more.length > 0 ? [] : [{ kind: 'alone', layer, person }],
    ),
    ...overrides
      .filter((one) => !known.includes(one))
      .map(({ id, layer, person, fromMs, untilMs }): OutlookFinding => {
        const when = { beginsAtMs: fromMs, endsAtMs: untilMs };
        return { kind: 'override-of-unknown', override: id, layer, person, ...when };
      }),
    ...notInRota(rota),
    ...rota.layers.flatMap((layer) =>
      oddHandOvers(layer, rota.zone, span).map((beginsAtMs): OutlookFinding => ({
        kind: 'odd-time',
        layer: layer.name,
        beginsAtMs,
      })),
    ),
    ...clockChanges(rota.zone, span).map(({ atMs, shiftedMs }): OutlookFinding => ({
      kind: 'clock-change',
      beginsAtMs: atMs,
      shiftedMs,
    })),
  ];
}

/** Also for the doctor. */
export function gapsIn(
  byLayer: readonly (readonly Shift[])[],
  span: Span,
): readonly OutlookFinding[] {
  const ofLayers = byLayer.flatMap((shifts) => layerGaps(shifts)).map((gap) => cut(gap, span));
  const whole = wholeGaps(byLayer.flat(), span).map((gap): OutlookFinding => {
    const isMeant = !ofLayers.some((one) => one.fromMs < gap.untilMs && gap.fromMs < one.untilMs);
    return { kind: 'nobody', ...times(gap), isMeant };
  });
  const layers = ofLayers.map((gap): OutlookFinding => ({
    kind: 'gap',
    ...(gap.layer && { layer: gap.layer }),
    ...times(gap),
  }));
  return [...whole, ...layers];
}

function cut(gap: Gap, { fromMs, untilMs }: Span): Gap {
  return {
    ...gap,
    fromMs: Math.max(gap.fromMs, fromMs),
    untilMs: Math.min(gap.untilMs, untilMs),
  };
}

function times({ fromMs, untilMs }: Span) {
  return { beginsAtMs: fromMs, endsAtMs: untilMs };
}

/** A turn that somebody is away for from its beginning to its end; overrides are no absence. */
function wholeTurnsAway(shifts: readonly Shift[], span: Span): readonly OutlookFinding[] {
  const turns = new Map<string, Shift[]>();
  for (const shift of shifts) {
    if (shift.turn < 0 || shift.state === 'off') continue;
    const key = `${shift.layer} ${shift.turn}`;
    turns.set(key, [...(turns.get(key) ?? []), shift]);
  }
  return [...turns.values()].flatMap((turn): OutlookFinding[] => {
    const [first] = turn;
    const last = turn.at(-1);
    const isAway = turn.every(({ why }) => why === 'away');
    if (!first || !last || !isAway || first.insteadOf === undefined) return [];
    // One that runs already can be planned no more.
    if (first.fromMs < span.fromMs) return [];
    const { layer, insteadOf: person } = first;
    const when = { beginsAtMs: first.fromMs, endsAtMs: last.untilMs };
    return [{ kind: 'away-whole-turn', layer, person, ...when }];
  });
}

function conflicts(rota: Rota, overrides: readonly Override[]): readonly OutlookFinding[] {
  return overrides.flatMap(({ id, layer, person, fromMs, untilMs }): OutlookFinding[] => {
    const isAway = absences(rota, [person]).some(
      (absence) => absence.fromMs < untilMs && fromMs < absence.untilMs,
    );
    const when = { beginsAtMs: fromMs, endsAtMs: untilMs };
    return isAway ? [{ kind: 'away-in-override', override: id, layer, person, ...when }] : [];
  });
}

function notInRota({ layers, away }: Rota): readonly OutlookFinding[] {
  const taking = new Set(layers.flatMap(({ people }) => people));
  const others = new Set(away.map(({ person }) => person).filter((one) => !taking.has(one)));
  return [...others].map((person) => ({ kind: 'away-not-in-rota', person }));
}
