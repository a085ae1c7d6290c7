/** What the register knows of an incident: for whoever sends to one, or looks at one that does not run. */
import type { Incident } from '../domain/incident.ts';
import type { Register } from '../register/database.ts';
import { requireContent } from '../register/erasures.ts';
import { readEvents, readIncident } from '../register/journal.ts';

/** Then it can be brought back although Temporal has forgotten it. Throws the sentence for one that was erased. */
export async function isRecordedIn(register: Register, incidentId: string): Promise<boolean> {
  await requireContent(register.db, incidentId);
  return (await readEvents(register, incidentId, { limit: 1 })).length > 0;
}

/** Throws the sentence for one that was erased. */
export async function readKept(
  register: Register,
  incidentId: string,
): Promise<Incident | undefined> {
  const incident = await readIncident(register, incidentId);
  if (!incident) await requireContent(register.db, incidentId);
  return incident;
}
