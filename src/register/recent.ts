/** What the newest entries of the audit chain tell, without reading the rest of it. */
import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** Newest entries looked at: more than this in ten minutes is a machine, and its refusals are among them. */
const mostEntries = 2_000;

/** Codes of the commands refused since then, of all incidents and whichever worker decided them. */
export async function refusalsSince(db: Kysely<Tables>, sinceMs: number): Promise<string[]> {
  const newest = await db
    .selectFrom('audit')
    .select(['kind', 'at_ms', 'incident_id', 'seq'])
    .orderBy('n', 'desc')
    .limit(mostEntries)
    .execute();
  const codes: string[] = [];
  for (const { kind, at_ms, incident_id, seq } of newest) {
    if (kind !== 'commandRefused' || at_ms < sinceMs || incident_id === null || seq === null)
      continue;
    const row = await db
      .selectFrom('event')
      .select(['incident_id', 'seq', 'body'])
      .where('incident_id', '=', incident_id)
      .where('seq', '=', seq)
      .executeTakeFirst();
    const event: unknown = row && JSON.parse(row.body);
    if (typeof event === 'object' && event !== null && 'code' in event)
      codes.push(String(event.code));
  }
  return codes;
}
