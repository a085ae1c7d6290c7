/** Makes sure that nothing runs on a data folder, and keeps `up` away from it for a while. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../failure.ts';
import { isBusy, openSqlite } from '../register/sqlite.ts';
import { lockHolder, tryLock, type Lock } from '../server/lock.ts';

/** The caller releases it. */
export function lockIdle(folder: string): Lock {
  const path = join(folder, 'up.lock');
  const lock = tryLock(path);
  if (!lock) throw running(folder, `seventytwo up (${lockHolder(path)})`);
  try {
    for (const [name, who] of [
      ['temporal.db', 'a Temporal server'],
      ['register.db', 'a worker or a command'],
    ] as const)
      if (isOpenElsewhere(join(folder, name))) throw running(folder, `${who} with ${name} open`);
    return lock;
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Leaving the write-ahead log takes a lock that SQLite gives only to who has the file alone. */
function isOpenElsewhere(path: string): boolean {
  if (!existsSync(path)) return false;
  const file = openSqlite(path);
  try {
    file.exec('pragma busy_timeout = 0; pragma journal_mode = delete; pragma journal_mode = wal');
    return false;
  } catch (error) {
    // What cannot be opened for another reason may well be why a backup is restored.
    return isBusy(error);
  } finally {
    file.close();
  }
}

function running(folder: string, what: string): Failure {
  return new Failure(
    'refused',
    'still-running',
    `on ${folder} runs ${what}; stop it before its data are put aside`,
  );
}
