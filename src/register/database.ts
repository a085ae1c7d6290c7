/** Opens the register, the database that outlives Temporal's retention: a SQLite file in the data folder, or PostgreSQL. */
import { Migrator, type Kysely } from 'kysely';
import { join } from 'node:path';
import { Failure } from '../failure.ts';
import { openKeys } from '../encryption/keys.ts';
import { createCells, opening, type Cells } from './cells.ts';
import { reason, type Engine } from './engine.ts';
import { migrations } from './migrations.ts';
import type { PostgresServer } from './postgres.ts';
import { openSqliteEngine } from './sqlite-engine.ts';
import type { Tables } from './tables.ts';

export type Register = {
  /** Opens sealed cells as it reads them; what is written is sealed by its writer, with `cells`. */
  readonly db: Kysely<Tables>;
  readonly cells: Cells;
  /** For people: the file, or host, port and database. */
  readonly path: string;
  /** For people: what keeps it, and how it is reached. */
  describe(): Promise<string>;
  /** After an erasure: what was deleted is not left behind in the files, as far as the database lets us. */
  scrub(): Promise<void>;
  close(): Promise<void>;
};

export type OpenOptions = {
  /** The folder with the keys of its cells; `keys` in the data folder unless told. */
  readonly keys?: string;
  readonly readOnly?: boolean;
  /** Then nothing of the register is in the data folder. */
  readonly postgres?: PostgresServer;
};

/**
 * The worker opens it for writing, which creates and migrates it; the command line reads beside it.
 * Throws a Failure when there is none to read, or when it cannot be opened or brought up to date.
 * Once for writing per process: with SQLite a second writer would block the event loop that the first one needs.
 */
export async function openRegister(
  dataFolder: string,
  { readOnly = false, keys: keysFolder = join(dataFolder, 'keys'), postgres }: OpenOptions = {},
): Promise<Register> {
  const engine = postgres
    ? // Loaded only here: most companies need no driver of PostgreSQL.
      (await import('./postgres.ts')).openPostgresEngine(postgres, { readOnly })
    : await openSqliteEngine(dataFolder, { readOnly });
  try {
    if (readOnly) await requireMigrated(engine);
    else await migrate(engine);
    const { path } = engine;
    const keys = openKeys({ keys: keysFolder });
    const db = engine.db.withPlugin(opening(keys, 'throw'));
    return {
      ...{ db, cells: createCells(keys), path, describe: () => engine.describe() },
      ...{ scrub: () => engine.scrub(), close: () => engine.close() },
    };
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/** All that `work` reads is of one moment, however long it takes and whoever writes meanwhile. It only reads. */
export function inSnapshot<T>(
  register: Register,
  work: (register: Register) => Promise<T>,
): Promise<T> {
  return register.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((trx) => work({ ...register, db: trx }));
}

async function migrate(engine: Engine): Promise<void> {
  const error = await engine.alone(async () => (await migrator(engine.db).migrateToLatest()).error);
  if (error === undefined) return;
  if (error instanceof Failure) throw error;
  throw new Failure(
    'unreachable',
    'register-not-migrated',
    `The register ${engine.path} cannot be brought up to date (${reason(error)}); if a newer version of seventytwo wrote it, run that version.`,
    error,
  );
}

async function requireMigrated(engine: Engine): Promise<void> {
  const steps = await migrator(engine.db)
    .getMigrations()
    .catch((error: unknown) => {
      throw engine.unreachable(error);
    });
  const missing = steps.filter(({ executedAt }) => executedAt === undefined);
  if (missing.length === 0) return;
  if (missing.length === steps.length && engine.missing) throw engine.missing();
  throw new Failure(
    'unreachable',
    'register-not-migrated',
    `The register ${engine.path} is older than this version of seventytwo; start the worker, which brings it up to date.`,
  );
}

function migrator(db: Kysely<Tables>): Migrator {
  return new Migrator({ db, provider: { getMigrations: async () => migrations } });
}
