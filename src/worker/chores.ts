/** The work that belongs to no incident: which function does which chore. */
import type { Client } from '@temporalio/client';
import type { Chores } from '../activities/chores.ts';
import type { MailDeps } from '../activities/mail.ts';
import { createReviews } from '../activities/reviews.ts';
import { createUpkeep } from '../activities/upkeep.ts';
import { classify } from '../mail/fault.ts';
import type { MailTransport } from '../mail/transport.ts';
import { findAll } from '../upkeep/finder.ts';
import { upkeepFinders } from '../upkeep/finders.ts';

/** Nobody waits: a thousand incidents that left the cache are replayed in less. */
const askLimitMs = 10 * 60_000;

/** Replaced, line by line, by what does it. */
function missing(): Promise<never> {
  return Promise.reject(new Error('this chore is not there yet'));
}

export function createChores(deps: MailDeps & { readonly client: Client }): Chores {
  const { client, register, transport, now } = deps;
  const upkeep = createUpkeep({
    ...deps,
    find: (policy) =>
      findAll(
        upkeepFinders({
          ...{ policy, now, askLimitMs },
          client: () => Promise.resolve(client),
          register: () => Promise.resolve(register),
          mailFault: () => mailFault(transport),
        }),
      ),
  });
  return { backup: missing, retention: missing, reviews: createReviews(deps), upkeep };
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
