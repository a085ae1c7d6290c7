/** Whether checkpoints of the audit chain reach whoever keeps them outside. */
import { formatSpan } from '../calendar/format.ts';
import type { Policy } from '../policy/schema.ts';
import { newestOf } from '../register/audit.ts';
import type { Register } from '../register/database.ts';
import type { RegisterPlace } from '../config/register.ts';
import { failed, ok, warning, type Finding } from './check.ts';
import { lookInto } from './opened.ts';

/** As long as one is tried: what is later than that did not go out. */
const graceMs = 24 * 3_600_000;

export async function checkCheckpoints(
  policy: Policy,
  data: string,
  place: RegisterPlace,
  nowMs: number,
): Promise<Finding> {
  // Also where there is no register yet.
  if (!policy.audit.checkpoints) return notMailed;
  return lookInto(data, place, (register) => checkpointStanding(register, policy, nowMs));
}

export async function checkpointStanding(
  { db }: Register,
  { audit: { checkpoints } }: Policy,
  nowMs: number,
): Promise<Finding> {
  if (!checkpoints) return notMailed;
  const mailed = await newestOf(db, 'checkpointMailed');
  const unmailed = await newestOf(db, 'checkpointUnmailed');
  const remedy =
    'see the checks of the worker and the mail path, then seventytwo audit checkpoint --mail';
  if (unmailed && unmailed.n > (mailed?.n ?? 0))
    return failed(`the newest was not mailed: ${unmailed.subject}`, remedy);
  if (!mailed) return warning('none was mailed yet', remedy);
  const agoMs = nowMs - mailed.atMs;
  const last = `the newest was mailed ${formatSpan(agoMs)} ago`;
  return agoMs > checkpoints.every + graceMs ? failed(`${last}, and none since`, remedy) : ok(last);
}

const notMailed = ok('not mailed: the policy names no audit.checkpoints');
