/** The work that belongs to no incident: which function does which chore. */
import type { Client } from '@temporalio/client';
import type { Chores } from '../activities/chores.ts';
import { createBackupChore } from '../backup/chore.ts';
import type { LoadedPolicy } from '../policy/file.ts';
import type { Register } from '../register/database.ts';
import { version } from '../version.ts';
import { retentionChore } from './retention.ts';

export type ChoreDeps = {
  readonly register: Register;
  readonly policy: () => Promise<LoadedPolicy>;
  readonly client: Client;
  /** Erases the key that sealed an incident. */
  readonly eraseKey: (incidentId: string) => Promise<void>;
  /** The data folder. */
  readonly folder: string;
  readonly now: () => number;
};

/** Replaced, line by line, by what does it. */
function missing(): Promise<never> {
  return Promise.reject(new Error('this chore is not there yet'));
}

export function createChores(deps: ChoreDeps): Chores {
  return {
    backup: createBackupChore({ ...deps, version }),
    retention: retentionChore(deps),
    reviews: missing,
    upkeep: missing,
  };
}
