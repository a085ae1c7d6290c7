/** Waits until a Temporal server answers, and sees that it keeps closed runs long enough. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection, type ConnectionOptions } from '@temporalio/client';
import { msToTs, optionalTsToMs } from '@temporalio/common/lib/time.js';

const pollMs = 100;
/** One try: a server that is starting may accept a connection and leave it without an answer. */
const tryMs = 2_000;

/** Tries until the namespace can be read or `limitMs` is over; then throws the last error. */
export async function waitForAnswer(options: {
  connection: ConnectionOptions;
  namespace: string;
  limitMs: number;
  signal?: AbortSignal | undefined;
}): Promise<Connection> {
  const untilMs = Date.now() + options.limitMs;
  for (;;) {
    options.signal?.throwIfAborted();
    const connection = Connection.lazy({ ...options.connection, connectTimeout: tryMs });
    try {
      await connection.withDeadline(Date.now() + tryMs, async () => {
        await connection.ensureConnected();
        await connection.workflowService.describeNamespace({ namespace: options.namespace });
      });
      return connection;
    } catch (error) {
      await connection.close();
      if (Date.now() > untilMs) throw error;
    }
    await sleep(pollMs, undefined, options.signal && { signal: options.signal });
  }
}

/** A completed incident stays readable in Temporal for a month; its record is the register, for good. */
const leastRetentionMs = 30 * 86_400_000;
/** One small write. */
const updateLimitMs = 10_000;

/** A development server would delete closed runs after a day. A longer retention is left alone. */
export async function raiseRetention(connection: Connection, namespace: string): Promise<void> {
  await connection.withDeadline(Date.now() + updateLimitMs, async () => {
    const { config } = await connection.workflowService.describeNamespace({ namespace });
    if ((optionalTsToMs(config?.workflowExecutionRetentionTtl) ?? 0) >= leastRetentionMs) return;
    await connection.workflowService.updateNamespace({
      namespace,
      config: { workflowExecutionRetentionTtl: msToTs(leastRetentionMs) },
    });
  });
}
