/** Keeps attached files in the register, by the SHA-256 of their bytes. */
import type { Kysely } from 'kysely';
import { sealedWith } from '../encryption/keys.ts';
import { isRingKeyId } from '../encryption/ring.ts';
import { sha256Of } from '../sha256.ts';
import type { Register } from './database.ts';
import { patiently } from './patience.ts';
import type { Tables } from './tables.ts';

/**
 * Sealed for the incident that attached it first. Once another one attaches the same bytes they are the installation's:
 * the erasure of one incident must not take the file from the other. False when the same bytes are kept already.
 */
export async function storeAttachment(
  register: Register,
  {
    incidentId,
    content,
    nowMs,
  }: { readonly incidentId: string; readonly content: Uint8Array; readonly nowMs: number },
): Promise<boolean> {
  const { cells, db } = register;
  const row = {
    ...{ sha256: sha256Of(content), bytes: content.byteLength },
    ...{ content, stored_at_ms: nowMs },
  };
  const write = async (trx: Kysely<Tables>): Promise<boolean> => {
    const owner = await ownerOf(trx, row.sha256);
    if (owner === 'nobody') {
      await trx
        .insertInto('attachment')
        .values(await cells.seal(trx, 'attachment', row, incidentId))
        .execute();
      return true;
    }
    if (owner !== 'all' && owner !== incidentId) {
      const { content: sealed } = await cells.seal(trx, 'attachment', row);
      await trx
        .updateTable('attachment')
        .set({ content: sealed })
        .where('sha256', '=', row.sha256)
        .execute();
    }
    return false;
  };
  return patiently(() => db.transaction().execute(write));
}

/** Whose key opens a file; all: the installation's, or it is plain. */
async function ownerOf(db: Kysely<Tables>, sha256: string): Promise<string> {
  const row = await db
    .withoutPlugins()
    .selectFrom('attachment')
    .select('content')
    .where('sha256', '=', sha256)
    .executeTakeFirst();
  if (!row) return 'nobody';
  const keyId = sealedWith(row.content);
  return keyId === undefined || isRingKeyId(keyId) ? 'all' : keyId;
}

/** For a file whose incident did not take it. */
export async function dropAttachment({ db }: Register, hash: string): Promise<void> {
  const drop = db.deleteFrom('attachment').where('sha256', '=', hash);
  await patiently(() => drop.execute());
}

/** Undefined when it is not kept here. */
export async function readAttachment(
  { db }: Register,
  hash: string,
): Promise<Uint8Array | undefined> {
  const row = await db
    .selectFrom('attachment')
    .select(['sha256', 'content'])
    .where('sha256', '=', hash)
    .executeTakeFirst();
  return row?.content;
}
