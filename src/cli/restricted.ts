/** Which incidents of the register are not for whoever asks: for the commands that read it without asking an incident. */
import { status as toStatus } from '../domain/status.ts';
import { Failure } from '../failure.ts';
import * as looking from '../looking/sight.ts';
import type { Register } from '../register/database.ts';
import { readIncident } from '../register/journal.ts';
import type { Session } from './session.ts';
import { requireSight } from './sight.ts';

type Asker = Pick<Session, 'person' | 'io'>;

export function hiddenFrom(
  register: Register,
  { person, io }: Asker,
  isWanted?: (id: string) => boolean,
): Promise<ReadonlySet<string>> {
  return looking.hiddenFrom(register, { person, nowMs: io.now() }, isWanted);
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
