/** Checks the audit chain and all that it seals, and names the first thing that does not hold. */
import type { Kysely } from 'kysely';
import type { Checkpoint, Genesis } from '../domain/audit-entry.ts';
import { checkAccess } from './audit-access.ts';
import { checkContent, type ContentProgress } from './audit-content.ts';
import { checkCoverage } from './audit-coverage.ts';
import { readErasures, type Erasures } from './audit-erasure.ts';
import { missing, type Fault } from './audit-fault.ts';
import type { Why } from './audit-sealed.ts';
import { walkChain, type Walked } from './audit-walk.ts';
import { whySealed } from './cells.ts';
import { inSnapshot, type Register } from './database.ts';
import type { Tables } from './tables.ts';

export type Verified = {
  readonly entries: number;
  readonly events: number;
  /** Events from before the chain began: sealed together, by its first entry. */
  readonly earlierEvents: number;
  readonly installation?: string;
  readonly head?: string;
  /** Drafts and files that were in a lost register alone, as often as events name them: a rebuild is on record before these. */
  readonly lost: number;
  /** Events, drafts, files and versions of the policy that are gone because an act on the chain erased them. */
  readonly erased: number;
  /** Incidents whose key was erased while their content is here: nobody can read it, and no act on this chain says so. */
  readonly keyErased: readonly string[];
  readonly fault?: Fault;
};

/** How far it is: `what` is counted. */
export type Progress = (count: number, what: 'entries' | 'incidents') => void;

/** All of one moment, whoever writes meanwhile. */
export async function verifyAudit(
  register: Register,
  checkpoint?: Checkpoint,
  tell: Progress = () => {},
): Promise<Verified> {
  const { cells } = register;
  const why: Why = (column, row) => whySealed(cells.keys, column, row);
  return inSnapshot(register, async (moment) => {
    // What does not open is judged by the entry that seals it.
    const db = cells.leaving(moment.db);
    const erasures = await readErasures(db);
    const walked = await walkChain(db, checkpoint, erasures, why, (count) =>
      tell(count, 'entries'),
    );
    const { entries, events, genesis, head } = walked;
    let [lost, erased] = [0, walked.erased];
    const progress = {
      tell: (count: number) => tell(count, 'incidents'),
      lose: () => void (lost += 1),
      erase: () => void (erased += 1),
      why,
    };
    const fault = walked.fault ?? (await checkRest(db, walked, checkpoint, erasures, progress));
    return {
      ...{ lost, erased, keyErased: [...walked.keyErased].toSorted() },
      ...{ entries, events, earlierEvents: genesis?.events ?? 0 },
      ...(genesis && { installation: genesis.installation }),
      ...(head !== undefined && { head }),
      ...(fault && { fault }),
    };
  });
}

/** What rests on a chain that is whole in itself. */
async function checkRest(
  db: Kysely<Tables>,
  { genesis, atCheckpoint, entries, keyErased }: Walked,
  checkpoint: Checkpoint | undefined,
  erasures: Erasures,
  progress: ContentProgress,
): Promise<Fault | undefined> {
  if (!genesis) return missing(0);
  return (
    (await checkCoverage(db, genesis, erasures, progress.why)) ??
    checkCheckpoint(checkpoint, atCheckpoint, genesis, entries) ??
    (await checkAccess(db)) ??
    checkContent(db, { ...erasures, keyErased }, progress)
  );
}

function checkCheckpoint(
  checkpoint: Checkpoint | undefined,
  found: string | undefined,
  { installation }: Pick<Genesis, 'installation'>,
  entries: number,
): Fault | undefined {
  if (!checkpoint) return undefined;
  const { n } = checkpoint;
  if (checkpoint.installation !== installation)
    return {
      ...{ broken: 'other-installation', n },
      sentence: `the checkpoint is of installation ${checkpoint.installation}, and this chain began as ${installation}: it is another register, or the chain was made anew`,
    };
  if (found === undefined)
    return {
      ...{ broken: 'truncated', n },
      sentence: `the checkpoint saw entry ${n}, and the chain ends at ${entries - 1}: its end was cut off, or an older copy was restored`,
    };
  if (found === checkpoint.hash) return undefined;
  return {
    ...{ broken: 'rewritten', n },
    sentence: `entry ${n} is not the one that the checkpoint saw: the chain was written anew, up to there or before`,
  };
}
