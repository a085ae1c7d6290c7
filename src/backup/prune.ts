/** Takes old backups away: by age and by count, only those that are on record, and never the last good one. */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../error-code.ts';
import { genesisOf } from '../register/audit.ts';
import type { Register } from '../register/database.ts';
import { isBackupName, isUnfinished } from './names.ts';
import { recordAbout, recordedBackups, type By, type RecordedBackup } from './record.ts';
import { hashOf } from './write.ts';

export type Keep = { readonly days: number; readonly count: number };

const dayMs = 24 * 3_600_000;
/** Longer than any backup takes: nobody writes on it any more. */
const staleMs = dayMs;

/** Of those that are there, the newest first, which are to go: too old, or beyond the number. `good` stays whatever it is. */
export function beyond(
  there: readonly Pick<RecordedBackup, 'file' | 'atMs'>[],
  { days, count }: Keep,
  nowMs: number,
  good: string | undefined,
): readonly string[] {
  return there
    .filter(({ atMs }, place) => place >= count || nowMs - atMs > days * dayMs)
    .map(({ file }) => file)
    .filter((file) => file !== good);
}

/** Returns the names of those that are gone now. Without a good one nothing goes. */
export async function pruneBackups(
  register: Register,
  folder: string,
  keep: Keep,
  by: By,
): Promise<readonly string[]> {
  const names = new Set(await readdir(folder));
  const there = (await recordedBackups(register.db)).filter(({ file }) => names.has(file));
  await removeUnfinished(register, folder, names, by.nowMs);
  if (beyond(there, keep, by.nowMs, undefined).length === 0) return [];
  const good = await newestGood(folder, there);
  if (good === undefined) return [];
  const gone = beyond(there, keep, by.nowMs, good);
  for (const file of gone) {
    const known = there.find((one) => one.file === file);
    await rm(join(folder, file), { force: true });
    await recordAbout(register, 'pruned', { ...by, file, sha256: known?.sha256 ?? '' });
  }
  return gone;
}

/** Its bytes are those that were written. */
async function newestGood(
  folder: string,
  there: readonly RecordedBackup[],
): Promise<string | undefined> {
  for (const { file, sha256 } of there) {
    const found = await hashOf(join(folder, file)).catch((error: unknown) => {
      // Unreadable or gone meanwhile is not good; the next one is looked at.
      if (codeOf(error) === undefined) throw error;
      return undefined;
    });
    if (found?.sha256 === sha256) return file;
  }
  return undefined;
}

async function removeUnfinished(
  { db }: Register,
  folder: string,
  names: ReadonlySet<string>,
  nowMs: number,
): Promise<void> {
  const genesis = await genesisOf(db);
  if (!genesis) return;
  for (const name of names) {
    if (!isUnfinished(name, genesis.installation)) continue;
    const path = join(folder, name);
    const { mtimeMs } = await stat(path);
    if (nowMs - mtimeMs > staleMs) await rm(path, { force: true });
  }
}

export type ListedBackup = {
  readonly file: string;
  readonly bytes: number;
  /** Absent when the audit chain here does not know it. */
  readonly made?: RecordedBackup;
};

/** The newest first, by name. */
export async function listBackups(register: Register, folder: string): Promise<ListedBackup[]> {
  const known = await recordedBackups(register.db);
  const listed: ListedBackup[] = [];
  for (const file of (await readdir(folder)).filter(isBackupName).toSorted().toReversed()) {
    const { size: bytes } = await stat(join(folder, file));
    const made = known.find((one) => one.file === file);
    listed.push({ file, bytes, ...(made && { made }) });
  }
  return listed;
}
