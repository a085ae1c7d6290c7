/** The roles of a person by the policy file: those written down, else those that follow from their place in it. */
import { accessRoles, type AccessRole } from '../domain/access.ts';
import type { Policy } from './schema.ts';

type People = Pick<Policy, 'people' | 'roles'>;

/** A small company: who is not limited may respond and lead. */
const everybody = ['reporter', 'responder', 'commander'] as const;

/** None for somebody whom the policy does not know. */
export function rolesOf(policy: People, person: string): readonly AccessRole[] {
  const found = reasonsOf(policy, person);
  return accessRoles.filter((role) => found.has(role));
}

/** For each role the key of the policy file that gives it, or that there is none against it. */
export function reasonsOf(policy: People, person: string): ReadonlyMap<AccessRole, string> {
  const found = new Map<AccessRole, string>();
  if (!Object.hasOwn(policy.people, person)) return found;
  const { roles = [] } = policy.people[person] ?? {};
  const { dpo, deputy, decisionMaker } = policy.roles;
  for (const role of roles) found.set(role, `people.${person}.roles`);
  if (roles.length === 0) for (const role of everybody) found.set(role, 'not limited');
  if (person === deputy) found.set('dpo', 'roles.deputy');
  if (person === dpo) found.set('dpo', 'roles.dpo');
  if (person === decisionMaker) found.set('decision-maker', 'roles.decisionMaker');
  return found;
}

export function isAdmin(policy: People): (person: string) => boolean {
  return (person) => rolesOf(policy, person).includes('admin');
}

/** Who looks after the installation: all admins; where nobody is one, who decides and the officer. */
export function adminsOf(policy: People): readonly string[] {
  const { people, roles } = policy;
  const named = Object.keys(people).filter(isAdmin(policy));
  return named.length > 0 ? named : [...new Set([roles.decisionMaker, roles.dpo])];
}
