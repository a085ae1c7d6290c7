/** Keeps the sentinel running: every worker sees to it that there is one, and never more. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Logger } from '@temporalio/worker';
import { pagingQueue, sentinelId, sentinelType } from '../workflows/messages.ts';

/** Somebody may terminate it; doctor calls a look older than two minutes a failure. */
const everyMs = 60_000;
/** Its own workflow fails for good after an upgrade that cannot read its past: it starts anew, and forgets little. */
const failedAttempts = 4;

/** Until `signal`; a fault is told in the log and tried again. */
export async function keepSentinel(
  client: Client,
  logger: Pick<Logger, 'info' | 'warn'>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await ensureSentinel(client, logger);
    } catch (error) {
      if (!signal.aborted) logger.warn('the sentinel cannot be looked after', { error });
    }
    await sleep(everyMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}

export async function ensureSentinel(client: Client, logger: Pick<Logger, 'info'>): Promise<void> {
  const start = (conflict: 'USE_EXISTING' | 'TERMINATE_EXISTING') =>
    client.workflow.start(sentinelType, {
      ...{ workflowId: sentinelId, taskQueue: pagingQueue },
      // One that a killed worker had in its hands looks again after this; the default is 10 s.
      workflowTaskTimeout: '5s',
      // Also after it was terminated: nobody who must be warned should depend on who did that.
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: conflict,
    });
  const handle = await start('USE_EXISTING');
  const { raw } = await handle.describe();
  if ((raw.pendingWorkflowTask?.attempt ?? 0) < failedAttempts) return;
  logger.info('the sentinel fails again and again and is started anew');
  await start('TERMINATE_EXISTING');
}
