/** `seventytwo declare`: starts an incident. */
import type { Command } from '../domain/commands.ts';
import type { Status } from '../domain/status.ts';
import * as declaring from '../sending/declaring.ts';
import { isRecorded, withIncidents, type Session } from './session.ts';
import { signedFor } from './signed.ts';

export async function declare(session: Session, command: Command): Promise<Status> {
  const { policy, policyVersion: version, io, remote } = session;
  // Elsewhere the server asks: it has the whole policy.
  if (!remote) declaring.requireAllowed(command, { policy, version }, io.now());
  return withIncidents(session, (incidents) =>
    declaring.declare(
      {
        incidents,
        sign: (unsigned, id) => signedFor(session, unsigned, id),
        isRecorded: (id) => isRecorded(session, id),
      },
      command,
    ),
  );
}
