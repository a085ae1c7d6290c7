/** A SQLite database that is one file and nothing beside it. */
import { open } from 'node:fs/promises';
import { openSqlite } from '../register/sqlite.ts';

/** Its owner's alone from the first byte. */
export async function emptyFile(path: string): Promise<void> {
  await (await open(path, 'wx', 0o600)).close();
}

/** Without a write-ahead log beside it, which a copy would lack. */
export function settle(path: string): void {
  const file = openSqlite(path);
  try {
    // Alone with it, SQLite needs no shared memory beside the file, for which a full disk may have no room.
    file.exec('pragma locking_mode = exclusive; pragma journal_mode = delete');
  } finally {
    file.close();
  }
}

/** What SQLite finds wrong with it; undefined when nothing is. */
export function damageOf(path: string): string | undefined {
  const file = openSqlite(path, { readOnly: true });
  try {
    const [first] = file.prepare('pragma integrity_check(1)').all();
    const found = String(first?.['integrity_check']);
    return found === 'ok' ? undefined : found;
  } finally {
    file.close();
  }
}
