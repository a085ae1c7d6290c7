/** What must be looked at again: vendors (GDPR Art. 28) and the policy file itself. */
import { dateAt, monthsAfter } from '../calendar/date.ts';
import type { UpkeepFinding } from '../domain/upkeep.ts';
import type { Policy } from '../policy/schema.ts';
import { standings } from '../policy/vendor-standing.ts';
import { newestOf, policyKind, policyReviewedKind } from '../register/audit.ts';
import type { Register } from '../register/database.ts';

/** Time enough to make an appointment with a vendor. */
const aheadMs = 30 * 86_400_000;

export function findVendors(policy: Policy, nowMs: number): readonly UpkeepFinding[] {
  const { zone } = policy.organisation;
  const soon = dateAt(nowMs + aheadMs, zone);
  return standings(policy, nowMs).flatMap(({ id, concerns, reviewDueOn }): UpkeepFinding[] => {
    const common = { about: id, severity: 'warning', detail: reviewDueOn ?? '' } as const;
    if (concerns.includes('never reviewed')) return [{ ...common, kind: 'vendor-unreviewed' }];
    if (concerns.includes('review due')) return [{ ...common, kind: 'vendor-overdue' }];
    return reviewDueOn !== undefined && reviewDueOn <= soon
      ? [{ ...common, kind: 'vendor-due' }]
      : [];
  });
}

/** When the policy is due for review; undefined while no version is on record. */
export async function policyReviewDueOn(
  { db }: Register,
  { review, organisation }: Policy,
): Promise<string | undefined> {
  const acts = await Promise.all(
    [policyKind, policyReviewedKind].map((kind) => newestOf(db, kind)),
  );
  const newestMs = Math.max(...acts.map((act) => act?.atMs ?? 0));
  if (newestMs === 0) return undefined;
  return monthsAfter(dateAt(newestMs, organisation.zone), review.every);
}

export async function findPolicyReview(
  register: Register,
  policy: Policy,
  nowMs: number,
): Promise<readonly UpkeepFinding[]> {
  const dueOn = await policyReviewDueOn(register, policy);
  if (dueOn === undefined || dueOn > dateAt(nowMs, policy.organisation.zone)) return [];
  return [{ kind: 'policy-review', about: 'policy', severity: 'warning', detail: dueOn }];
}
