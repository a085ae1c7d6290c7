/** Whether those who must act can be reached when the usual mailboxes are what was broken into. */
import { adminsOf } from '../policy/roles.ts';
import type { Policy } from '../policy/schema.ts';
import { ok, warning, type Finding } from './check.ts';

export async function checkOutOfBand(policy: Policy): Promise<Finding> {
  const { people, roles, onCall } = policy;
  const needed = new Set([...onCall.order, ...Object.values(roles), ...adminsOf(policy)]);
  const without = [...needed].filter((id) => people[id]?.outOfBand === undefined);
  if (without.length === 0) return ok(`all ${needed.size} who must act have another address`);
  return warning(
    `without another address, should mailboxes be broken into: ${without.join(', ')}`,
    'write outOfBand, an address outside of the company, at these people in the policy file',
  );
}
