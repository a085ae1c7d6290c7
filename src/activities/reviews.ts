/** The chore that holds reviews of access: opens them, reminds, and at their end takes away the keys that nobody confirmed. */
import { endingKeys, holdersOf, unconfirmed } from '../access/review.ts';
import { reviewIdAt, reviewStep, type ReviewMail } from '../domain/access-review.ts';
import { accessReviewMail } from '../mail/access-review.ts';
import { adminsOf, isAdmin } from '../policy/roles.ts';
import type { Policy } from '../policy/schema.ts';
import { readAccessKeys } from '../register/access-keys.ts';
import {
  endedBy,
  endKeys,
  readReview,
  recordClosed,
  recordOpened,
  recordTold,
} from '../register/access-reviews.ts';
import type { Chore } from './chores.ts';
import { mailEach } from './circular.ts';
import type { MailDeps } from './mail.ts';

/** An opening is followed by its mail at once; nothing needs more steps in one look. */
const mostSteps = 3;

export function createReviews(deps: MailDeps): Chore {
  return async () => {
    const { policy } = await deps.policy();
    const done: string[] = [];
    for (let n = 0; n < mostSteps; n += 1) {
      const step = await takeStep(deps, policy);
      if (step === undefined) break;
      done.push(step);
    }
    return { done: done.length === 0 ? 'nothing to do' : done.join(', ') };
  };
}

/** Each leaves an act behind, so that a look that was cut short goes on where it was. */
async function takeStep(deps: MailDeps, policy: Policy): Promise<string | undefined> {
  const { register, now } = deps;
  const nowMs = now();
  const { review, beganAtMs } = await readReview(register);
  const holders = holdersOf(policy, await readAccessKeys(register), nowMs);
  const missing = review ? unconfirmed(review, holders).length : 0;
  const terms = policy.access.review;
  const step = reviewStep(review, missing, beganAtMs, terms, nowMs);
  if (step === undefined) return undefined;
  if (step === 'open' || !review) {
    await recordOpened(register, reviewIdAt(nowMs), nowMs + terms.within, holders, nowMs);
    return 'opened';
  }
  const { id } = review;
  if (step === 'close') {
    const admin = isAdmin(policy);
    await endKeys(register, id, (keys) => endingKeys(review, keys, admin, nowMs).ending, nowMs);
  }
  const keys = await readAccessKeys(register);
  const { spared } = endingKeys(review, keys, isAdmin(policy), nowMs);
  // Also of an attempt whose mail did not go out.
  const ended = keys.filter(({ revocation }) => revocation?.reason === endedBy(id));
  const mail: ReviewMail = step === 'close' ? 'closed' : step;
  const about = { mail, review, holders, ended, nowMs, ...(spared && { spared }) };
  await mailEach(deps, policy, adminsOf(policy), (to) => accessReviewMail(about, policy, to));
  if (step !== 'close') {
    await recordTold(register, id, step, nowMs);
    return `told (${step})`;
  }
  const kept = spared ? ', 1 kept for want of another admin' : '';
  const counts = `${holders.length - missing} confirmed, ${missing} not, ${ended.length} keys taken away${kept}`;
  await recordClosed(register, id, counts, nowMs);
  return `closed: ${counts}`;
}
