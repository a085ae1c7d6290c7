/** The id of an incident that is to be declared: it follows from the command id, so that a repeat finds the same one. */
import { createHash } from 'node:crypto';
import { idAlphabet, idLength } from './domain/incident-id.ts';

export function incidentIdFor(commandId: string, attempt: number): string {
  const digest = createHash('sha256').update(`${commandId}\n${attempt}`).digest();
  const letters = [...digest.subarray(0, idLength)].map(
    (byte) => idAlphabet[byte % idAlphabet.length],
  );
  return `INC-${letters.join('')}`;
}
