/** Taking back the links that were sent until now: whose they are, and who may. */
import { toIncidentId } from '../domain/incident-id.ts';
import { Failure } from '../failure.ts';
import { requireAdminOf } from '../policy/admins.ts';
import type { Policy } from '../policy/schema.ts';
import { personKey } from '../policy/snapshot.ts';
import type { Register } from '../register/database.ts';
import { revokeLinks, type LinkScope, type TakenBack } from '../register/links.ts';
import { shown } from '../sending/shown.ts';

export type LinksWanted = {
  readonly scope: LinkScope;
  /** The id of an incident or of a person; none for all. */
  readonly subject?: string | undefined;
  readonly reason: string;
};

/** Throws a Failure for who is no admin, and for a subject that is none. */
export async function takeLinksBack(
  register: Register,
  policy: Policy,
  { scope, subject: named, reason }: LinksWanted,
  act: { readonly by: string; readonly nowMs: number; readonly channel: 'cli' | 'api' },
): Promise<TakenBack> {
  requireAdminOf(policy, act.by, 'takes links back');
  const taken = { scope, subject: subjectOf(policy, scope, named), atMs: act.nowMs };
  await revokeLinks(register, { ...taken, by: act.by, reason }, act.channel);
  return taken;
}

function subjectOf(policy: Policy, scope: LinkScope, named: string | undefined): string {
  const fault = (remedy: string): Failure =>
    new Failure(
      'usage',
      'bad-input',
      `subject is ${named === undefined ? 'missing' : shown(named)}; ${remedy}`,
    );
  switch (scope) {
    case 'incident': {
      const id = toIncidentId(named ?? '');
      if (id === undefined) throw fault('give the id of an incident, such as INC-K7F3Q');
      return id;
    }
    case 'person':
      if (named === undefined || !Object.hasOwn(policy.people, named))
        throw fault(`use one of ${Object.keys(policy.people).join(', ')}`);
      return personKey(policy, named);
    case 'all':
      if (named !== undefined) throw fault('leave it out for all links');
      return '';
  }
}
