/** The work that belongs to no incident: which function does which chore. */
import type { Client } from '@temporalio/client';
import { createCanary } from '../activities/canary.ts';
import type { Chores } from '../activities/chores.ts';
import { createHandOvers } from '../activities/hand-overs.ts';
import { createDigest } from '../activities/digest.ts';
import type { MailDeps } from '../activities/mail.ts';
import { createReviews } from '../activities/reviews.ts';
import { createUpkeep } from '../activities/upkeep.ts';
import { createBackupChore } from '../backup/chore.ts';
import { classify } from '../mail/fault.ts';
import type { MailTransport } from '../mail/transport.ts';
import { findAll } from '../upkeep/finder.ts';
import { upkeepFinders } from '../upkeep/finders.ts';
import { version } from '../version.ts';
import { retentionChore } from './retention.ts';

/** Nobody waits: a thousand incidents that left the cache are replayed in less. */
const askLimitMs = 10 * 60_000;

export type ChoreDeps = MailDeps & {
  readonly client: Client;
  /** The data folder. */
  readonly folder: string;
};

export function createChores(deps: ChoreDeps): Chores {
  const { client, register, transport, folder, now } = deps;
  const upkeep = createUpkeep({
    ...deps,
    find: (loaded) =>
      findAll(
        upkeepFinders({
          ...{ loaded, data: folder, now, askLimitMs },
          client: () => Promise.resolve(client),
          register: () => Promise.resolve(register),
          mailFault: () => mailFault(transport),
        }),
      ),
  });
  return {
    backup: createBackupChore({ ...deps, version }),
    digest: createDigest(deps),
    retention: retentionChore(deps),
    reviews: createReviews(deps),
    upkeep,
    handovers: createHandOvers(deps),
    canary: createCanary(deps),
  };
}

/** Connects and logs in, as a mail would. */
async function mailFault(transport: MailTransport): Promise<string | undefined> {
  try {
    await transport.verify();
    return undefined;
  } catch (error) {
    const known = classify(error);
    if (!known) throw error;
    return known.fault;
  }
}
