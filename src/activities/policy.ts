/** Reads the policy file of the worker: what an incident pins when it begins. */
import type { PolicySnapshot } from '../domain/policy.ts';
import type { LoadedPolicy } from '../policy/file.ts';
import { snapshot } from '../policy/snapshot.ts';

export function createPolicyActivities(deps: { policy: () => Promise<LoadedPolicy> }) {
  return {
    async readPolicy(): Promise<PolicySnapshot> {
      const { policy, version } = await deps.policy();
      return snapshot(policy, version);
    },
  };
}
