/** Who is on call at an instant, by the policy file and the overrides in the register. */
import { shiftsAt } from '../calendar/rota-look.ts';
import type { OnCallNow } from '../domain/on-call.ts';
import type { Policy } from '../policy/schema.ts';
import type { Register } from '../register/database.ts';
import { readOverrides } from '../register/overrides.ts';
import { inForce, rotaOf } from './rota.ts';

export async function readOnCallNow(
  { policy, register }: { readonly policy: Policy; readonly register: Pick<Register, 'db'> },
  atMs: number,
): Promise<OnCallNow> {
  const rota = rotaOf(policy);
  if (!rota) return { atMs, layers: [] };
  const overrides = inForce(policy, await readOverrides(register.db, atMs));
  const layers = shiftsAt(rota, overrides, atMs).map(({ layer, person, insteadOf, untilMs }) => ({
    ...{ layer, untilMs },
    ...(person !== undefined && { person }),
    ...(insteadOf !== undefined && { insteadOf }),
  }));
  return { atMs, layers };
}
