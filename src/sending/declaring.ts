/** Declares an incident: its id follows from the command id, so that a repeat finds the same one. */
import { createHash } from 'node:crypto';
import type { Incidents } from '../client.ts';
import type { Command } from '../domain/commands.ts';
import { decide } from '../domain/decide.ts';
import { idAlphabet, idLength } from '../domain/incident-id.ts';
import { isRefusal } from '../domain/refusal.ts';
import type { Status } from '../domain/status.ts';
import { Failure } from '../failure.ts';
import type { LoadedPolicy } from '../policy/file.ts';
import { snapshot } from '../policy/snapshot.ts';

/** Two ids meet by chance once in millions; ten tries in a row do not. */
const attempts = 10;

/** How a declaration reaches the incidents, whoever sends it. */
export type Way = {
  readonly incidents: Pick<Incidents, 'declare' | 'send'>;
  /** With the proof of who sends it. */
  readonly sign: (command: Command, incidentId: string) => Promise<Command>;
  /** Whether the register knows the incident. */
  readonly isRecorded: (incidentId: string) => Promise<boolean>;
};

export async function declare(way: Way, command: Command): Promise<Status> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const id = incidentIdFor(command.commandId, attempt);
    const status = await declareAs(way, id, command);
    if (status) return status;
  }
  throw new Error(`no free incident id in ${attempts} attempts`);
}

/** The rules are asked before anything is sent, so that what they refuse starts nothing. */
export function requireAllowed(
  command: Command,
  { policy, version }: Pick<LoadedPolicy, 'policy' | 'version'>,
  nowMs: number,
): void {
  const decision = decide(undefined, command, {
    nowMs,
    incidentId: 'INC-NEW',
    policy: snapshot(policy, version),
  });
  if (isRefusal(decision)) throw new Failure('refused', decision.refused, decision.message);
}

/** Undefined when another incident has this id. */
async function declareAs(
  { incidents, sign, isRecorded }: Way,
  id: string,
  unsigned: Command,
): Promise<Status | undefined> {
  const command = await sign(unsigned, id);
  try {
    const status = await incidents.declare(id, command);
    // Taken: by a repeat of this command, which is answered, or by chance, which is refused.
    return status ?? (await incidents.send(id, command, () => isRecorded(id)));
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

export function incidentIdFor(commandId: string, attempt: number): string {
  const digest = createHash('sha256').update(`${commandId}\n${attempt}`).digest();
  const letters = [...digest.subarray(0, idLength)].map(
    (byte) => idAlphabet[byte % idAlphabet.length],
  );
  return `INC-${letters.join('')}`;
}
