/** Keeps the Schedule that mails checkpoints as the policy file wants it: made, changed, or taken away. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
  type Client,
  type ScheduleDescription,
} from '@temporalio/client';
import type { Logger } from '@temporalio/worker';
import type { LoadedPolicy } from '../policy/file.ts';
import type { Policy } from '../policy/schema.ts';
import {
  checkpointIdPrefix,
  checkpointScheduleId,
  checkpointType,
  taskQueue,
} from '../workflows/messages.ts';

/** A changed policy counts within a minute, without anybody starting anything anew. */
const everyMs = 60_000;

/** Until `signal`; a fault is told in the log and tried again. */
export async function keepCheckpoints(
  client: Client,
  policy: () => Promise<LoadedPolicy>,
  logger: Pick<Logger, 'info' | 'warn'>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await ensureCheckpoints(client, (await policy()).policy.audit.checkpoints, logger);
    } catch (error) {
      if (!signal.aborted)
        logger.warn('the mailing of checkpoints cannot be looked after', { error });
    }
    await sleep(everyMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}

async function ensureCheckpoints(
  client: Client,
  wanted: Policy['audit']['checkpoints'],
  logger: Pick<Logger, 'info'>,
): Promise<void> {
  const handle = client.schedule.getHandle(checkpointScheduleId);
  const found = await orNone(handle.describe());
  if (!wanted) {
    if (!found) return;
    await orNone(handle.delete());
    logger.info('checkpoints of the audit chain are no longer mailed: the policy names no address');
    return;
  }
  const { every } = wanted;
  const terms = {
    spec: { intervals: [{ every }] },
    policies: {
      // One that still tries is as good as the next.
      overlap: ScheduleOverlapPolicy.SKIP,
      // After a long outage one mail, not one for each that was missed.
      catchupWindow: every,
    },
  };
  if (!found) {
    const action = {
      type: 'startWorkflow',
      ...{ workflowType: checkpointType, workflowId: checkpointIdPrefix },
      ...{ taskQueue, args: [{}] },
    } as const;
    // The first one now: whether the address is right shows at once, not after a week.
    const state = { triggerImmediately: true };
    await client.schedule
      .create({ scheduleId: checkpointScheduleId, action, ...terms, state })
      .catch((error: unknown) => {
        // Another worker was quicker.
        if (!(error instanceof ScheduleAlreadyRunning)) throw error;
      });
    logger.info('checkpoints of the audit chain are mailed from now on');
  } else if (intervalOf(found) !== every) {
    await handle.update((before) => ({ ...before, ...terms }));
    logger.info('checkpoints of the audit chain are mailed at another interval from now on');
  }
}

function intervalOf({ spec }: ScheduleDescription): unknown {
  return spec.intervals?.[0]?.every;
}

async function orNone<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return undefined;
    throw error;
  }
}
