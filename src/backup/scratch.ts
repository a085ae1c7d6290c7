/** Folders that hold a backup unencrypted while one works on it, and what of them a process that was killed left behind. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { lstat, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { codeOf } from '../error-code.ts';
import { tryLockThere, type Lock } from '../server/lock.ts';

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
/** Of a folder on its way: only one that is locked ever has a name that others look for. */
const [making, going] = ['.making', '.going'];
/** Somebody may be at removing it; nobody takes as long. */
const goingMs = 60_000;

/** `path` and a name of its own behind it. */
export async function makeScratch(path: string): Promise<Scratch> {
  const id = randomBytes(4).toString('hex');
  const around = `${path}${id}`;
  const begun = `${around}${making}`;
  await mkdir(join(begun, 'unpacking'), { recursive: true, mode: 0o700 });
  const lock = tryLockThere(join(begun, lockName));
  if (!lock) throw new Error(`somebody locked ${begun}, which is new`);
  await rename(begun, around);
  const remove = async (): Promise<void> => {
    await takeAway(around);
    lock.release();
  };
  return { id, around, folder: join(around, 'unpacking'), remove };
}

/** The lock must be held. Whoever wants to lock it meanwhile finds no folder, and puts nothing into it. */
async function takeAway(folder: string): Promise<void> {
  await rename(folder, `${folder}${going}`);
  await rm(`${folder}${going}`, { recursive: true, force: true });
}

export const scratchPath = (folder: string): string => join(folder, 'backup-scratch-');
export const restoringPath = (to: string): string => `${to}.restoring-`;
export const stagingPath = (data: string): string => join(data, 'backup-staging');
export const stagingLock = (data: string): string => join(data, 'backup.lock');

type Place = {
  readonly folder: string;
  /** Absent: nobody works there. */
  readonly lockPath?: string;
  readonly clear: () => Promise<void>;
};

const clearing = (folder: string) => () => rm(folder, { recursive: true, force: true });

/** Folders with these names in front. */
async function placesOf(path: string): Promise<readonly Place[]> {
  const [parent, start] = [dirname(path), basename(path)];
  const places: Place[] = [];
  for (const name of await namesIn(parent)) {
    if (!name.startsWith(start)) continue;
    const [folder, id] = [join(parent, name), name.slice(start.length)];
    if (idPattern.test(id))
      places.push({ folder, lockPath: join(folder, lockName), clear: () => takeAway(folder) });
    else if (id.endsWith(going) && idPattern.test(id.slice(0, -going.length)))
      places.push({ folder, clear: clearing(folder) });
  }
  return places;
}

/** Does the work when nobody else is at work there: the kernel gave the lock back when its process died, however that was. */
async function whenDeserted(
  { folder, lockPath }: Place,
  work: () => Promise<void>,
): Promise<boolean> {
  const there = await lstat(folder).catch(unlessGone);
  // In a folder for everybody others have theirs.
  if (!there?.isDirectory() || there.uid !== (process.getuid?.() ?? there.uid)) return false;
  if (lockPath === undefined) {
    if (Date.now() - there.mtimeMs < goingMs) return false;
    await work();
    return true;
  }
  const lock = lockOf(folder, lockPath);
  if (!lock) return false;
  try {
    // Locked in the moment after somebody took it away.
    if (!existsSync(folder)) return false;
    await work();
    return true;
  } finally {
    lock.release();
  }
}

function lockOf(folder: string, lockPath: string): Lock | undefined {
  try {
    return tryLockThere(lockPath);
  } catch (error) {
    // Whoever worked there took it away in this very moment.
    if (!existsSync(folder)) return undefined;
    throw error;
  }
}

/** All that could lie unencrypted in or beside a data folder, or in the folder for passing files. */
async function allPlaces(data: string): Promise<readonly Place[]> {
  const staging = stagingPath(data);
  return [
    { folder: staging, lockPath: stagingLock(data), clear: clearing(staging) },
    ...(await placesOf(scratchPath(data))),
    ...(await placesOf(scratchPath(tmpdir()))),
    // While the data folder itself is away, what is beside it may be all there is: see `requireMoved`.
    ...(existsSync(data) ? await placesOf(restoringPath(data)) : []),
  ];
}

async function deserted(
  data: string,
  work: (place: Place) => Promise<void>,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const place of await allPlaces(data))
    if (await whenDeserted(place, () => work(place))) found.push(place.folder);
  return found;
}

/** What killed processes left. */
export const leftBehind = (data: string): Promise<readonly string[]> =>
  deserted(data, () => Promise.resolve());

/** Returns what is gone now. */
export const clearLeftBehind = (data: string): Promise<readonly string[]> =>
  deserted(data, ({ clear }) => clear());

async function namesIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder).catch(unlessGone)) ?? [];
}

function unlessGone(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error;
  return undefined;
}
