/** `hold` and `release`: while an incident is held, nothing of it is erased, by hand or by a limit. */
import { Failure } from '../failure.ts';
import { rolesOf } from '../policy/roles.ts';
import { recordHold, type HoldKind } from '../register/holds.ts';
import type { Io } from './io.ts';
import { printJson } from './json.ts';
import {
  incidentIdFrom,
  openSession,
  requirePerson,
  withRegister,
  type Given,
  type Session,
} from './session.ts';
import { longText } from '../domain/shape.ts';

export async function runHold(
  io: Io,
  given: Given,
  [typed = '']: readonly string[],
  kind: HoldKind,
): Promise<void> {
  const session = await openSession(io, given);
  const by = requireKeeper(session);
  const incident = incidentIdFrom(typed);
  const reason = requireReason(given);
  const act = { incident, kind, by, atMs: io.now(), reason };
  await withRegister(session, (register) => recordHold(register, act), 'writing');
  if (given.json) return printJson(session, { [kind]: act });
  io.print(
    kind === 'held'
      ? `${incident} is held: nothing of it is erased until seventytwo release ${incident}.`
      : `${incident} is not held any more: the limits of the policy count again.`,
  );
}

/** Whoever decides what is kept: the DPO, the deputy, or an admin. */
export function requireKeeper(session: Session): string {
  const person = requirePerson(session);
  const roles = rolesOf(session.policy, person);
  if (roles.includes('admin') || roles.includes('dpo')) return person;
  throw new Failure(
    'notAllowed',
    'role-needed',
    `${person} is neither admin nor DPO by the policy file, and only they erase, hold or release an incident; ask ${session.policy.roles.dpo}`,
  );
}

export function requireReason({ reason }: Given): string {
  const text = typeof reason === 'string' ? reason.trim() : '';
  if (text !== '' && text.length <= longText) return text;
  throw new Failure(
    'usage',
    'bad-input',
    text === ''
      ? 'say why with --reason; it is kept beside the audit chain'
      : `--reason has ${text.length} characters; at most ${longText} are kept`,
  );
}
