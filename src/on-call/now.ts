/** Who is on call at one instant, by the rota of the policy and its overrides in the register. */
import type { OnCallNow } from '../domain/on-call.ts';
import type { Policy } from '../policy/schema.ts';
import type { Register } from '../register/database.ts';

export function readOnCallNow(
  _from: { policy: Policy; register: Pick<Register, 'db'> },
  atMs: number,
): Promise<OnCallNow> {
  return Promise.resolve({ atMs, layers: [] });
}
