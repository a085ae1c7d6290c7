/** Rows from before their cells were sealed: counted, and sealed in small steps that may end at any time and be repeated. */
import { sql, type Kysely, type RawBuilder, type UnknownRow } from 'kysely';
import { envelopeMark } from '../encryption/box.ts';
import { Failure } from '../failure.ts';
import { erasedTitle, sealedMark, sealings, type SealedTable } from './cells.ts';
import type { Register } from './database.ts';
import { patiently } from './patience.ts';
import { needersOf } from './shared-files.ts';
import type { Tables } from './tables.ts';

/** Rows in one transaction: each may make the key of its incident, and other writers wait meanwhile. */
const batchSize = 100;
/** Each has up to 25 MB. */
const largeBatchSize = 2;

/** The column of each table by which a plain row is told; all columns of a row are sealed together. */
const tables = {
  event: { by: 'body', rows: batchSize },
  incident: { by: 'title', rows: batchSize },
  notice: { by: 'json', rows: batchSize },
  hold: { by: 'body', rows: batchSize },
  alert: { by: 'body', rows: batchSize },
  erasure: { by: 'manifest', rows: batchSize },
  link_revocation: { by: 'reason', rows: batchSize },
  attachment: { by: 'content', rows: largeBatchSize },
  policy: { by: 'policy', rows: largeBatchSize },
  rota_override: { by: 'given_because', rows: batchSize },
} as const satisfies Record<SealedTable, { readonly by: string; readonly rows: number }>;

/** In this order an incident is known to have a sealed cell, and so a key, before its other rows are looked at. */
const order = [
  'incident',
  'event',
  'notice',
  'hold',
  'alert',
  'erasure',
  'link_revocation',
  'attachment',
  'policy',
  'rota_override',
] as const satisfies readonly SealedTable[];

export async function countPlain({ db }: Pick<Register, 'db'>): Promise<number> {
  let count = 0;
  for (const table of order) {
    const { rows } = await sql<{ n: number }>`
      select count(*) as n from ${sql.table(table)} where ${isPlain(table)}`.execute(
      db.withoutPlugins(),
    );
    count += rows[0]?.n ?? 0;
  }
  return count;
}

export type Sealed = {
  readonly sealed: number;
  /** Rows of incidents whose key was erased: nothing can be sealed for them. */
  readonly left: number;
};

/** `tell` hears how many rows are sealed so far. */
export async function sealPlain(
  register: Register,
  tell: (sealed: number) => void,
): Promise<Sealed> {
  const { db } = register;
  let [sealed, left] = [0, 0];
  for (const table of order)
    for (let skipped = 0; ;) {
      const done = await patiently(() =>
        db.transaction().execute((trx) => sealSome(register, trx, table, skipped)),
      );
      skipped += done.left;
      sealed += done.sealed;
      left += done.left;
      tell(sealed);
      if (done.sealed + done.left < tables[table].rows) break;
    }
  // What stood there before is overwritten, as after an erasure.
  if (sealed > 0) await register.scrub();
  return { sealed, left };
}

async function sealSome(
  { cells }: Register,
  trx: Kysely<Tables>,
  table: SealedTable,
  skipped: number,
): Promise<Sealed> {
  const raw = trx.withoutPlugins();
  const { columns, row: identity } = sealings[table];
  const { rows } = await sql<UnknownRow>`
    select * from ${sql.table(table)} where ${isPlain(table)}
    order by ${sql.join(identity.map((column) => sql.ref(column)))}
    limit ${tables[table].rows} offset ${skipped}`.execute(raw);
  let [sealed, left] = [0, 0];
  for (const row of rows) {
    try {
      // oxlint-disable-next-line no-unsafe-type-assertion -- the table was asked for all its columns.
      const one = row as unknown as Tables[typeof table];
      const now: UnknownRow = { ...(await cells.seal(trx, table, one, await ownerOf(trx, row))) };
      await sql`
        update ${sql.table(table)} set ${sql.join(columns.map((column) => isValue(column, now)))}
        where ${sql.join(
          identity.map((column) => isValue(column, row)),
          sql` and `,
        )}`.execute(raw);
      sealed += 1;
    } catch (error) {
      if (!(error instanceof Failure && error.code === 'key-erased')) throw error;
      left += 1;
    }
  }
  return { sealed, left };
}

/** A file that one incident alone needs is that one's. */
async function ownerOf(trx: Kysely<Tables>, row: UnknownRow): Promise<string | undefined> {
  if (!('content' in row)) return undefined;
  const [owner, ...others] = await needersOf(trx, String(row['sha256']));
  return others.length === 0 ? owner : undefined;
}

function isValue(column: string, row: UnknownRow): RawBuilder<unknown> {
  return sql`${sql.ref(column)} = ${row[column]}`;
}

function isPlain(table: SealedTable): RawBuilder<boolean> {
  const column = sql.ref(tables[table].by);
  if (table === 'attachment' || table === 'policy')
    return sql`substr(${column}, 1, ${sql.lit(envelopeMark.length)}) <> ${envelopeMark}`;
  const isText = sql<boolean>`${column} not like ${`${sealedMark}%`}`;
  return table === 'incident' ? sql`${isText} and ${column} <> ${erasedTitle}` : isText;
}
