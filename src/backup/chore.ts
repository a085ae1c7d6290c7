/** The making of backups by schedule: one more is made, and those that are too many or too old go. */
import { system } from '../domain/commands.ts';
import type { LoadedPolicy } from '../policy/file.ts';
import type { Register } from '../register/database.ts';
import { ownServerRuns } from '../server/orphan.ts';
import { backupsOf, makeBackup, type MadeBackup } from './make.ts';
import { pruneBackups } from './prune.ts';

export function createBackupChore(deps: {
  readonly register: Register;
  readonly policy: () => Promise<LoadedPolicy>;
  readonly now: () => number;
  /** The data folder. */
  readonly folder: string;
  /** Of the program. */
  readonly version: string;
}): (signal: AbortSignal) => Promise<{ readonly done: string }> {
  const { register, policy, now, folder: data, version } = deps;
  return async (signal) => {
    const loaded = await policy();
    const installation = { register, loaded, data, version, hasTemporal: ownServerRuns(data) };
    const made = await makeBackup(installation, acting(now()), { tell: () => undefined, signal });
    const { folder, settings } = backupsOf(loaded);
    const gone = await pruneBackups(register, folder, settings.keep, acting(now()));
    return { done: sentence(made, gone.length) };
  };
}

function acting(nowMs: number): { person: string; channel: string; nowMs: number } {
  return { ...system, nowMs };
}

function sentence({ file, bytes, manifest }: MadeBackup, gone: number): string {
  const temporal = manifest.temporal.included ? '' : ', without the data of Temporal';
  return `${file} made, ${bytes} bytes up to entry ${manifest.head.n}${temporal}; ${gone} older ones taken away`;
}
