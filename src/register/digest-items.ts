/** Gathers what each person's digest says from the register: one incident in memory at a time, however many there are. */
import { emptyDigest, withIncident, worstFirst, type Digest, type Kept } from '../domain/digest.ts';
import type { PersonId } from '../domain/policy.ts';
import { Failure } from '../failure.ts';
import type { Register } from './database.ts';
import { keptFor } from './digests.ts';
import { listIncidents } from './incidents.ts';
import { readIncident } from './journal.ts';

export async function gatherDigests(
  register: Register,
  people: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, Digest>> {
  const digests = new Map(people.map((person) => [person, emptyDigest] as const));
  if (people.length === 0) return digests;
  const kept = new Map<PersonId, readonly Kept[]>();
  for (const person of people) kept.set(person, await keptFor(register.db, person));
  const open = (await listIncidents(register, { open: true })).map(({ id }) => id);
  // What was closed meanwhile is told all the same.
  const ids = new Set([...open, ...[...kept.values()].flat().map(({ incident }) => incident)]);
  for (const id of ids) {
    const incident = await readIncident(register, id).catch((error: unknown) => {
      // Its content was erased: there is nothing left to tell.
      if (error instanceof Failure && error.code === 'key-erased') return undefined;
      throw error;
    });
    if (!incident) continue;
    for (const person of people) {
      const theirs = (kept.get(person) ?? []).filter((one) => one.incident === id);
      digests.set(
        person,
        withIncident(digests.get(person) ?? emptyDigest, incident, person, theirs),
      );
    }
  }
  return new Map([...digests].map(([person, digest]) => [person, worstFirst(digest)]));
}
