/** Incidents as the register tells them, kept folded between two looks at the list: only what has changed is read again. */
import type { Incident } from '../domain/incident.ts';
import type { Register } from '../register/database.ts';
import type { ListedIncident } from '../register/incidents.ts';
import { readIncident } from '../register/journal.ts';

export type Folds = (lines: readonly ListedIncident[]) => Promise<ReadonlyMap<string, Incident>>;

/** Bounded by what is asked for: whatever is not on the list any more is forgotten. */
export function createFolds(register: Register): Folds {
  let known = new Map<string, Incident>();
  return async (lines) => {
    const now = new Map<string, Incident>();
    for (const { id, lastSeq } of lines) {
      const before = known.get(id);
      const incident = before?.seq === lastSeq ? before : await readIncident(register, id);
      if (incident) now.set(id, incident);
    }
    known = now;
    return now;
  };
}
