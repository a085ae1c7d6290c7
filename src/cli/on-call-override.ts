/** `oncall override`: somebody takes a layer for a while, gives it back, and what is in force or ahead. */
import { formatBoth, formatLocal } from '../calendar/format.ts';
import { parseInstant } from '../calendar/parse.ts';
import { absences } from '../calendar/rota.ts';
import type { Rota } from '../domain/rota.ts';
import { Failure } from '../failure.ts';
import { requireMayOverride, requirePossible } from '../on-call/override.ts';
import { rolesOf } from '../policy/roles.ts';
import {
  addOverride,
  readReasons,
  removeOverride,
  type GivenOverride,
} from '../register/overrides.ts';
import { requireReason } from './hold.ts';
import { paint, type Io } from './io.ts';
import { printJson } from './json.ts';
import { overridesSince, requireKnown, requireRota } from './on-call.ts';
import { who } from './on-call-words.ts';
import { openSession, requirePerson, withRegister, type Given, type Session } from './session.ts';
import { shown } from './shown.ts';
import { columns } from './table.ts';

export async function runOverride(
  io: Io,
  given: Given,
  [person]: readonly string[],
): Promise<void> {
  const session = await openSession(io, given);
  const rota = requireRota(session);
  if (typeof given.remove === 'string') return remove(session, given.remove, rota);
  if (person === undefined) return list(session, rota);
  requireKnown(session, person);
  const by = requireResponder(session);
  const layer = layerOf(rota, given.layer);
  const [fromMs, untilMs] = [timeOf(session, given, 'from'), timeOf(session, given, 'until')];
  const terms = { layer, person, fromMs, untilMs };
  const time = (atMs: number): string => formatBoth(atMs, session.zone);
  const grounds = { policy: session.policy, nowMs: io.now() };
  requirePossible(terms, grounds, { from: '--from', until: '--until', time });
  const reason = requireReason(given);
  const override = session.remote
    ? await session.remote.addOverride({ ...terms, reason })
    : await withRegister(
        session,
        (register) => addOverride(register, { ...terms, by, givenAtMs: io.now() }, reason),
        'writing',
      );
  if (absences(rota, [person]).some((one) => one.fromMs < untilMs && fromMs < one.untilMs))
    io.tell(`note: ${person} is away in that time by the policy; the override counts all the same`);
  if (given.json) return printJson(session, { override: toJson(override, reason) });
  io.print(`${paint('strong', override.id)}  ${who(session, person)} takes ${layer}`);
  io.print(`  from   ${formatBoth(fromMs, rota.zone)}`);
  io.print(`  until  ${formatBoth(untilMs, rota.zone)}`);
  io.print(paint('quiet', `  take it back: seventytwo oncall override --remove ${override.id}`));
}

async function remove(session: Session, id: string, rota: Rota): Promise<void> {
  const by = requireResponder(session);
  const { io } = session;
  const override = session.remote
    ? await session.remote.removeOverride(id)
    : await withRegister(
        session,
        (register) => removeOverride(register, id, by, io.now()),
        'writing',
      );
  if (session.options.json) return printJson(session, { removed: toJson(override) });
  const { layer, person, fromMs } = override;
  io.print(
    `${id} is taken back: ${who(session, person)} does not take ${layer} from ${formatBoth(fromMs, rota.zone)} on; the rotation counts again.`,
  );
}

async function list(session: Session, { zone }: Rota): Promise<void> {
  const all = await overridesSince(session, session.io.now());
  const ids = all.map(({ id }) => id);
  const reasons: ReadonlyMap<string, string> =
    ids.length === 0 || session.remote
      ? new Map(all.flatMap(({ id, reason }) => (reason === undefined ? [] : [[id, reason]])))
      : await withRegister(session, ({ db }) => readReasons(db, ids));
  if (session.options.json)
    return printJson(session, { overrides: all.map((one) => toJson(one, reasons.get(one.id))) });
  if (all.length === 0) return session.io.print('No override is in force or ahead.');
  const rows = all.map(({ id, layer, person, fromMs, untilMs }) => [
    ...[id, layer, who(session, person), formatLocal(fromMs, zone), formatLocal(untilMs, zone)],
    reasons.get(id) ?? '-',
  ]);
  session.io.print(columns(['ID', 'LAYER', 'WHO', 'FROM', 'UNTIL', 'REASON'], rows));
}

function toJson(override: GivenOverride, reason?: string): object {
  const { fromMs: beginsAtMs, untilMs: endsAtMs, ...rest } = override;
  return { ...rest, beginsAtMs, endsAtMs, ...(reason !== undefined && { reason }) };
}

function requireResponder(session: Session): string {
  const person = requirePerson(session);
  requireMayOverride(person, rolesOf(session.policy, person));
  return person;
}

function layerOf({ layers }: Rota, typed: unknown): string {
  const names = layers.map(({ name }) => name);
  // The first is paged first: that is the one people mean who name none.
  const name = typed === undefined ? names[0] : names.find((one) => one === typed);
  if (name !== undefined) return name;
  throw new Failure(
    'usage',
    'unknown-layer',
    `--layer is ${shown(String(typed))}, which is no layer of the rota; use one of ${names.join(', ')}`,
  );
}

function timeOf({ io, zone }: Session, given: Given, name: 'from' | 'until'): number {
  const typed = given[name];
  if (typeof typed !== 'string')
    throw new Failure(
      'usage',
      'bad-input',
      `--${name} is missing; write a time such as 2026-11-27T18:00, in ${zone}`,
    );
  const { instant, note } = parseInstant(typed, zone, io.now());
  if (note !== undefined) io.tell(`note: --${name}: ${note}`);
  return instant.atMs;
}
