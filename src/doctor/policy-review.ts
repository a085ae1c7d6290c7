/** Whether somebody read the policy file within the time that it sets itself. */
import { dateAt } from '../calendar/date.ts';
import type { Policy } from '../policy/schema.ts';
import type { Register } from '../register/database.ts';
import { policyReviewDueOn } from '../upkeep/due.ts';
import { failed, ok, unknown, warning, type Finding } from './check.ts';

/** Time enough for somebody on holiday to come back and read it. */
const graceMs = 30 * 86_400_000;

export async function checkPolicyReview(
  register: Register,
  policy: Policy | undefined,
  nowMs: number,
): Promise<Finding> {
  if (!policy) return unknown('not looked at without a policy');
  const dueOn = await policyReviewDueOn(register, policy);
  if (dueOn === undefined) return unknown('no version is on record yet');
  const { zone } = policy.organisation;
  if (dueOn > dateAt(nowMs, zone)) return ok(`the next review of the policy is due ${dueOn}`);
  const isLate = dueOn <= dateAt(nowMs - graceMs, zone);
  return (isLate ? failed : warning)(
    `the policy is due for review since ${dueOn}`,
    'read it, then seventytwo policy reviewed',
  );
}
