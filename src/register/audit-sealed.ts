/** What the chain seals and nobody can open here: gone with its key, or with a key that is missing, or altered. */
import type { Kysely, UnknownRow } from 'kysely';
import { referenceTo, type AuditEntry } from '../domain/audit-entry.ts';
import type { Failure } from '../failure.ts';
import type { Fault } from './audit-fault.ts';
import { isSealed } from './cells.ts';
import type { Tables } from './tables.ts';

/** Why a cell that was left sealed does not open. */
export type Why = (column: string, row: UnknownRow) => Promise<Failure | undefined>;

/**
 * Of something that is not as `entry` sealed it. `key-erased`: it stands there as it was sealed, as far as anybody can tell
 * without its key; the columns beside it are as the entry has them.
 */
export async function judgeUnopened(
  db: Kysely<Tables>,
  why: Why,
  entry: AuditEntry,
  fault: Fault,
): Promise<'key-erased' | Fault> {
  const row = await rowOf(db, entry, fault);
  if (!row) return fault;
  let isErased = false;
  for (const [column, value] of Object.entries(row)) {
    if (!isSealed(value)) continue;
    const failure = await why(column, row);
    if (failure?.code === 'unknown-key')
      return {
        ...fault,
        broken: 'unknown-key',
        sentence: `${describe(entry)} cannot be read: ${failure.message}`,
      };
    if (failure?.code !== 'key-erased') return fault;
    isErased = true;
  }
  return isErased && isBeside(row, entry, fault) ? 'key-erased' : fault;
}

function rowOf(
  db: Kysely<Tables>,
  { incident, seq, subject, subjectHash }: AuditEntry,
  { broken }: Fault,
): Promise<UnknownRow | undefined> {
  switch (broken) {
    case 'altered-event':
      return db
        .selectFrom('event')
        .selectAll()
        .where('incident_id', '=', incident ?? '')
        .where('seq', '=', seq ?? 0)
        .executeTakeFirst();
    case 'altered-notice':
      return db
        .selectFrom('notice')
        .selectAll()
        .where('incident_id', '=', incident ?? '')
        .where('notice_id', '=', subject ?? '')
        .executeTakeFirst();
    case 'altered-policy':
      return db
        .selectFrom('policy')
        .selectAll()
        .where('version', '=', subject ?? '')
        .executeTakeFirst();
    case 'altered-hold':
      return db.selectFrom('hold').selectAll().where('sha256', '=', subjectHash).executeTakeFirst();
    case 'altered-erasure':
      return db
        .selectFrom('erasure')
        .selectAll()
        .where('sha256', '=', subjectHash)
        .executeTakeFirst();
    default:
      return Promise.resolve(undefined);
  }
}

/** The columns of an event that its entry repeats. */
function isBeside(row: UnknownRow, entry: AuditEntry, { broken }: Fault): boolean {
  if (broken !== 'altered-event') return true;
  return (
    row['at_ms'] === entry.atMs &&
    row['type'] === entry.kind &&
    row['channel'] === entry.channel &&
    referenceTo(String(row['person'])) === entry.who
  );
}

function describe({ n, kind, incident, seq, subject }: AuditEntry): string {
  if (incident === null) return `what entry ${n} (${kind}) seals`;
  return seq === null
    ? `the ${subject} of ${incident} that entry ${n} seals`
    : `event ${seq} of ${incident} that entry ${n} seals`;
}
