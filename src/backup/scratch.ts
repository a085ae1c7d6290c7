/** Folders that hold a backup unencrypted while one works on it, and what of them a process that was killed left behind. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { codeOf } from '../error-code.ts';
import { tryLock, type Lock } from '../server/lock.ts';

export type Scratch = {
  /** Tells it from all others; also a part of its name. */
  readonly id: string;
  /** Holds the lock, by which others see that somebody is at work, and `folder`. */
  readonly around: string;
  /** New and empty. */
  readonly folder: string;
  readonly remove: () => Promise<void>;
};

const lockName = 'lock';
export const idPattern = /^[0-9a-f]{8}$/;

/** `path` and a name of its own behind it. */
export async function makeScratch(path: string): Promise<Scratch> {
  for (;;) {
    const id = randomBytes(4).toString('hex');
    const around = `${path}${id}`;
    await mkdir(around, { mode: 0o700 });
    const lock = tryLock(join(around, lockName));
    // Somebody who clears up may have been there between the two steps.
    if (!lock || !existsSync(join(around, lockName))) {
      lock?.release();
      continue;
    }
    const folder = join(around, 'unpacking');
    await mkdir(folder, { mode: 0o700 });
    const remove = async (): Promise<void> => {
      lock.release();
      await rm(around, { recursive: true, force: true });
    };
    return { id, around, folder, remove };
  }
}

export const scratchPath = (folder: string): string => join(folder, 'backup-scratch-');
export const restoringPath = (to: string): string => `${to}.restoring-`;
export const stagingPath = (data: string): string => join(data, 'backup-staging');
export const stagingLock = (data: string): string => join(data, 'backup.lock');

type Place = { readonly folder: string; readonly lockPath: string };

/** Folders with these names in front. */
async function placesOf(path: string): Promise<readonly Place[]> {
  const [parent, start] = [dirname(path), basename(path)];
  return (await namesIn(parent))
    .filter((name) => name.startsWith(start) && idPattern.test(name.slice(start.length)))
    .map((name) => join(parent, name))
    .map((folder) => ({ folder, lockPath: join(folder, lockName) }));
}

/** Does the work when nobody else is at work there: the kernel gave the lock back when its process died, however that was. */
async function whenDeserted(
  { folder, lockPath }: Place,
  work: () => Promise<void>,
): Promise<boolean> {
  const there = await lstat(folder).catch(unlessGone);
  // In a folder for everybody others have theirs.
  if (!there?.isDirectory() || there.uid !== (process.getuid?.() ?? there.uid)) return false;
  const lock = lockOf(folder, lockPath);
  if (!lock) return false;
  try {
    await work();
    return true;
  } finally {
    lock.release();
  }
}

function lockOf(folder: string, lockPath: string): Lock | undefined {
  try {
    return tryLock(lockPath);
  } catch (error) {
    // Whoever worked there took it away in this very moment.
    if (!existsSync(folder)) return undefined;
    throw error;
  }
}

/** All that could lie unencrypted in or beside a data folder, or in the folder for passing files. */
async function allPlaces(data: string): Promise<readonly Place[]> {
  return [
    { folder: stagingPath(data), lockPath: stagingLock(data) },
    ...(await placesOf(scratchPath(data))),
    ...(await placesOf(scratchPath(tmpdir()))),
    // While the data folder itself is away, what is beside it may be all there is: see `requireMoved`.
    ...(existsSync(data) ? await placesOf(restoringPath(data)) : []),
  ];
}

async function deserted(
  data: string,
  work: (folder: string) => Promise<void>,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const place of await allPlaces(data))
    if (await whenDeserted(place, () => work(place.folder))) found.push(place.folder);
  return found;
}

/** What killed processes left. */
export const leftBehind = (data: string): Promise<readonly string[]> =>
  deserted(data, () => Promise.resolve());

/** Returns what is gone now. */
export const clearLeftBehind = (data: string): Promise<readonly string[]> =>
  deserted(data, (folder) => rm(folder, { recursive: true, force: true }));

async function namesIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder).catch(unlessGone)) ?? [];
}

function unlessGone(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error;
  return undefined;
}
