/** Which incidents still need the bytes of a file: the same bytes are kept once, whoever attached them. */
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { isOfIncident, readActs, type ErasureAct } from './erasures.ts';
import type { Tables } from './tables.ts';

/** By events that are there and that no act covers. `audit verify` checks that each event's line names its file. */
export async function needersOf(
  db: Kysely<Tables>,
  sha256: string,
  acts?: readonly ErasureAct[],
): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('event')
    .select(['incident_id', 'seq'])
    .where('file', '=', sha256)
    .execute();
  const given = acts ?? (rows.length === 0 ? [] : await readActs(db));
  return new Set(
    rows.flatMap(({ incident_id: incident, seq }) =>
      isGivenUp(given, { incident, seq, sha256 }) ? [] : [incident],
    ),
  );
}

/** Whether an act covers the file that this event attached. */
export function isGivenUp(
  acts: readonly ErasureAct[],
  file: { readonly incident: string; readonly seq: number; readonly sha256: string },
): boolean {
  return acts.some(
    ({ manifest }) =>
      isOfIncident(manifest) &&
      manifest.incident === file.incident &&
      manifest.upTo >= file.seq &&
      manifest.files.includes(file.sha256),
  );
}

/** Attached files held in memory at once, each with its event. */
const batchSize = 500;

/** For events from before their line named the file; none of them is sealed yet. */
export async function nameFiles(db: Kysely<Tables>): Promise<void> {
  for (let after = { incident_id: '', seq: 0 }; ;) {
    const rows = await db
      .selectFrom('event')
      .select(['incident_id', 'seq', 'body'])
      .where('type', '=', 'attached')
      .where(({ and, eb, or }) =>
        or([
          eb('incident_id', '>', after.incident_id),
          and([eb('incident_id', '=', after.incident_id), eb('seq', '>', after.seq)]),
        ]),
      )
      .orderBy('incident_id')
      .orderBy('seq')
      .limit(batchSize)
      .execute();
    for (const { incident_id, seq, body } of rows) {
      const { sha256 } = z.object({ sha256: z.string() }).catch({ sha256: '' }).parse(toJson(body));
      await db
        .updateTable('event')
        .set({ file: sha256 || null })
        .where('incident_id', '=', incident_id)
        .where('seq', '=', seq)
        .execute();
    }
    after = rows.at(-1) ?? after;
    if (rows.length < batchSize) return;
  }
}

/** A body that was altered into no JSON at all stops no migration: `audit verify` names it. */
function toJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
