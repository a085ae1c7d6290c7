/** Whether somebody would hear of it when mails do not go out. */
import type { RegisterPlace } from '../config/register.ts';
import { formatSpan } from '../calendar/format.ts';
import type { Policy } from '../policy/schema.ts';
import { readMarks } from '../register/watchdog.ts';
import { standingOf, type Standing } from '../watchdog/standing.ts';
import { failed, ok, warning, type Finding } from './check.ts';
import { lookInto } from './opened.ts';

export async function checkWatchdog(
  policy: Policy,
  data: string,
  place: RegisterPlace,
  nowMs: number,
): Promise<Finding> {
  const { canary, heartbeat, alarm } = policy.watchdog;
  if (!canary && !heartbeat && !alarm)
    return ok('not set up: the policy names no watchdog (docs/delivery.md)');
  return lookInto(data, place, async ({ db }) =>
    judged(standingOf(policy, await readMarks(db), nowMs), nowMs),
  );
}

function judged({ canary, heartbeat, ways, alarms }: Standing, nowMs: number): Finding {
  const ago = (atMs: number): string => `${formatSpan(Math.max(0, nowMs - atMs))} ago`;
  const remedy =
    'see the checks of the worker and the mail path, then seventytwo watchdog; docs/delivery.md';
  if (canary?.troubleSinceMs !== undefined)
    return failed(
      `mails do not go out, or do not arrive: the canary tells so since ${formatSpan(nowMs - canary.troubleSinceMs)}${canary.failed ? ` (${canary.failed.detail})` : ''}`,
      remedy,
    );
  if (alarms.length > 0) return failed(`an alarm is on: ${alarms.join(', ')}`, remedy);
  if (canary && !canary.accepted) return warning('no canary was taken yet', remedy);
  if (heartbeat?.isLate)
    return warning(
      heartbeat.last
        ? `the last heartbeat went out ${ago(heartbeat.last.atMs)}`
        : 'no heartbeat went out yet',
      remedy,
    );
  if (ways.length === 0 && !heartbeat)
    return warning(
      'nobody would be told when mails stop: there is a canary, and no alarm or heartbeat',
      'add watchdog.alarm or watchdog.heartbeat to the policy (docs/delivery.md)',
    );
  const parts = [
    ...(canary?.accepted ? [`canary taken ${ago(canary.accepted.atMs)}`] : []),
    ...(canary?.returned ? [`returned ${ago(canary.returned.atMs)}`] : []),
    ...(heartbeat?.last ? [`heartbeat ${ago(heartbeat.last.atMs)}`] : []),
    ...(ways.length > 0 ? [`alarm by ${ways.join(' and ')}`] : []),
  ];
  return ok(parts.join(', '));
}
