/** Whether somebody watches over the incidents from outside, and what it saw. */
import { isGrpcServiceError, WorkflowNotFoundError } from '@temporalio/client';
import { formatSpan } from '../calendar/format.ts';
import { sentinelId, watchQuery, type WatchAnswer } from '../workflows/messages.ts';
import { createClient } from '../temporal-client.ts';
import { callLimitMs, failed, ok, unknown, type Finding } from './check.ts';
import type { Reached } from './temporal.ts';

/** It looks every half minute; beside a look that takes long and one that failed, two minutes are silence. */
const lastLookLimitMs = 120_000;

export async function checkSentinel({ settings, connection }: Reached): Promise<Finding> {
  const client = createClient(connection, settings);
  const handle = client.workflow.getHandle(sentinelId);
  const start = 'the worker starts it within a minute: see its log';
  try {
    return await connection.withDeadline(Date.now() + callLimitMs, async () => {
      const { status } = await handle.describe();
      if (status.name !== 'RUNNING')
        return failed(
          `the sentinel is ${status.name.toLowerCase()}: nobody is told of a stuck incident`,
          start,
        );
      return found(await handle.query<WatchAnswer>(watchQuery));
    });
  } catch (error) {
    if (error instanceof WorkflowNotFoundError)
      return failed('there is no sentinel: nobody is told of a stuck incident', start);
    // DEADLINE_EXCEEDED, or FAILED_PRECONDITION when no worker was seen for long.
    const grpc = error instanceof Error ? [error, error.cause].find(isGrpcServiceError) : undefined;
    if (grpc === undefined || ![1, 4, 9].includes(grpc.code)) throw error;
    return failed('the sentinel does not answer', 'see the check of the worker, and its log');
  }
}

function found({ lookedAtMs, episodes }: WatchAnswer): Finding {
  if (lookedAtMs === undefined) return unknown('the sentinel has just been started');
  const agoMs = Date.now() - lookedAtMs;
  const looked = `the sentinel looked ${formatSpan(agoMs)} ago`;
  if (agoMs > lastLookLimitMs)
    return failed(`${looked}, and never since`, 'see the log of the worker');
  const troubled = Object.keys(episodes);
  return troubled.length === 0
    ? ok(`${looked} and found nothing stuck`)
    : failed(`${looked}; stuck: ${troubled.join(', ')}`, 'see docs/operating.md, stuck incidents');
}
