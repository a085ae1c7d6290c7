/**
 * Erases all of an incident: claim, act, key, Temporal's runs, rows, in this order. A process may be killed between any
 * two of them: the next turn goes on from what it finds. Once the act is on the chain there is no way back.
 */
import { Failure } from '../failure.ts';
import type { Register } from '../register/database.ts';
import { claim, dropClaim, isUnswept, seal, sweep } from '../register/erase.ts';
import type { Wanted } from '../register/erasure-manifest.ts';
import {
  contentAct,
  incidentActs,
  readClaims,
  type IncidentManifest,
} from '../register/erasures.ts';
import { survey } from './keepable.ts';

/** What of an incident is outside of the register. */
export type Outside = {
  /** Why nothing may be erased now, in one sentence: it runs, or the register lacks events of it. */
  readonly stillNeeded: (incident: string, lastSeq: number) => Promise<string | undefined>;
  /** Its payload key, where payloads are encrypted: every copy of them, in backups too, is unreadable from then on. */
  readonly eraseKey: (incident: string) => Promise<void>;
  /** Its closed runs and outboxes in Temporal; how many there were. */
  readonly forgetRuns: (incident: string) => Promise<number>;
};

export type Erased = { readonly manifest: IncidentManifest; readonly runs: number };

/** Throws a Failure that says why not: unknown, running, held, erased already. */
export async function eraseContent(
  register: Register,
  outside: Outside,
  wanted: Pick<Wanted, 'incident' | 'why' | 'nowMs'>,
): Promise<Erased> {
  const { db } = register;
  const act = await contentAct(db, wanted.incident);
  if (act && (await isUnswept(db, act))) return finish(register, outside, act.manifest);
  const [left] = await readClaims(db, wanted.incident);
  if (left) return carryOut(register, outside, left.manifest);
  const line = await db
    .selectFrom('incident')
    .selectAll()
    .where('id', '=', wanted.incident)
    .executeTakeFirst();
  const files = line && !act ? (await survey(db, line, line.closed_at_ms ?? 0)).fileHashes : [];
  const manifest = await claim(register, { ...wanted, scope: 'content', files });
  return carryOut(register, outside, manifest);
}

/** What a killed process left behind, of whatever incident; those that may not go are let go, and counted. */
export async function goOn(
  register: Register,
  outside: Outside,
): Promise<{ readonly finished: number; readonly refused: number }> {
  const { db } = register;
  let [finished, refused] = [0, 0];
  for (const { manifest } of await readClaims(db)) {
    try {
      await carryOut(register, outside, manifest);
      finished += 1;
    } catch (error) {
      if (!(error instanceof Failure && error.kind === 'refused')) throw error;
      refused += 1;
    }
  }
  for (const act of await incidentActs(db)) {
    if (!(await isUnswept(db, act))) continue;
    await finish(register, outside, act.manifest);
    finished += 1;
  }
  return { finished, refused };
}

async function carryOut(
  register: Register,
  outside: Outside,
  manifest: IncidentManifest,
): Promise<Erased> {
  const { incident, upTo } = manifest;
  // Only now: from the claim on nobody can bring it back, so what does not run now will not run later.
  const because = await outside.stillNeeded(incident, upTo);
  if (because !== undefined) {
    await dropClaim(register, manifest);
    throw new Failure('refused', 'incident-runs', because);
  }
  await seal(register, manifest);
  return finish(register, outside, manifest);
}

async function finish(
  register: Register,
  outside: Outside,
  manifest: IncidentManifest,
): Promise<Erased> {
  const { incident } = manifest;
  await outside.eraseKey(incident);
  const runs = await outside.forgetRuns(incident);
  // Last: while rows are there, the next turn sees that this one did not end.
  await sweep(register, manifest);
  return { manifest, runs };
}
