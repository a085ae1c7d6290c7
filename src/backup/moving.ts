/** The last step of a restore: two renamings, each of which leaves everything where it can be found. */
import { existsSync, readdirSync } from 'node:fs';
import { rename, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { codeOf } from '../error-code.ts';
import { Failure, type Progress } from '../failure.ts';
import { idPattern, restoringPath, type Scratch } from './scratch.ts';

/** What is checked has this name, so that it is told from what is still being unpacked. */
const wholeName = 'restored';
const asidePath = (to: string, id: string): string => `${to}.before-restore-${id}`;

/** Returns where what was there before is kept; undefined when nothing was. */
export async function moveIn(
  { id, around, folder }: Scratch,
  to: string,
  isTaken: boolean,
  tell: Progress,
): Promise<string | undefined> {
  const whole = join(around, wholeName);
  const aside = asidePath(to, id);
  try {
    await rename(folder, whole);
    await putAside(to, id, isTaken);
    tell('Putting the restored folder in its place.');
    await rename(whole, to).catch(async (error: unknown) => {
      if (isTaken) await rename(aside, to);
      throw error;
    });
    return isTaken ? aside : undefined;
  } catch (error) {
    throw new Failure(
      'unreachable',
      'folder-not-moved',
      `${to} cannot be put in place (${codeOf(error) ?? 'unknown reason'}); what was there is still there: name a folder that is no mount point, in one that this user may write to`,
      error,
    );
  }
}

async function putAside(to: string, id: string, isTaken: boolean): Promise<void> {
  if (isTaken) return rename(to, asidePath(to, id));
  // An empty folder may have been made for it.
  await rmdir(to).catch((error: unknown) => {
    if (codeOf(error) !== 'ENOENT') throw error;
  });
}

/** Throws when a restore was killed between its two renamings: whatever began now would begin a new, empty installation. */
export function requireMoved(data: string): void {
  const parent = dirname(data);
  if (existsSync(data) || !existsSync(parent)) return;
  const start = basename(restoringPath(data));
  for (const name of readdirSync(parent)) {
    const id = name.slice(start.length);
    if (!name.startsWith(start) || !idPattern.test(id)) continue;
    const [aside, whole] = [asidePath(data, id), join(parent, name, wholeName)];
    if (!existsSync(aside) || !existsSync(whole)) continue;
    // A register in PostgreSQL was not written: that is the last step of all.
    const choice = existsSync(join(whole, 'register.db'))
      ? `rename ${aside} to it to have what was there before, or ${whole}, which is checked, to have what the backup brought`
      : `rename ${aside}, which is what was there before, to it and restore again`;
    throw new Failure(
      'refused',
      'half-restored',
      `${data} is not there, because a restore was killed between putting the old folder aside and the new one in its place; ${choice}`,
    );
  }
}
