/** The one place that chooses the SQLite library: the built-in one where it is sound, else a package with the same API. */

export type SqliteValue = null | number | bigint | string | Uint8Array;
export type SqliteRow = Readonly<Record<string, SqliteValue>>;

export type SqliteStatement = {
  /** Rows have no prototype: spread one before comparing it with a literal. */
  all(...parameters: SqliteValue[]): SqliteRow[];
  get(...parameters: SqliteValue[]): SqliteRow | undefined;
  iterate(...parameters: SqliteValue[]): IterableIterator<SqliteRow>;
  run(...parameters: SqliteValue[]): {
    changes: number | bigint;
    lastInsertRowid: number | bigint;
  };
  /** Empty for a statement that returns no rows. */
  columns(): readonly { readonly name: string }[];
};

export type SqliteDatabase = {
  exec(sql: string): void;
  prepare(sql: string): SqliteStatement;
  close(): void;
};

/**
 * How long a statement waits for another process's lock. Our transactions take milliseconds, but a
 * slow disk may hold one for seconds; the wait blocks the event loop, so it is no longer than that.
 */
const busyTimeoutMs = 5_000;

/** Opens a database file, creating it unless `readOnly`. Pragmas other than the timeout are the caller's. */
export function openSqlite(path: string, options: { readOnly?: boolean } = {}): SqliteDatabase {
  const database = new DatabaseSync(path, { readOnly: options.readOnly ?? false });
  database.exec(`pragma busy_timeout = ${busyTimeoutMs}`);
  return database;
}

/** Copied at once: a step of some milliseconds, in a thread of its own, so that nothing waits for all of it. */
const pagesAtOnce = 1_000;

/** Copies what `source` sees into an empty file. Within a read transaction that is one moment, whoever writes meanwhile. */
export async function copySqlite(source: SqliteDatabase, path: string): Promise<void> {
  await backup(source, path, { rate: pagesAtOnce });
}

/** Whether another connection's lock was in the way (SQLITE_BUSY and its extended codes). */
export function isBusy(error: unknown): boolean {
  return isCode(error, 5);
}

/** Whether there was no room for a write (SQLITE_FULL). */
export function isFull(error: unknown): boolean {
  return isCode(error, 13);
}

/** Whether the disk failed (SQLITE_IOERR and its extended codes). */
export function isDiskFault(error: unknown): boolean {
  return isCode(error, 10);
}

function isCode(error: unknown, code: number): boolean {
  if (!(error instanceof Error) || !('errcode' in error)) return false;
  return typeof error.errcode === 'number' && (error.errcode & 0xff) === code;
}

type SqliteModule = {
  readonly DatabaseSync: new (path: string, options: { readOnly: boolean }) => SqliteDatabase;
  /** A method, because each library takes only databases of its own. */
  backup(source: SqliteDatabase, path: string, options: { readonly rate: number }): Promise<number>;
};

const { DatabaseSync, backup }: SqliteModule =
  builtIn() ?? (await import('@photostructure/sqlite'));

function builtIn(): SqliteModule | undefined {
  // Before 3.51.3 several connections to one WAL file can, rarely, corrupt it.
  if (!atLeast(process.versions['sqlite'], [3, 51, 3])) return undefined;
  const module = withoutExperimentalWarning(() => process.getBuiltinModule('node:sqlite'));
  return isSqliteModule(module) ? module : undefined;
}

/** Node 22 warns on first use; people who run the command line can do nothing about it. */
function withoutExperimentalWarning<T>(load: () => T): T {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = () => {};
  try {
    return load();
  } finally {
    process.emitWarning = emitWarning;
  }
}

function isSqliteModule(module: object | undefined): module is SqliteModule {
  return (
    module !== undefined &&
    'DatabaseSync' in module &&
    typeof module.DatabaseSync === 'function' &&
    'backup' in module &&
    typeof module.backup === 'function'
  );
}

function atLeast(version: string | undefined, wanted: readonly number[]): boolean {
  if (version === undefined) return false;
  const numbers = version.split('.').map(Number);
  for (const [n, least] of wanted.entries()) {
    const number = numbers[n] ?? 0;
    if (number !== least) return number > least;
  }
  return true;
}
