/** Copies the register and Temporal's database as of one and the same moment, while others go on writing to both. */
import { SqliteAdapter } from 'kysely';
import type { Register } from '../register/database.ts';
import { patiently } from '../register/patience.ts';
import { copySqlite, openSqlite } from '../register/sqlite.ts';
import { dumpPostgres } from './portable.ts';
import { emptyFile, settle } from './single-file.ts';

/** A moment of a database that stands still for who copies it. */
type Pinned = {
  readonly copyTo: (path: string) => Promise<void>;
  readonly release: () => Promise<void>;
};

/**
 * Both are pinned while the register's only writer is kept waiting, which takes milliseconds. So the register holds what
 * Temporal believes to be journaled and nothing that it does not know of: with a register that is ahead, an incident would
 * give a number anew that is taken, and with one that lags it would wait for events that nobody writes.
 */
export async function copyOfOneMoment(
  register: Register,
  to: { readonly register: string; readonly temporal?: string },
  temporalFile: string | undefined,
): Promise<void> {
  const pinned = await patiently(() =>
    register.db.transaction().execute(() => pinAll(register, temporalFile)),
  );
  try {
    await pinned.register.copyTo(to.register);
    if (pinned.temporal && to.temporal !== undefined) await pinned.temporal.copyTo(to.temporal);
  } finally {
    await pinned.register.release();
    await pinned.temporal?.release();
  }
}

async function pinAll(
  register: Register,
  temporalFile: string | undefined,
): Promise<{ readonly register: Pinned; readonly temporal: Pinned | undefined }> {
  const temporal = temporalFile === undefined ? undefined : pinSqlite(temporalFile);
  try {
    return { register: await pinRegister(register), temporal };
  } catch (error) {
    await temporal?.release();
    throw error;
  }
}

export function isSqlite({ db }: Register): boolean {
  return db.getExecutor().adapter instanceof SqliteAdapter;
}

async function pinRegister(register: Register): Promise<Pinned> {
  if (isSqlite(register)) return pinSqlite(register.path);
  const trx = await register.db
    .startTransaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute();
  // The first query fixes the moment.
  await trx.selectFrom('audit').select('n').limit(1).execute();
  return {
    copyTo: (path) => dumpPostgres(trx, path),
    release: () => trx.rollback().execute(),
  };
}

function pinSqlite(file: string): Pinned {
  const source = openSqlite(file, { readOnly: true });
  // The first read fixes the moment. It holds back only the shrinking of the write-ahead log.
  // By exec: a prepared statement would keep the file open until it is collected, whoever closes it.
  source.exec('begin; select count(*) from sqlite_master');
  return {
    async copyTo(path) {
      await emptyFile(path);
      await copySqlite(source, path);
      settle(path);
    },
    async release() {
      source.exec('rollback');
      source.close();
    },
  };
}
