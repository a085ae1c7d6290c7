/** The chore `retention`, wired: what the policy limits, the register, and what Temporal still has. */
import type { Chore } from '../activities/chores.ts';
import { erasePastLimits, summaryOf } from '../retention/chore.ts';
import { temporalRuns } from '../retention/runs.ts';
import type { ChoreDeps } from './chores.ts';

export function retentionChore({ register, policy, client, folder, now }: ChoreDeps): Chore {
  return async (signal) => {
    const { organisation, retention } = (await policy()).policy;
    const counts = await erasePastLimits({
      ...{ register, folder, nowMs: now(), signal },
      outside: { ...temporalRuns(client), eraseKey: register.cells.keys.eraseIncidentKey },
      terms: { limits: retention ?? {}, zone: organisation.zone },
    });
    return { done: summaryOf(counts) };
  };
}
