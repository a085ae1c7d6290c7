/** The activity that says who sent a command, and in which roles. */
import type { Presented, Verdict } from '../domain/access.ts';
import type { LoadedPolicy } from '../policy/file.ts';
import { rolesOf } from '../policy/roles.ts';

export function createAuthenticateActivities(deps: {
  readonly policy: () => Promise<LoadedPolicy>;
}) {
  return {
    /** A verdict for each, in the same order. */
    async authenticate(presented: readonly Presented[]): Promise<readonly Verdict[]> {
      const { policy } = await deps.policy();
      return presented.map(({ actor }) => ({
        accepted: true,
        roles: rolesOf(policy, actor.person),
      }));
    },
  };
}
