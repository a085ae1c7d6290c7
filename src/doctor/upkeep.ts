/** Whether somebody looks after the installation: when the upkeep ran last, and what it found. */
import { formatSpan } from '../calendar/format.ts';
import type { Policy } from '../policy/schema.ts';
import { newestOf } from '../register/audit.ts';
import { newestChoreFault } from '../register/chore-faults.ts';
import type { Register } from '../register/database.ts';
import { readUpkeep, upkeepActKind } from '../register/upkeep.ts';
import { failed, ok, unknown, warning, type Finding } from './check.ts';

/** As long as one is tried, with a night's outage. */
const graceMs = 24 * 3_600_000;

export async function checkUpkeep(
  { db }: Register,
  { upkeep }: Policy,
  nowMs: number,
): Promise<Finding> {
  const ran = await newestOf(db, upkeepActKind);
  const fault = await newestChoreFault(db, 'upkeep');
  const remedy = 'see the checks of the worker and the mail path, then seventytwo upkeep';
  if (fault && fault.n > (ran?.n ?? 0))
    return failed(`the last look could not be brought to its end: ${fault.subject}`, remedy);
  if (!ran) return unknown('nothing was looked over yet: the worker does it when it starts');
  const agoMs = nowMs - ran.atMs;
  const last = `the installation was looked over ${formatSpan(agoMs)} ago`;
  if (agoMs > upkeep.every + graceMs) return failed(`${last}, and never since`, remedy);
  const open = (await readUpkeep(db)).filter(({ goneAtMs }) => goneAtMs === undefined);
  const grave = open.filter(({ severity }) => severity === 'failed').length;
  return open.length === 0
    ? ok(`${last}, and nothing needs care`)
    : warning(
        `${last}: ${grave} must be mended, ${open.length - grave} need somebody to see to it`,
        'see seventytwo upkeep',
      );
}
