/** Keeps the files of each policy version, byte for byte: what was in force must be readable when nobody has them any more. */
import type { Kysely } from 'kysely';
import type { PolicyFiles } from '../policy/policy-files.ts';
import type { Cells } from './cells.ts';
import type { Tables } from './tables.ts';

/** Within a transaction; a version that is kept already stays as it is. */
export async function keepPolicy(
  cells: Cells,
  trx: Kysely<Tables>,
  version: string,
  { policy, customers, vendors }: PolicyFiles,
  nowMs: number,
): Promise<void> {
  const row = await cells.seal(trx, 'policy', {
    ...{ version, policy, stored_at_ms: nowMs },
    ...{ customers: customers ?? null, vendors: vendors ?? null },
  });
  await trx
    .insertInto('policy')
    .values(row)
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
    .select(['version', 'policy', 'customers', 'vendors'])
    .where('version', '=', version)
    .executeTakeFirst();
  return (
    row && {
      policy: row.policy,
      ...(row.customers && { customers: row.customers }),
      ...(row.vendors && { vendors: row.vendors }),
    }
  );
}
