/** What the audit chain says of people's keys: the newest act of each, by what it is about. */
import type { Kysely } from 'kysely';
import type { AuditEntry } from '../domain/audit-entry.ts';
import { grantKinds, readAccessKeys, revokeKinds, type AccessKey } from './access-keys.ts';
import { toEntry } from './audit.ts';
import type { Tables } from './tables.ts';

/** By `subjectOf` the key. */
export type KeyActs = {
  readonly granted: ReadonlyMap<string, AuditEntry>;
  readonly revoked: ReadonlyMap<string, AuditEntry>;
};

export type KeyRecord = { readonly keys: readonly AccessKey[]; readonly acts: KeyActs };

export async function readKeyActs(db: Kysely<Tables>): Promise<KeyActs> {
  return { granted: await newest(db, grantKinds), revoked: await newest(db, revokeKinds) };
}

/** The rows come first: an act that came meanwhile can take a key away too early, never give one. */
export async function readKeyRecord(db: Kysely<Tables>): Promise<KeyRecord> {
  const keys = await readAccessKeys({ db });
  return { keys, acts: await readKeyActs(db) };
}

async function newest(
  db: Kysely<Tables>,
  kinds: readonly string[],
): Promise<ReadonlyMap<string, AuditEntry>> {
  const rows = await db
    .selectFrom('audit')
    .selectAll()
    .where('kind', 'in', kinds)
    .orderBy('n')
    .execute();
  return new Map(rows.map((row) => [row.subject ?? '', toEntry(row)]));
}
