/** Which incidents still need the bytes of a file: the same bytes are kept once, whoever attached them. */
import type { Kysely } from 'kysely';
import { isOfIncident, readActs, type ErasureAct } from './erasures.ts';
import { toEvent } from './journal.ts';
import type { Tables } from './tables.ts';

/** By events that are there and that no act covers. */
export async function needersOf(
  db: Kysely<Tables>,
  sha256: string,
  acts?: readonly ErasureAct[],
): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('event')
    .select(['incident_id', 'seq', 'body'])
    .where('type', '=', 'attached')
    // Only a sieve: the event itself is looked at below.
    .where('body', 'like', `%${sha256}%`)
    .execute();
  const given = acts ?? (rows.length === 0 ? [] : await readActs(db));
  return new Set(
    rows.flatMap(({ incident_id: incident, seq, body }) => {
      const event = toEvent(body);
      const isIt = event.type === 'attached' && event.sha256 === sha256;
      return isIt && !isGivenUp(given, { incident, seq, sha256 }) ? [incident] : [];
    }),
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
