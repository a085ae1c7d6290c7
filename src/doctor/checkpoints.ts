/** Whether checkpoints of the audit chain reach whoever keeps them outside. */
import { formatSpan } from '../calendar/format.ts';
import { Failure } from '../failure.ts';
import type { Policy } from '../policy/schema.ts';
import { newestOf } from '../register/audit.ts';
import { openRegister, type Register } from '../register/database.ts';
import type { RegisterPlace } from '../config/register.ts';
import { failed, ok, unknown, warning, type Finding } from './check.ts';

/** As long as one is tried: what is later than that did not go out. */
const graceMs = 24 * 3_600_000;

export async function checkCheckpoints(
  { audit: { checkpoints } }: Policy,
  data: string,
  place: RegisterPlace,
  nowMs: number,
): Promise<Finding> {
  if (!checkpoints) return ok('not mailed: the policy names no audit.checkpoints');
  let register: Register;
  try {
    register = await openRegister(data, { ...place, readOnly: true });
  } catch (error) {
    if (error instanceof Failure) return unknown('not looked at without a register');
    throw error;
  }
  try {
    const mailed = await newestOf(register.db, 'checkpointMailed');
    const unmailed = await newestOf(register.db, 'checkpointUnmailed');
    const remedy =
      'see the checks of the worker and the mail path, then seventytwo audit checkpoint --mail';
    if (unmailed && unmailed.n > (mailed?.n ?? 0))
      return failed(`the newest was not mailed: ${unmailed.subject}`, remedy);
    if (!mailed) return warning('none was mailed yet', remedy);
    const agoMs = nowMs - mailed.atMs;
    const last = `the newest was mailed ${formatSpan(agoMs)} ago`;
    return agoMs > checkpoints.every + graceMs
      ? failed(`${last}, and none since`, remedy)
      : ok(last);
  } finally {
    await register.close();
  }
}
