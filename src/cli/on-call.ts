/** `oncall show` and `next`: who is on call now and who comes then, in the zones of the team and of whoever looks. */
import { formatLocal, formatBoth, formatUtc } from '../calendar/format.ts';
import { parseInstant } from '../calendar/parse.ts';
import { layerGaps, stintsOf } from '../calendar/rota-look.ts';
import { shiftsOf } from '../calendar/rota.ts';
import type { Override, Rota, RotaLayer, Shift, Span } from '../domain/rota.ts';
import { Failure } from '../failure.ts';
import { inForce, rotaOf } from '../on-call/rota.ts';
import { readOverrides, type GivenOverride } from '../register/overrides.ts';
import { paint, type Io } from './io.ts';
import { printJson } from './json.ts';
import { longSpan, who } from './on-call-words.ts';
import { openSession, withRegister, type Given, type Session } from './session.ts';
import { shown } from './shown.ts';
import { columns } from './table.ts';

const dayMs = 86_400_000;

export function requireRota(session: Session): Rota {
  const { policy, config, remote } = session;
  const rota = rotaOf(policy);
  if (rota) return rota;
  const where = remote ? `the policy file at ${remote.origin}` : config.policyPath;
  throw new Failure(
    'usage',
    'no-rota',
    `${where} has no section rota, so people are paged in the order of onCall.order: ${policy.onCall.order.join(', ')}; docs/on-call.md says how to write one`,
  );
}

/** Those in force, ahead, or ended after `sinceMs`; without a register there is none. */
export function overridesSince(
  session: Session,
  sinceMs: number,
): Promise<readonly (GivenOverride & { readonly reason?: string })[]> {
  if (session.remote) return session.remote.overrides(sinceMs);
  return withRegister(session, ({ db }) => readOverrides(db, sinceMs)).catch((error: unknown) => {
    if (error instanceof Failure && error.code === 'no-register') return [];
    throw error;
  });
}

export async function runOnCallShow(io: Io, given: Given): Promise<void> {
  const session = await openSession(io, given);
  const atMs = atOf(session, given);
  const rota = rotaOf(session.policy);
  if (!rota) return showOrder(session, atMs);
  const overrides = inForce(session.policy, await overridesSince(session, atMs));
  const layers = rota.layers.map((layer) => standing(rota, layer, overrides, atMs));
  if (session.options.json)
    return printJson(session, { atMs, teamZone: rota.zone, layers: layers.map(toJson) });
  const zones = { team: rota.zone, own: session.zone };
  const when = given.at === undefined ? 'now' : 'then';
  io.print(`On call ${when}: ${formatBoth(toMinute(atMs), rota.zone)}`);
  const width = Math.max(...layers.map(({ now }) => now.layer.length));
  for (const layer of layers) {
    io.print('');
    for (const line of page(layer, session, zones, atMs, width)) io.print(line);
  }
}

/** Nobody plans by seconds. */
export function toMinute(ms: number): number {
  return Math.floor(ms / 60_000) * 60_000;
}

function atOf({ io, zone }: Session, { at }: Given): number {
  if (typeof at !== 'string') return io.now();
  const { instant, note } = parseInstant(at, zone, io.now());
  if (note !== undefined) io.tell(`note: ${note}`);
  return instant.atMs;
}

function showOrder(session: Session, atMs: number): void {
  const { order } = session.policy.onCall;
  if (session.options.json) return printJson(session, { atMs, layers: [], order });
  session.io.print('The policy has no rota. People are paged in this order:');
  order.forEach((id, n) => session.io.print(`  ${n + 1}. ${who(session, id)}`));
}

type Standing = {
  readonly now: Shift;
  /** Who comes then; absent when nobody is planned within the look. */
  readonly next?: Shift;
};

/** How far the next person is looked for: turns of the layer, and days at least. */
const [turnsAhead, leastDaysAhead] = [2, 14];

function standing(
  rota: Rota,
  layer: RotaLayer,
  overrides: readonly Override[],
  atMs: number,
): Standing {
  const lookMs = Math.max(turnsAhead * layer.every, leastDaysAhead) * dayMs;
  const shifts = shiftsOf(rota, layer, overrides, { fromMs: atMs, untilMs: atMs + lookMs });
  let [now, ...later] = shifts;
  if (!now) throw new Error(`the layer ${layer.name} has no shift at ${atMs}`);
  // One person's turns that meet are one answer.
  while (later[0] && isSame(later[0], now)) {
    now = { ...now, untilMs: later[0].untilMs };
    later = later.slice(1);
  }
  const next = later.find(({ state }) => state === 'on');
  return { now, ...(next && { next }) };
}

function isSame(a: Shift, b: Shift): boolean {
  return a.state === b.state && a.person === b.person && a.insteadOf === b.insteadOf;
}

function toJson({ now, next }: Standing): object {
  const { layer, state, person, insteadOf, why, override, untilMs } = now;
  return {
    ...{ layer, state, untilMs },
    ...(person !== undefined && { person }),
    ...(insteadOf !== undefined && { insteadOf }),
    ...(why !== undefined && { why }),
    ...(override !== undefined && { override }),
    ...(next && { next: { person: next.person, atMs: next.fromMs } }),
  };
}

