/** For whom a page is made: who looks, in which zone, with which names and roles. */
import type { Context } from 'hono';
import type { AccessRole } from '../domain/access.ts';
import { Failure } from '../failure.ts';
import { rolesOf } from '../policy/roles.ts';
import type { Policy } from '../policy/schema.ts';
import type { WebDeps } from './deps.ts';
import type { Visitor, WebEnv } from './visitor.ts';

export type View = {
  readonly policy: Policy;
  readonly policyVersion: string;
  readonly visitor: Visitor;
  readonly person: string;
  readonly roles: readonly AccessRole[];
  /** In which times are typed and shown. */
  readonly zone: string;
  /** Names by person id. */
  readonly names: Readonly<Record<string, string>>;
  readonly nowMs: number;
};

export async function viewOf(
  c: Context<WebEnv>,
  { policy: read, now }: Pick<WebDeps, 'policy' | 'now'>,
): Promise<View> {
  const visitor = c.get('visitor');
  if (!visitor) throw new Failure('notAllowed', 'not-signed-in', 'sign in first');
  const { policy, version: policyVersion } = await read();
  const { person } = visitor;
  const known = Object.hasOwn(policy.people, person) ? policy.people[person] : undefined;
  if (!known)
    throw new Failure(
      'notAllowed',
      'unknown-person',
      'you are not a person of the policy file any more; ask an admin',
    );
  const names = Object.fromEntries(
    Object.entries(policy.people).map(([id, { name }]) => [id, name]),
  );
  return {
    ...{ policy, policyVersion, visitor, person, names, nowMs: now() },
    roles: rolesOf(policy, person),
    zone: known.zone ?? policy.organisation.zone,
  };
}
