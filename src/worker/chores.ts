/** The work that belongs to no incident: which function does which chore. */
import type { Chores } from '../activities/chores.ts';
import { createBackupChore } from '../backup/chore.ts';
import { version } from '../version.ts';
import type { LoadedPolicy } from '../policy/file.ts';
import type { Register } from '../register/database.ts';

/** Replaced, line by line, by what does it. */
function missing(): Promise<never> {
  return Promise.reject(new Error('this chore is not there yet'));
}

export function createChores(deps: {
  readonly register: Register;
  readonly policy: () => Promise<LoadedPolicy>;
  readonly now: () => number;
  /** The data folder. */
  readonly folder: string;
}): Chores {
  return {
    backup: createBackupChore({ ...deps, version }),
    retention: missing,
    reviews: missing,
    upkeep: missing,
  };
}
