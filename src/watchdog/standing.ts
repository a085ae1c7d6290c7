/** How the watchdog stands, for people: the canary, the heartbeat, the ways of the alarm, and what is told now. */
import type { Policy } from '../policy/schema.ts';
import type { Mark, Marks } from '../register/watchdog.ts';
import { waysOf, type AlarmWay } from './alarm.ts';
import { canaryTrouble } from './judge.ts';

export type Standing = {
  readonly canary?: {
    readonly everyMs: number;
    readonly accepted?: Mark;
    readonly returned?: Mark;
    readonly failed?: Mark;
    /** Whether its return is waited for. */
    readonly returns: boolean;
    readonly troubleSinceMs?: number;
  };
  readonly heartbeat?: { readonly everyMs: number; readonly last?: Mark; readonly isLate: boolean };
  readonly ways: readonly AlarmWay[];
  /** Told, and not over yet. */
  readonly alarms: readonly ('mail' | 'worker')[];
};

/** A heartbeat that was missed once may be one of a worker that starts anew. */
const heartbeatGraceMs = 60_000;

export function standingOf(policy: Policy, marks: Marks, nowMs: number): Standing {
  const { canary, heartbeat } = policy.watchdog;
  const troubleSinceMs = canary && canaryTrouble(marks, canary, nowMs);
  const accepted = marks['canary-accepted'];
  const returned = marks['canary-returned'];
  const failed = marks['canary-failed'];
  const last = marks.heartbeat;
  return {
    ...(canary && {
      canary: {
        ...{ everyMs: canary.every, returns: canary.returns },
        ...(accepted && { accepted }),
        ...(returned && { returned }),
        ...(failed && { failed }),
        ...(troubleSinceMs !== undefined && { troubleSinceMs }),
      },
    }),
    ...(heartbeat && {
      heartbeat: {
        everyMs: heartbeat.every,
        ...(last && { last }),
        isLate: !last || nowMs - last.atMs > 2 * heartbeat.every + heartbeatGraceMs,
      },
    }),
    ways: waysOf(policy),
    alarms: (['mail', 'worker'] as const).filter((trouble) => marks[`alarm-${trouble}`]),
  };
}
