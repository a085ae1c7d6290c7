/** Tells who is on call at one instant, and whether it is within quiet hours. */
import { quietUntilMs } from '../calendar/quiet.ts';
import type { OnCallNow } from '../domain/on-call.ts';
import { readOnCallNow } from '../on-call/now.ts';
import type { LoadedPolicy } from '../policy/file.ts';
import type { Register } from '../register/database.ts';

type OnCallDeps = {
  readonly policy: () => Promise<LoadedPolicy>;
  readonly register: Pick<Register, 'db'>;
};

export function createOnCallActivities({ policy: load, register }: OnCallDeps) {
  return {
    async whoIsOnCall({ atMs }: { readonly atMs: number }): Promise<OnCallNow> {
      const { policy } = await load();
      const { quietHours } = policy.escalation ?? {};
      const zone = quietHours?.zone ?? policy.organisation.zone;
      const untilMs = quietHours && quietUntilMs({ ...quietHours, zone }, atMs);
      const now = await readOnCallNow({ policy, register }, atMs);
      return { ...now, ...(untilMs !== undefined && { quietUntilMs: untilMs }) };
    },
  };
}
