/** Keeps the files of each policy version, byte for byte: what was in force must be readable when nobody has them any more. */
import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** As they were read. */
export type PolicyFiles = {
  readonly policy: Uint8Array;
  /** Absent when the policy names no customers file. */
  readonly customers?: Uint8Array;
};

/** Of both files; its first 12 digits are the version. */
export function policyHash({ policy, customers }: PolicyFiles): string {
  const hash = createHash('sha256').update(policy);
  if (customers) hash.update('\0').update(customers);
  return hash.digest('hex');
}

/** Within a transaction; a version that is kept already stays as it is. */
export async function keepPolicy(
  trx: Kysely<Tables>,
  version: string,
  { policy, customers }: PolicyFiles,
  nowMs: number,
): Promise<void> {
  await trx
    .insertInto('policy')
    .values({ version, policy, customers: customers ?? null, stored_at_ms: nowMs })
    .onConflict((conflict) => conflict.column('version').doNothing())
    .execute();
}

/** Undefined when that version is not kept, as of those before this table was there. */
export async function readPolicyFiles(
  db: Kysely<Tables>,
  version: string,
): Promise<PolicyFiles | undefined> {
  const row = await db
    .selectFrom('policy')
    .select(['policy', 'customers'])
    .where('version', '=', version)
    .executeTakeFirst();
  return row && { policy: row.policy, ...(row.customers && { customers: row.customers }) };
}