function page(
  { now, next }: Standing,
  session: Session,
  zones: { readonly team: string; readonly own: string },
  atMs: number,
  width: number,
): readonly string[] {
  const name = paint('strong', now.layer.padEnd(width));
  const indent = ' '.repeat(width);
  const until = `until  ${formatBoth(now.untilMs, zones.team)}, in ${longSpan(now.untilMs - atMs)}`;
  const own = formatLocal(now.untilMs, zones.own);
  const isElsewhere = own !== formatLocal(now.untilMs, zones.team);
  return [
    `${name}  ${headline(now, session)}`,
    ...(now.insteadOf !== undefined && now.state === 'on'
      ? [`${indent}  ${reason(now, session)}`]
      : []),
    `${indent}  ${until}`,
    ...(isElsewhere ? [`${indent}         ${own}, ${zones.own}`] : []),
    `${indent}  then   ${then(now, next, session, zones.team)}`,
  ];
}

function headline({ state, person, why, insteadOf }: Shift, session: Session): string {
  if (state === 'off') return paint('quiet', 'not within its hours');
  if (state === 'gap' || person === undefined) {
    const because =
      why === 'not-begun'
        ? 'the layer has not begun'
        : `${insteadOf === undefined ? 'whoever has the turn' : who(session, insteadOf)} and everybody else of the layer are away`;
    return paint('bad', `NOBODY: ${because}`);
  }
  return paint('good', who(session, person));
}

function reason({ insteadOf = '', why, override }: Shift, session: Session): string {
  return why === 'override'
    ? `in place of ${who(session, insteadOf)}, by override ${override ?? ''}`
    : `stands in for ${who(session, insteadOf)}, who is away`;
}

function then(now: Shift, next: Shift | undefined, session: Session, zone: string): string {
  if (!next?.person) return paint('warn', 'nobody is planned');
  const name = who(session, next.person);
  const again = next.person === now.person ? `${name} again` : name;
  return next.fromMs === now.untilMs ? again : `${again}, from ${formatBoth(next.fromMs, zone)}`;
}

type Line = Span & {
  readonly layer: string;
  readonly person?: string;
  readonly insteadOf?: string;
  readonly why?: Shift['why'];
};

export async function runOnCallNext(
  io: Io,
  given: Given,
  [typed]: readonly string[],
): Promise<void> {
  const session = await openSession(io, given);
  const rota = requireRota(session);
  if (typed !== undefined) requireKnown(session, typed);
  const fromMs = io.now();
  const untilMs = fromMs + daysOf(given, 14) * dayMs;
  const overrides = inForce(session.policy, await overridesSince(session, fromMs - dayMs));
  const lines = rota.layers
    .flatMap((layer): readonly Line[] => {
      // A turn further, so that a stint is told with its real end.
      const lookMs = untilMs + layer.every * dayMs;
      const shifts = shiftsOf(rota, layer, overrides, { fromMs, untilMs: lookMs });
      const gaps = layerGaps(shifts).map((gap) => ({ ...gap, layer: layer.name }));
      return [...stintsOf(shifts, 'turn'), ...gaps];
    })
    .filter((line) => line.fromMs < untilMs && line.untilMs > fromMs)
    .filter(({ person }) => typed === undefined || person === typed)
    .toSorted((a, b) => a.fromMs - b.fromMs);
  if (given.json)
    return printJson(session, {
      ...{ teamZone: rota.zone, untilMs },
      shifts: lines.map(({ fromMs: beginsAtMs, untilMs: endsAtMs, ...rest }) => ({
        ...{ beginsAtMs, endsAtMs, ...rest },
      })),
    });
  if (lines.length === 0)
    return io.print(`No shift until ${formatBoth(toMinute(untilMs), rota.zone)}.`);
  io.print(columns(['BEGINS', 'UTC', 'ENDS', 'LAYER', 'WHO'], lines.map(row(session, rota))));
}

function row({ names }: Session, { zone }: Rota): (line: Line) => readonly string[] {
  return ({ fromMs, untilMs, layer, person, insteadOf, why }) => {
    const name = person === undefined ? paint('bad', 'NOBODY') : who({ names }, person);
    const instead =
      insteadOf === undefined || person === undefined
        ? ''
        : paint('quiet', ` for ${who({ names }, insteadOf)}${why === 'away' ? ', away' : ''}`);
    return [
      formatLocal(fromMs, zone),
      formatUtc(fromMs).replace(' UTC', ''),
      formatLocal(untilMs, zone),
      layer,
      `${name}${instead}`,
    ];
  };
}

export function requireKnown({ policy }: Session, typed: string): void {
  if (Object.hasOwn(policy.people, typed)) return;
  throw new Failure(
    'usage',
    'unknown-person',
    `${shown(typed)} is not one of the people of the policy file; use one of ${Object.keys(policy.people).join(', ')}`,
  );
}

/** Beyond a year nobody plans. */
const mostDays = 366;

export function daysOf({ days }: Given, otherwise: number): number {
  if (days === undefined) return otherwise;
  const count = Number(days);
  if (Number.isInteger(count) && count >= 1 && count <= mostDays) return count;
  throw new Failure(
    'usage',
    'bad-input',
    `--days is ${shown(typeof days === 'string' ? days : '')}; give a whole number from 1 to ${mostDays}`,
  );
}
