/** `oncall export`: the shifts ahead as a calendar file, of everybody or of one person. */
import { shiftsOf } from '../calendar/rota.ts';
import type { Shift } from '../domain/rota.ts';
import { rotaCalendar } from '../on-call/calendar.ts';
import { inForce } from '../on-call/rota.ts';
import { mailDomainOf } from '../policy/snapshot.ts';
import type { Io } from './io.ts';
import { printJson } from './json.ts';
import { writeNewFile } from './new-file.ts';
import { daysOf, overridesSince, requireKnown, requireRota } from './on-call.ts';
import { openSession, type Given } from './session.ts';

const dayMs = 86_400_000;

export async function runOnCallExport(
  io: Io,
  given: Given,
  [person]: readonly string[],
): Promise<void> {
  const session = await openSession(io, given);
  const rota = requireRota(session);
  if (person !== undefined) requireKnown(session, person);
  const fromMs = io.now();
  const span = { fromMs, untilMs: fromMs + daysOf(given, 90) * dayMs };
  // Whole shifts: the one that runs is exported with the beginning that it had before.
  const longest = Math.max(...rota.layers.map(({ every }) => every)) * dayMs;
  const overrides = inForce(session.policy, await overridesSince(session, fromMs - longest));
  const shifts = rota.layers
    .flatMap((layer): readonly Shift[] => shiftsOf(rota, layer, overrides, span))
    .filter(({ state }) => state === 'on')
    .filter((shift) => person === undefined || shift.person === person)
    .toSorted((a, b) => a.fromMs - b.fromMs);
  const { names, policy } = session;
  const text = rotaCalendar({
    ...{ shifts, names, organisation: policy.organisation },
    ...{ domain: mailDomainOf(policy), nowMs: fromMs },
  });
  const { out, force } = given;
  if (typeof out !== 'string') {
    if (given.json) return printJson(session, { shifts: shifts.map(toJson), calendar: text });
    return io.print(text.trimEnd());
  }
  const { bytes, sha256 } = await writeNewFile(out, { force: force === true }, [text]);
  if (given.json) return printJson(session, { file: out, bytes, sha256, shifts: shifts.length });
  io.print(
    `${out} has ${shifts.length} ${shifts.length === 1 ? 'shift' : 'shifts'}. Import it into a calendar of its own, and empty that one before a later import: shifts that are no more would stay.`,
  );
}

function toJson({ fromMs: beginsAtMs, untilMs: endsAtMs, layer, person, insteadOf }: Shift) {
  return { beginsAtMs, endsAtMs, layer, person, ...(insteadOf !== undefined && { insteadOf }) };
}
