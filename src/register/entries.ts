/** Reads the register of GDPR Art. 33(5) entry by entry: one incident in memory at a time, however many there are. */
import {
  beganAtMs,
  entryOf,
  foldRegister,
  stateOf,
  type RegisterEntry,
  type RegisterFold,
  type RegisterState,
} from '../domain/register-entry.ts';
import type { PersonalData } from '../domain/commands.ts';
import { Failure } from '../failure.ts';
import type { Register } from './database.ts';
import { readEvents } from './journal.ts';

export type EntryFilter = {
  /** Awareness, or the declaration where there is none: not before the first, not after the second. */
  readonly fromMs?: number;
  readonly toMs?: number;
  readonly personalData?: PersonalData;
  readonly state?: RegisterState;
  /** With a duty under this rule; the state is then that of these duties. */
  readonly rule?: string;
};

/** Events held in memory at once. */
const batchSize = 500;

/** Newest declaration first. */
export async function* readEntries(
  register: Register,
  filter: EntryFilter = {},
): AsyncGenerator<RegisterEntry> {
  const ids = await register.db
    .selectFrom('incident')
    .select('id')
    .orderBy('declared_at_ms', 'desc')
    .orderBy('id')
    .execute();
  for (const { id } of ids) {
    const entry = await readEntry(register, id).catch((error: unknown) => {
      // As one whose rows are gone: its content was erased, after this copy of the register was made.
      if (error instanceof Failure && error.code === 'key-erased') return undefined;
      throw error;
    });
    if (entry && fits(entry, filter)) yield entry;
  }
}

/** Undefined when the incident is not known, or never raised the question of a breach and never had a duty. */
export async function readEntry(
  register: Register,
  incidentId: string,
): Promise<RegisterEntry | undefined> {
  let fold: RegisterFold | undefined;
  for (;;) {
    const afterSeq = fold?.incident.seq ?? 0;
    const events = await readEvents(register, incidentId, { afterSeq, limit: batchSize });
    for (const event of events) fold = foldRegister(fold, event);
    if (events.length < batchSize) return entryOf(fold);
  }
}

function fits(entry: RegisterEntry, filter: EntryFilter): boolean {
  const { fromMs = -Infinity, toMs = Infinity, personalData, state, rule } = filter;
  const atMs = beganAtMs(entry);
  const duties =
    rule === undefined ? entry.duties : entry.duties.filter((duty) => duty.rule === rule);
  return (
    atMs >= fromMs &&
    atMs <= toMs &&
    (personalData === undefined || entry.personalData === personalData) &&
    (rule === undefined || duties.length > 0) &&
    (state === undefined || stateOf(duties) === state)
  );
}
