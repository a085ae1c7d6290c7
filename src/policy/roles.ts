/** The roles of a person by the policy file: those written down, else those that follow from their place in it. */
import { accessRoles, type AccessRole } from '../domain/access.ts';
import type { Policy } from './schema.ts';

/** Who looks after the installation: all admins; where nobody is one, who decides and the officer. */
export function adminsOf(policy: Policy): readonly string[] {
  const { people, roles } = policy;
  const named = Object.keys(people).filter((id) => rolesOf(policy, id).includes('admin'));
  return named.length > 0 ? named : [...new Set([roles.decisionMaker, roles.dpo])];
}

/** None for somebody whom the policy does not know. */
export function rolesOf(policy: Policy, person: string): readonly AccessRole[] {
  if (!Object.hasOwn(policy.people, person)) return [];
  const { roles = [] } = policy.people[person] ?? {};
  const { dpo, deputy, decisionMaker } = policy.roles;
  const found = new Set<AccessRole>(roles);
  // A small company: who is not limited may respond and lead.
  if (roles.length === 0)
    for (const role of ['reporter', 'responder', 'commander'] as const) found.add(role);
  if (person === dpo || person === deputy) found.add('dpo');
  if (person === decisionMaker) found.add('decision-maker');
  return accessRoles.filter((role) => found.has(role));
}
