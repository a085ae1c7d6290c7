/** Whether somebody read the policy file within the time that it sets itself. */
import { dateAt } from '../calendar/date.ts';
import type { Policy } from '../policy/schema.ts';
import type { Register } from '../register/database.ts';
import { policyReviewDueOn } from '../upkeep/due.ts';
import { ok, unknown, warning, type Finding } from './check.ts';

export async function checkPolicyReview(
  register: Register,
  policy: Policy | undefined,
  nowMs: number,
): Promise<Finding> {
  if (!policy) return unknown('not looked at without a policy');
  const dueOn = await policyReviewDueOn(register, policy);
  if (dueOn === undefined) return unknown('no version is on record yet');
  return dueOn <= dateAt(nowMs, policy.organisation.zone)
    ? warning(`the policy is due for review since ${dueOn}`, 'seventytwo policy reviewed')
    : ok(`the next review of the policy is due ${dueOn}`);
}
