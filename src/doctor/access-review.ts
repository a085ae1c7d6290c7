/** Whether access is reviewed: when the next review opens, how far an open one is, and what the last one left undone. */
import { endingKeys, holdersOf, unconfirmed } from '../access/review.ts';
import { formatBoth } from '../calendar/format.ts';
import { nextReviewAtMs, type AccessReview } from '../domain/access-review.ts';
import { isAdmin } from '../policy/roles.ts';
import type { Policy } from '../policy/schema.ts';
import { readAccessKeys } from '../register/access-keys.ts';
import { readReview } from '../register/access-reviews.ts';
import { newestChoreFault } from '../register/chore-faults.ts';
import type { Register } from '../register/database.ts';
import { failed, ok, warning, type Finding } from './check.ts';

/** The worker looks once a day, and tries for some hours. */
const graceMs = 2 * 24 * 3_600_000;

export async function judgeReview(
  register: Register,
  policy: Policy,
  nowMs: number,
): Promise<Finding> {
  const { review, beganAtMs } = await readReview(register);
  const keys = await readAccessKeys(register);
  const { zone } = policy.organisation;
  const worker = 'see the check of the worker, and its log';
  if (review && review.closedAtMs === undefined) {
    const left = unconfirmed(review, holdersOf(policy, keys, nowMs)).map(({ person }) => person);
    const fault = await newestChoreFault(register.db, 'reviews');
    if (nowMs > review.dueAtMs + graceMs) return failed(`${review.id} was not closed`, worker);
    if (fault && fault.atMs > lastAtMs(review))
      return failed(`${review.id} is open, and nobody was told: ${fault.subject}`, worker);
    const found = `${review.id} is open until ${formatBoth(review.dueAtMs, zone)}`;
    return left.length === 0
      ? ok(`${found}; everybody is confirmed`)
      : warning(`${found}; not confirmed: ${left.join(', ')}`, remedy);
  }
  const spared = review && endingKeys(review, keys, isAdmin(policy), nowMs).spared;
  if (spared)
    return failed(
      `${review.id} ended, nobody confirmed ${spared.person}, and the key ${spared.id} was kept because no other admin has one`,
      `seventytwo access review confirm ${spared.person}, or grant another admin a key and take it away`,
    );
  const nextAtMs = nextReviewAtMs(review, beganAtMs, policy.access.review);
  if (nowMs > nextAtMs + graceMs)
    return failed(`a review is due since ${formatBoth(nextAtMs, zone)} and was not opened`, worker);
  const last = review?.closedAtMs;
  const before = last === undefined ? '' : `the last ended ${formatBoth(last, zone)}; `;
  return ok(`${before}the next opens ${formatBoth(nextAtMs, zone)}`);
}

const remedy = 'see seventytwo access review, then seventytwo access review confirm';

function lastAtMs({ openedAtMs, told }: AccessReview): number {
  return told.at(-1)?.atMs ?? openedAtMs;
}
