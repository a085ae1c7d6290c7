/**
 * For whom an incident is: what the command line and the board show to whom. A courtesy among colleagues: whoever
 * reads the register or Temporal directly reads them all (docs/access.md).
 */
import { openGlass } from '../domain/glass.ts';
import { status as toStatus, type Status } from '../domain/status.ts';
import type { Register } from '../register/database.ts';
import { onceRestricted } from '../register/incidents.ts';
import { readIncident } from '../register/journal.ts';

export type Seen = Pick<Status, 'id' | 'seenBy' | 'glasses'>;

/** Who looks, and when; nobody in particular has no restricted incident. */
export type Onlooker = { readonly person?: string | undefined; readonly nowMs: number };

export function isHidden(status: Seen, { person, nowMs }: Onlooker): boolean {
  if (!status.seenBy) return false;
  if (person === undefined) return true;
  return !status.seenBy.includes(person) && !openGlass(status, person, nowMs);
}

/** Few incidents are ever restricted: only those are read. */
export async function hiddenFrom(
  register: Register,
  onlooker: Onlooker,
  isWanted: (id: string) => boolean = () => true,
): Promise<ReadonlySet<string>> {
  const hidden = new Set<string>();
  for (const id of await onceRestricted(register)) {
    const incident = isWanted(id) ? await readIncident(register, id) : undefined;
    if (incident && isHidden(toStatus(incident, 0), onlooker)) hidden.add(id);
  }
  return hidden;
}
