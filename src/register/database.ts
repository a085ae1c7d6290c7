/** Opens the register, the database that outlives Temporal's retention: one SQLite file in the data folder. */
import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Kysely, Migrator } from 'kysely';
import { Failure } from '../failure.ts';
import { sqliteDialect } from './dialect.ts';
import { migrations } from './migrations.ts';
import { isBusy, openSqlite, type SqliteDatabase } from './sqlite.ts';
import type { Tables } from './tables.ts';

export type Register = {
  readonly db: Kysely<Tables>;
  readonly path: string;
  close(): Promise<void>;
};

/**
 * The worker opens it for writing, which creates and migrates it; the command line reads beside it.
 * Throws a Failure when there is none to read, or when it cannot be opened or brought up to date.
 * Once for writing per process: a second writer would block the event loop that the first one needs.
 */
export async function openRegister(
  dataFolder: string,
  options: { readonly readOnly?: boolean } = {},
): Promise<Register> {
  const path = join(dataFolder, 'register.db');
  const readOnly = options.readOnly ?? false;
  if (readOnly) await requireFile(path);
  else await createFile(dataFolder, path);
  const sqlite = reaching(path, () => openSqlite(path, { readOnly }));
  try {
    const db = new Kysely<Tables>({ dialect: sqliteDialect(sqlite, { readOnly }) });
    if (readOnly) await requireMigrated(db, path);
    else {
      await prepareForWriting(sqlite).catch((error: unknown) => {
        throw unreachable(path, error);
      });
      await migrate(db, sqlite, path);
      // SQLite's own wait would hold up the event loop; see patience.ts.
      sqlite.exec('pragma busy_timeout = 0');
    }
    return { db, path, close: () => db.destroy() };
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

/** All that `work` reads is of one moment, however long it takes and whoever writes meanwhile. */
export function inSnapshot<T>(
  register: Register,
  work: (register: Register) => Promise<T>,
): Promise<T> {
  return register.db.transaction().execute((trx) => work({ ...register, db: trx }));
}

async function requireFile(path: string): Promise<void> {
  try {
    await access(path);
  } catch (error) {
    throw new Failure(
      'unreachable',
      'no-register',
      `There is no register to read at ${path}; start the worker, which creates it, or name the right data folder.`,
      error,
    );
  }
}

/** The register holds personal data: its folder and file, and what SQLite puts beside it, are its owner's alone. */
async function createFile(dataFolder: string, path: string): Promise<void> {
  try {
    await mkdir(dataFolder, { recursive: true, mode: 0o700 });
    // Never opens an existing file: closing it again would drop the locks this process has on it.
    await writeFile(path, '', { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return;
    throw unreachable(path, error);
  }
}

async function prepareForWriting(sqlite: SqliteDatabase): Promise<void> {
  await enterWal(sqlite);
  // An acknowledged event must survive a power cut: FULL syncs every commit.
  sqlite.exec('pragma synchronous = full');
  sqlite.exec('pragma foreign_keys = on');
}

/** Of two processes that turn a fresh file to WAL at once, SQLite refuses one without waiting. */
async function enterWal(sqlite: SqliteDatabase): Promise<void> {
  const untilMs = Date.now() + walPatienceMs;
  for (;;) {
    try {
      sqlite.exec('pragma journal_mode = wal');
      return;
    } catch (error) {
      if (!isBusy(error) || Date.now() >= untilMs) throw error;
    }
    await setTimeout(walRetryMs);
  }
}

/** The other process needs milliseconds; after seconds something is wrong. */
const walPatienceMs = 5_000;
const walRetryMs = 20;

/**
 * Kysely's migrator takes no lock on SQLite: two processes on a fresh file would both create the
 * tables. One transaction around it is that lock, and leaves no half-made schema behind.
 */
async function migrate(db: Kysely<Tables>, sqlite: SqliteDatabase, path: string): Promise<void> {
  reaching(path, () => sqlite.exec('begin immediate'));
  const { error } = await migrator(db).migrateToLatest();
  if (error === undefined) {
    sqlite.exec('commit');
    return;
  }
  sqlite.exec('rollback');
  throw new Failure(
    'unreachable',
    'register-not-migrated',
    `The register ${path} cannot be brought up to date (${reason(error)}); if a newer version of seventytwo wrote it, run that version.`,
    error,
  );
}

async function requireMigrated(db: Kysely<Tables>, path: string): Promise<void> {
  const steps = await migrator(db)
    .getMigrations()
    .catch((error: unknown) => {
      throw unreachable(path, error);
    });
  if (steps.some(({ executedAt }) => executedAt === undefined))
    throw new Failure(
      'unreachable',
      'register-not-migrated',
      `The register ${path} is older than this version of seventytwo; start the worker, which brings it up to date.`,
    );
}

function migrator(db: Kysely<Tables>): Migrator {
  return new Migrator({ db, provider: { getMigrations: async () => migrations } });
}

function reaching<T>(path: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    throw unreachable(path, error);
  }
}

function unreachable(path: string, error: unknown): Failure {
  return new Failure(
    'unreachable',
    'register-unreachable',
    `The register ${path} cannot be opened (${reason(error)}); check that this user may read and write it and that the disk is not full.`,
    error,
  );
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
