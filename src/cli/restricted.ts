/** Which incidents of the register are not for whoever asks: for the commands that read it without asking an incident. */
import { status as toStatus } from '../domain/status.ts';
import { Failure } from '../failure.ts';
import type { Register } from '../register/database.ts';
import { onceRestricted } from '../register/incidents.ts';
import { readIncident } from '../register/journal.ts';
import type { Session } from './session.ts';
import { isHidden, requireSight } from './sight.ts';

type Asker = Pick<Session, 'person' | 'io'>;

/** Few incidents are ever restricted: only those are read. */
export async function hiddenFrom(
  register: Register,
  asker: Asker,
  isWanted: (id: string) => boolean = () => true,
): Promise<ReadonlySet<string>> {
  const hidden = new Set<string>();
  for (const id of await onceRestricted(register)) {
    const incident = isWanted(id) ? await readIncident(register, id) : undefined;
    if (incident && isHidden(toStatus(incident, 0), asker)) hidden.add(id);
  }
  return hidden;
}

/** One that the register does not have is for whoever looks for it to tell. */
export async function requireSightOf(register: Register, id: string, asker: Asker): Promise<void> {
  const incident = await readIncident(register, id);
  if (incident) requireSight(toStatus(incident, 0), asker);
}

/** A document that goes to others must not look whole when it is not. */
export function requireWhole(ids: readonly string[], { person }: Asker): void {
  if (ids.length === 0) return;
  throw new Failure(
    'notAllowed',
    'restricted',
    `${ids.join(', ')} ${ids.length === 1 ? 'is' : 'are'} restricted and not for ${person ?? 'everybody'}, and without ${ids.length === 1 ? 'it' : 'them'} this would not be whole; say who you are with --as, or have somebody do it who may see ${ids.length === 1 ? 'it' : 'them'}, such as the DPO`,
  );
}
