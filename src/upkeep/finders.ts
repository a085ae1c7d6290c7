/** Everything that the upkeep looks at, in the order in which it is told. */
import type { Client } from '@temporalio/client';
import { checkpointStanding } from '../doctor/checkpoints.ts';
import type { LoadedPolicy } from '../policy/file.ts';
import type { Register } from '../register/database.ts';
import { findBackups } from './backups.ts';
import { findPolicyReview, findVendors } from './due.ts';
import type { Finder } from './finder.ts';
import { findKeys } from './keys.ts';
import { findGaps } from './on-call.ts';
import { findOffices, findUnreachable } from './people.ts';
import { findRuns } from './runs.ts';
import { findTimers } from './timers.ts';

export type UpkeepWorld = {
  readonly loaded: LoadedPolicy;
  /** The data folder. */
  readonly data: string;
  /** Throw the Failure that says why there is none. */
  readonly client: () => Promise<Client>;
  readonly register: () => Promise<Register>;
  /** The name of the fault when no mail can be handed over; sends none. */
  readonly mailFault: () => Promise<string | undefined>;
  readonly now: () => number;
  /** For all incidents together. */
  readonly askLimitMs: number;
};

export function upkeepFinders(world: UpkeepWorld): readonly Finder[] {
  const { loaded, data, client, register, mailFault, now, askLimitMs } = world;
  const { policy } = loaded;
  return [
    { name: 'runs', find: async () => findRuns(await client(), await register(), now()) },
    { name: 'timers', find: async () => findTimers(await client(), now, askLimitMs) },
    {
      name: 'mail',
      async find() {
        const detail = await mailFault();
        return detail === undefined
          ? []
          : [{ kind: 'mail-path', about: 'mail.smtp', severity: 'failed', detail }];
      },
    },
    { name: 'offices', find: async () => findOffices(policy) },
    { name: 'people', find: async () => findUnreachable(await register(), policy, now()) },
    { name: 'on call', find: async () => findGaps(await register(), policy, now()) },
    {
      name: 'checkpoints',
      async find() {
        const { result } = await checkpointStanding(await register(), policy, now());
        // One that was never mailed yet may be on its way.
        return result === 'failed'
          ? [{ kind: 'checkpoint', about: 'audit.checkpoints', severity: 'failed', detail: '' }]
          : [];
      },
    },
    { name: 'keys', find: async () => findKeys(await register(), now()) },
    { name: 'vendors', find: async () => findVendors(policy, now()) },
    { name: 'policy', find: async () => findPolicyReview(await register(), policy, now()) },
    { name: 'backups', find: async () => findBackups(await register(), loaded, data, now()) },
  ];
}
