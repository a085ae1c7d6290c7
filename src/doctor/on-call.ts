/** Doctor: whether somebody is on call at every hour of the next fortnight, and whoever is could be told. */
import { formatBoth } from '../calendar/format.ts';
import { shiftsAt } from '../calendar/rota-look.ts';
import { shiftsOf } from '../calendar/rota.ts';
import { gapsIn } from '../on-call/outlook.ts';
import { inForce, rotaOf } from '../on-call/rota.ts';
import type { Policy } from '../policy/schema.ts';
import { newestOf } from '../register/audit.ts';
import type { Register } from '../register/database.ts';
import { handOverActs, handOverSubject } from '../register/handed-over.ts';
import { readOverrides } from '../register/overrides.ts';
import { failed, ok, warning, type Finding } from './check.ts';

const dayMs = 86_400_000;
/** Time enough to find somebody. */
const aheadMs = 14 * dayMs;

export async function checkOnCall(
  { db }: Pick<Register, 'db'>,
  policy: Policy,
  nowMs: number,
): Promise<Finding> {
  const rota = rotaOf(policy);
  if (!rota)
    return ok(`the policy has no rota; paged in this order: ${policy.onCall.order.join(', ')}`);
  const overrides = inForce(policy, await readOverrides(db, nowMs));
  const span = { fromMs: nowMs, untilMs: nowMs + aheadMs };
  const byLayer = rota.layers.map((layer) => shiftsOf(rota, layer, overrides, span));
  const now = shiftsAt(rota, overrides, nowMs);
  const gaps = gapsIn(byLayer, span);
  const [first] = gaps;
  if (first) {
    const { kind, layer = '', beginsAtMs = nowMs } = first;
    const where = kind === 'gap' ? `in ${layer}` : 'in any layer';
    // Hours that no layer has are how the policy wants it; the order of onCall is paged then.
    const isMeant = gaps.every((gap) => gap.isMeant === true);
    const isWhole = kind === 'nobody' && !isMeant;
    const count = gaps.length === 1 ? '' : `, and ${gaps.length - 1} more`;
    return (isWhole ? failed : warning)(
      `nobody is on call ${where} from ${formatBoth(beginsAtMs, rota.zone)} on${count}`,
      'see seventytwo oncall lint',
    );
  }
  const refused = await newestOf(db, handOverActs.refused);
  const told = await newestOf(db, handOverActs.told);
  const unreached = now.find(
    ({ layer, person, fromMs }) =>
      person !== undefined &&
      refused?.subject === handOverSubject({ layer, person, fromMs }) &&
      refused.n > (told?.subject === refused.subject ? told.n : 0),
  );
  if (unreached)
    return failed(
      `${unreached.person ?? ''} is on call in ${unreached.layer}, and the mail server refuses their address`,
      'correct it in the policy file, or let somebody take over: seventytwo oncall override',
    );
  const people = now.map(({ layer, person }) => `${layer} ${person ?? 'off'}`).join(', ');
  return ok(`somebody is on call for the next 14 days; now ${people}`);
}
