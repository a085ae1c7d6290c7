/** `seventytwo declare`: starts an incident. Its id follows from the command id, so that a repeat finds the same one. */
import type { Incidents } from '../client.ts';
import type { Command } from '../domain/commands.ts';
import { decide } from '../domain/decide.ts';
import { isRefusal } from '../domain/refusal.ts';
import type { Status } from '../domain/status.ts';
import { Failure } from '../failure.ts';
import { snapshot } from '../policy/snapshot.ts';
import { incidentIdFor } from '../new-incident-id.ts';
import { isRecorded, withIncidents, type Session } from './session.ts';
import { signedFor } from './signed.ts';

/** Two ids meet by chance once in millions; ten tries in a row do not. */
const attempts = 10;

export async function declare(session: Session, command: Command): Promise<Status> {
  requireAllowed(session, command);
  return withIncidents(session, async (incidents) => {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const id = incidentIdFor(command.commandId, attempt);
      const status = await declareAs(session, incidents, id, command);
      if (status) return status;
    }
    throw new Error(`no free incident id in ${attempts} attempts`);
  });
}

/** The rules are asked here too, so that what they refuse starts nothing. */
function requireAllowed({ policy, policyVersion, io }: Session, command: Command): void {
  const decision = decide(undefined, command, {
    nowMs: io.now(),
    incidentId: 'INC-NEW',
    policy: snapshot(policy, policyVersion),
  });
  if (isRefusal(decision)) throw new Failure('refused', decision.refused, decision.message);
}

/** Undefined when another incident has this id. */
async function declareAs(
  session: Session,
  incidents: Incidents,
  id: string,
  unsigned: Command,
): Promise<Status | undefined> {
  const command = await signedFor(session, unsigned, id);
  try {
    const status = await incidents.declare(id, command);
    // Taken: by a repeat of this command, which is answered, or by chance, which is refused.
    return status ?? (await incidents.send(id, command, () => isRecorded(session, id)));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    // Of another incident, or of a declaration that was refused: the next id is free.
    if (error.code === 'already-declared' || error.code === 'unknown-incident') return undefined;
    if (error.code === 'no-worker' || error.code === 'no-answer')
      throw new Failure(
        'unreachable',
        error.code,
        `${id} is recorded in Temporal and will not be lost, but nobody has been paged yet: ${error.message}`,
        error,
      );
    throw error;
  }
}
