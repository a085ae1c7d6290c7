/** The register of a PostgreSQL database as a SQLite file, and back: one form for backups, whatever keeps the register. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sql, type Kysely } from 'kysely';
import { Failure } from '../failure.ts';
import { openRegister, type Register } from '../register/database.ts';
import {
  copySqlite,
  openSqlite,
  type SqliteDatabase,
  type SqliteValue,
} from '../register/sqlite.ts';
import type { Tables } from '../register/tables.ts';
import { emptyFile, settle } from './single-file.ts';

/** Rows held in memory at once. */
const batchSize = 500;
/** An attached file has up to 25 MB. */
const largeBatchSize = 2;

/** `moment`: a transaction that sees one. */
export async function dumpPostgres(moment: Kysely<Tables>, path: string): Promise<void> {
  // As it is kept: what is sealed stays so.
  const trx = moment.withoutPlugins();
  const folder = `${path}.making`;
  // Made by the migrations, so that its tables are those of this version.
  await (await openRegister(folder)).close();
  const file = openSqlite(join(folder, 'register.db'));
  try {
    file.exec('pragma foreign_keys = off');
    // The first entry of its own chain.
    file.exec('delete from audit');
    for (const table of tablesOf(file)) await dumpTable(trx, file, table);
    await emptyFile(path);
    await copySqlite(file, path);
  } finally {
    file.close();
    await rm(folder, { recursive: true, force: true });
  }
  settle(path);
}

type Table = { readonly name: string; readonly columns: readonly string[]; readonly rows: number };

/** As they were made: what another table refers to comes first. */
function tablesOf(file: SqliteDatabase): readonly Table[] {
  return file
    .prepare(
      "select name from sqlite_master where type = 'table' and name not like 'kysely%' and name not like 'sqlite%' order by rowid",
    )
    .all()
    .map(({ name }) => {
      const columns = file.prepare(`pragma table_info(${quoted(String(name))})`).all();
      const isLarge = columns.some(({ type }) => String(type).toLowerCase() === 'bytea');
      return {
        name: String(name),
        columns: columns.map((column) => String(column['name'])),
        rows: isLarge ? largeBatchSize : batchSize,
      };
    });
}

async function dumpTable(trx: Kysely<Tables>, file: SqliteDatabase, table: Table): Promise<void> {
  const { name, columns, rows: size } = table;
  const list = columns.map(quoted).join(', ');
  const insert = file.prepare(
    `insert into ${quoted(name)} (${list}) values (${columns.map(() => '?').join(', ')})`,
  );
  const cursor = sql.id(`backup_${name}`);
  await sql`declare ${cursor} no scroll cursor for select ${sql.raw(list)} from ${sql.table(name)}`.execute(
    trx,
  );
  for (;;) {
    const { rows } = await sql<
      Readonly<Record<string, SqliteValue>>
    >`fetch ${sql.lit(size)} from ${cursor}`.execute(trx);
    file.exec('begin');
    for (const row of rows) insert.run(...columns.map((column) => row[column] ?? null));
    file.exec('commit');
    if (rows.length < size) break;
  }
  await sql`close ${cursor}`.execute(trx);
}

/** `settled` runs when all rows are there and before they are in force. */
export async function loadPostgres(
  path: string,
  register: Register,
  settled: () => Promise<void>,
): Promise<void> {
  const file = openSqlite(path, { readOnly: true });
  try {
    await register.db.transaction().execute(async (trx) => {
      await requireEmpty(trx, register.path);
      await trx.deleteFrom('audit').execute();
      for (const table of tablesOf(file)) await loadTable(file, trx, table);
      await settled();
    });
  } finally {
    file.close();
  }
}

/** Migrations alone make a chain of one entry. */
async function requireEmpty(trx: Kysely<Tables>, where: string): Promise<void> {
  const counts = await Promise.all([
    trx.selectFrom('audit').select('n').where('n', '>', 0).limit(1).execute(),
    trx.selectFrom('incident').select('id').limit(1).execute(),
    trx.selectFrom('event').select('seq').limit(1).execute(),
  ]);
  if (counts.every((rows) => rows.length === 0)) return;
  throw new Failure(
    'refused',
    'register-not-empty',
    `${where} holds a register already, and a backup is restored only into an empty database; name another one in register.postgres of a policy file and give it with --policy`,
  );
}

async function loadTable(file: SqliteDatabase, trx: Kysely<Tables>, table: Table): Promise<void> {
  const { name, columns, rows: size } = table;
  const list = sql.raw(columns.map(quoted).join(', '));
  let batch: SqliteValue[][] = [];
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return;
    const values = sql.join(batch.map((row) => sql`(${sql.join(row)})`));
    await sql`insert into ${sql.table(name)} (${list}) values ${values}`.execute(trx);
    batch = [];
  };
  for (const row of file.prepare(`select * from ${quoted(name)}`).iterate()) {
    batch.push(columns.map((column) => row[column] ?? null));
    if (batch.length >= size) await flush();
  }
  await flush();
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
