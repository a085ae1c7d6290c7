/** The place of a new policy file: never over an existing one, and whole or not at all. */
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isCode } from '../../error-code.ts';
import { Failure } from '../../failure.ts';

/** Before an interview is held for nothing. */
export async function refuseExisting(path: string): Promise<void> {
  if (await tried(path, () => exists(path)))
    throw new Failure(
      'usage',
      'policy-exists',
      `${path} exists and is not overwritten; edit it, or move it away first`,
    );
}

export async function writeNew(path: string, text: string): Promise<void> {
  await refuseExisting(path);
  await tried(path, () => writeWhole(path, text));
}

async function tried<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure(
      'usage',
      'policy-unwritable',
      `${path} cannot be written (${reason}); choose another place`,
      error,
    );
  }
}

/** Whole or not at all: written beside its place, then moved there. Mode 0600, because it names people. */
async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}.tmp`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false;
    throw error;
  }
}
