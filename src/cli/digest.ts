/** `seventytwo digest`: what the next digest tells somebody, read from the register as the morning's chore reads it. */
import { digestOf } from '../looking/digest.ts';
import type { Io } from './io.ts';
import { printJson } from './json.ts';
import { openSession, requirePerson, withRegister, type Given } from './session.ts';

export async function runDigest(io: Io, given: Given): Promise<void> {
  const session = await openSession(io, given);
  const person = requirePerson(session);
  const { zone, policy, remote } = session;
  const { digest, mail } = remote
    ? await remote.digest()
    : await withRegister(session, (register) =>
        digestOf(register, policy, { person, zone, nowMs: io.now() }),
      );
  if (given.json) return printJson(session, { digest });
  if (!mail) return io.print(`Nothing is open for ${person}: no digest is mailed.`);
  if (digest.days === 'off') io.tell(`people.${person}.digest is off: this is not mailed.`);
  io.print(`${mail.subject}\n\n${mail.text.trimEnd()}`);
}
