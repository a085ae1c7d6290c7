/** Doctor: whether the policy limits how long data is kept, and whether what is over a limit really goes. */
import type { Policy } from '../policy/schema.ts';
import type { RegisterPlace } from '../config/register.ts';
import { planned, policiesDue } from '../retention/due.ts';
import { failed, ok, warning, type Finding } from './check.ts';
import { lookInto } from './opened.ts';

/** The chore runs daily; one turn may fail or find no worker. */
const graceMs = 2 * 24 * 3_600_000;

export async function checkRetention(
  { retention, organisation }: Policy,
  data: string,
  place: RegisterPlace,
  nowMs: number,
): Promise<Finding> {
  if (!retention || Object.keys(retention).length === 0)
    return warning(
      'the policy limits nothing: everything is kept for ever',
      'decide how long each kind of data is needed and write retention (GDPR Art. 5(1)(e), docs/retention.md)',
    );
  return lookInto(data, place, async (register) => {
    const terms = { limits: retention, zone: organisation.zone };
    const beforeMs = nowMs - graceMs;
    let [overdue, held] = [0, 0];
    for await (const { dues, isHeld } of planned(register.db, terms, beforeMs)) {
      if (!dues.some(({ dueAtMs }) => dueAtMs <= beforeMs)) continue;
      if (isHeld) held += 1;
      else overdue += 1;
    }
    const policies = await policiesDue(register, terms);
    overdue += policies.filter(({ dueAtMs }) => dueAtMs <= beforeMs).length;
    const limits = Object.entries(retention).map(([kind, limit]) => `${kind} ${limit}`);
    const found = `${limits.join(', ')}; ${held} over a limit are held`;
    return overdue > 0
      ? failed(
          `${overdue} are over their limit by more than two days`,
          'see seventytwo retention list, and the log of the worker',
        )
      : ok(found);
  });
}
