/** Who asked a task queue for work lately, as Temporal tells it: for five minutes after they were last seen. */
import type { ConnectionLike } from '@temporalio/client';

/** TASK_QUEUE_TYPE_… of Temporal's API. */
export const queueTypes = { workflow: 1, activity: 2 } as const;

export async function pollersOf(
  connection: ConnectionLike,
  of: {
    readonly namespace: string;
    readonly queue: string;
    readonly type: (typeof queueTypes)[keyof typeof queueTypes];
    readonly limitMs: number;
  },
) {
  const { namespace, queue, type, limitMs } = of;
  const { pollers } = await connection.withDeadline(Date.now() + limitMs, () =>
    connection.workflowService.describeTaskQueue({
      ...{ namespace, taskQueue: { name: queue }, taskQueueType: type },
    }),
  );
  return pollers;
}
