/** The register as one SQLite file in the data folder. */
import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Kysely } from 'kysely';
import { isCode } from '../error-code.ts';
import { Failure } from '../failure.ts';
import { sqliteDialect } from './dialect.ts';
import { reason, type Engine } from './engine.ts';
import { isBusy, openSqlite, type SqliteDatabase } from './sqlite.ts';
import type { Tables } from './tables.ts';

/** Creates the file unless `readOnly`. */
export async function openSqliteEngine(
  dataFolder: string,
  { readOnly }: { readonly readOnly: boolean },
): Promise<Engine> {
  const path = join(dataFolder, 'register.db');
  if (readOnly) await requireFile(path);
  else await createFile(dataFolder, path);
  const sqlite = reaching(path, () => openSqlite(path, { readOnly }));
  const db = new Kysely<Tables>({ dialect: sqliteDialect(sqlite, { readOnly }) });
  return {
    db,
    path,
    describe: async () => `the SQLite file ${path}`,
    /**
     * Kysely's migrator takes no lock on SQLite: two processes on a fresh file would both create the
     * tables. One transaction around it is that lock, and leaves no half-made schema behind.
     */
    async alone(migrate) {
      await prepareForWriting(sqlite).catch((error: unknown) => {
        throw unreachable(path, error);
      });
      reaching(path, () => sqlite.exec('begin immediate'));
      const error = await migrate();
      sqlite.exec(error === undefined ? 'commit' : 'rollback');
      // SQLite's own wait would hold up the event loop; see patience.ts.
      sqlite.exec('pragma busy_timeout = 0');
      return error;
    },
    // Pages are overwritten when something is deleted (`secure_delete` below); the log still has them as they were.
    scrub: async () => sqlite.exec('pragma wal_checkpoint(truncate)'),
    unreachable: (error) => unreachable(path, error),
    async close() {
      await db.destroy();
      sqlite.close();
    },
  };
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
    if (isCode(error, 'EEXIST')) return;
    throw unreachable(path, error);
  }
}

async function prepareForWriting(sqlite: SqliteDatabase): Promise<void> {
  await enterWal(sqlite);
  // An acknowledged event must survive a power cut: FULL syncs every commit.
  sqlite.exec('pragma synchronous = full');
  sqlite.exec('pragma foreign_keys = on');
  // What is erased is overwritten with zeroes. We delete so seldom that it costs nothing.
  sqlite.exec('pragma secure_delete = on');
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
