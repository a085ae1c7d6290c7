/** Which files any user of this machine may write. */
import { stat } from 'node:fs/promises';

const othersMayWrite = 0o002;

export async function openToAll(paths: readonly string[]): Promise<readonly string[]> {
  // There a mode says nothing.
  if (process.platform === 'win32') return [];
  const modes = await Promise.all(
    paths.map(async (path) => ({ path, mode: (await stat(path)).mode })),
  );
  return modes.flatMap(({ path, mode }) => ((mode & othersMayWrite) === 0 ? [] : [path]));
}
