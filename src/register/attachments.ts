/** Keeps attached files in the register, by the SHA-256 of their bytes. */
import { sha256Of } from '../sha256.ts';
import type { Register } from './database.ts';
import { patiently } from './patience.ts';

/** False when the same bytes are kept already. */
export async function storeAttachment(
  { db }: Register,
  { content, nowMs }: { readonly content: Uint8Array; readonly nowMs: number },
): Promise<boolean> {
  const row = {
    ...{ sha256: sha256Of(content), bytes: content.byteLength },
    ...{ content, stored_at_ms: nowMs },
  };
  const insert = db
    .insertInto('attachment')
    .values(row)
    .onConflict((conflict) => conflict.column('sha256').doNothing());
  const { numInsertedOrUpdatedRows } = await patiently(() => insert.executeTakeFirst());
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
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
    .select('content')
    .where('sha256', '=', hash)
    .executeTakeFirst();
  return row?.content;
}
