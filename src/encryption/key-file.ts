/** Files of the keys folder: written whole or not at all, on disk before they count, and for their owner alone. */
import { randomUUID } from 'node:crypto';
import { constants, readFileSync, statSync, type Stats } from 'node:fs';
import { link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isCode } from '../error-code.ts';
import { Failure } from '../failure.ts';

/** A key takes 130: a ring that was rotated every day for a decade is half of it; more is the wrong file. */
const mostBytes = 1_000_000;

/** Two processes at once agree: the name is given only once. False when it is taken. */
export async function writeOnce(path: string, value: object): Promise<boolean> {
  return write(path, value, async (draft) => {
    try {
      await link(draft, path);
      return true;
    } catch (error) {
      if (isCode(error, 'EEXIST')) return false;
      throw error;
    }
  });
}

export async function writeOver(path: string, value: object): Promise<void> {
  await write(path, value, async (draft) => {
    await rename(draft, path);
    return true;
  });
}

async function write(
  path: string,
  value: object,
  place: (draft: string) => Promise<boolean>,
): Promise<boolean> {
  const draft = `${path}.${randomUUID().slice(0, 8)}.part`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(`${JSON.stringify(value, undefined, 2)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    const placed = await place(draft);
    await syncFolder(dirname(path));
    return placed;
  } catch (error) {
    throw unusable(path, error);
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * Undefined when there is none. Without the event loop's detour, which takes ten times as long as reading 200 bytes: who
 * lists the register asks for the keys of thousands of incidents.
 */
export function readKeyFileAtOnce(path: string): unknown {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (!stats) return undefined;
    requireFile(stats);
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    // Removed between the two.
    if (isCode(error, 'ENOENT')) return undefined;
    throw unusable(path, error);
  }
}

export function isKeyFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    throw unusable(path, error);
  }
}

/** Undefined when there is none. */
export async function readKeyFile(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readWhole(path));
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw unusable(path, error);
  }
}

async function readWhole(path: string): Promise<string> {
  // A FIFO would make us wait for ever.
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = await handle.stat();
    requireFile(stats);
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

function requireFile(stats: Stats): void {
  if (!stats.isFile()) throw new Error('it is no file');
  if (stats.size > mostBytes) throw new Error(`it has ${stats.size} bytes`);
}

/** A new name must outlive a power cut: a key that is lost then takes with it what was sealed. */
export async function syncFolder(path: string): Promise<void> {
  // Windows opens no folder.
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export function unusable(path: string, error: unknown): Failure {
  // What the parser quotes of a broken key file is a key.
  const why =
    error instanceof SyntaxError
      ? 'it is no JSON'
      : error instanceof Error
        ? error.message
        : String(error);
  return new Failure(
    'unreachable',
    'keys-unusable',
    `the key file ${path} cannot be used (${why}); correct its rights, or restore it from a backup`,
  );
}
