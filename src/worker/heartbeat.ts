/** Tells a monitor outside that all is well, as long as it is: when that stops, the monitor raises the alarm. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@temporalio/worker';
import type { LoadedPolicy } from '../policy/file.ts';
import { readMarks, setMark } from '../register/watchdog.ts';
import type { Register } from '../register/database.ts';
import { ask } from '../watchdog/ask.ts';
import { canaryTrouble } from '../watchdog/judge.ts';
import type { Readiness } from './health.ts';

export type HeartbeatDeps = {
  readonly policy: () => Promise<LoadedPolicy>;
  readonly register: Pick<Register, 'db'>;
  /** Polls, reaches the register, has mail taken, and the sentinel looked lately. */
  readonly readiness: () => Promise<Readiness>;
  readonly now: () => number;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
};

/** A changed policy counts within this. */
const idleMs = 60_000;
/** A worker that begins has no sign of the mail server or the sentinel yet: it is asked again soon. */
const soonMs = 5_000;

/** Until `signal`. */
export async function keepHeartbeat(deps: HeartbeatDeps, signal: AbortSignal): Promise<void> {
  const { now, logger } = deps;
  let last: string | undefined = 'never';
  while (!signal.aborted) {
    let waitMs = idleMs;
    try {
      const { heartbeat } = (await deps.policy()).policy.watchdog;
      if (heartbeat) {
        const fault = (await whatIsWrong(deps)) ?? (await ask(heartbeat.url, {}, signal));
        if (signal.aborted) return;
        if (fault === undefined)
          await setMark(deps.register, 'heartbeat', { atMs: now(), detail: 'taken' });
        // Said when it changes: the address stays out of the log, because it may be a secret.
        if (fault !== last) {
          if (fault === undefined) logger.info('the heartbeat is taken');
          else logger.warn('no heartbeat', { why: fault });
        }
        last = fault;
        waitMs = fault === undefined ? heartbeat.every : Math.min(heartbeat.every, soonMs);
      }
    } catch (error) {
      if (!signal.aborted) logger.warn('the heartbeat cannot be looked after', { error });
    }
    await sleep(waitMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}

/** One or some words; undefined when all is well. */
async function whatIsWrong(deps: HeartbeatDeps): Promise<string | undefined> {
  const { ready, checks } = await deps.readiness();
  if (!ready)
    return Object.entries(checks)
      .filter(([, isGood]) => !isGood)
      .map(([name]) => name)
      .join(', ');
  const { canary } = (await deps.policy()).policy.watchdog;
  const marks = await readMarks(deps.register.db);
  return canary && canaryTrouble(marks, canary, deps.now()) !== undefined ? 'canary' : undefined;
}
