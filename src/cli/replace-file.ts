/** Replaces a file that people keep by hand: whole or not at all, with the rights it had, and never what somebody else just saved. */
import { randomUUID } from 'node:crypto';
import { open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { Failure } from '../failure.ts';
import { shown } from './shown.ts';

/** `settle` runs when every byte is on disk and before they are in force; when it throws the file stays as it was. */
export async function replaceFile(
  path: string,
  change: { readonly from: Uint8Array; readonly to: Uint8Array },
  settle: () => Promise<void>,
): Promise<void> {
  // A link stays a link.
  const place = await realpath(path).catch(unwritable(path));
  const draft = `${place}.${randomUUID().slice(0, 8)}.part`;
  const { mode } = await stat(place).catch(unwritable(path));
  const handle = await open(draft, 'wx', 0o600).catch(unwritable(path));
  try {
    try {
      await handle.writeFile(change.to);
      // Whoever reads it now, such as a worker of another user, must read it afterwards.
      await handle.chmod(mode % 0o1000);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (!(await readFile(place)).equals(change.from))
      throw new Failure(
        'usage',
        'file-changed',
        `${shown(path)} was changed by somebody else meanwhile; look at it and try again`,
      );
    await settle();
    await rename(draft, place).catch(unwritable(path));
  } finally {
    await rm(draft, { force: true });
  }
}

function unwritable(path: string): (error: unknown) => never {
  return (error) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new Failure(
      'usage',
      'bad-file',
      `${shown(path)} cannot be replaced (${code}); check the rights of the file and its folder`,
      error,
    );
  };
}
