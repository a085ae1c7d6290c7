/** A lock between processes that the kernel releases when its holder dies, kill -9 included. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isCode } from '../error-code.ts';
import { openSqlite } from '../register/sqlite.ts';

export type Lock = { release(): void };

/** A build takes minutes: half a second later is soon enough. */
const pollMs = 500;
/** Silence reads as a hang. */
const tellEveryMs = 15_000;

/**
 * Takes the lock, or undefined when somebody has it. An open exclusive transaction is a kernel lock
 * on the file. Never open the lock file by other means: closing any descriptor of it in this
 * process would release the lock (POSIX). Who holds it stands in `<path>.holder`.
 */
export function tryLock(path: string): Lock | undefined {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  return tryLockThere(path);
}

/** The same where the folder must be there already: a folder that others may take away is not to be made anew. */
export function tryLockThere(path: string): Lock | undefined {
  const database = openSqlite(path);
  const holder = holderFile(path);
  try {
    // No wait inside SQLite: it would block the event loop.
    database.exec('pragma busy_timeout = 0; begin exclusive');
    writeFileSync(holder, `process ${process.pid}\n`, { mode: 0o600 });
  } catch (error) {
    database.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
  let held = true;
  return {
    release: () => {
      if (!held) return;
      held = false;
      // Before the lock goes: afterwards the file is the next holder's.
      rmSync(holder, { force: true });
      database.close();
    },
  };
}

/** Waits for the lock; `onWait` hears at once and then every 15 s who has it. */
export async function lockOrWait(
  path: string,
  onWait: (holder: string, waitedMs: number) => void,
  signal?: AbortSignal,
): Promise<Lock> {
  const startedAtMs = Date.now();
  let toldAtMs: number | undefined;
  for (;;) {
    signal?.throwIfAborted();
    const lock = tryLock(path);
    if (lock) return lock;
    const nowMs = Date.now();
    if (toldAtMs === undefined || nowMs - toldAtMs >= tellEveryMs) {
      toldAtMs = nowMs;
      onWait(lockHolder(path), nowMs - startedAtMs);
    }
    await sleep(pollMs, undefined, signal && { signal });
  }
}

/** For messages only: the lock itself is what counts, this text may be a moment late. */
export function lockHolder(path: string): string {
  try {
    return readFileSync(holderFile(path), 'utf8').trim() || 'another process';
  } catch (error) {
    if (isCode(error, 'ENOENT')) return 'another process';
    throw error;
  }
}

function holderFile(path: string): string {
  return `${path}.holder`;
}

/** SQLITE_BUSY, https://sqlite.org/rescode.html#busy */
const sqliteBusy = 5;

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy;
}
