/** How large an incident's runs became: read from Temporal's own histories, outboxes included. */
import { Client, Connection, type WorkflowClient } from '@temporalio/client';
import type { ConnectionSettings } from '../../src/temporal.ts';
import { outboxIdOf } from '../../src/workflows/messages.ts';

export type Runs = {
  readonly runs: number;
  readonly outboxes: number;
  /** The largest of all runs and outboxes. */
  readonly events: number;
  readonly bytes: number;
  readonly updates: number;
  readonly signals: number;
  /** The largest input of a run that continued another, of an outbox, and of an activity. */
  readonly carriedBytes: number;
  readonly outboxBytes: number;
  readonly activityBytes: number;
};

/** At these the server ends a run, or refuses what comes. */
export const limits = {
  events: 51_200,
  bytes: 50 * 1024 * 1024,
  updates: 2_000,
  signals: 10_000,
  inputBytes: 2 * 1024 * 1024,
} as const;

type Payloads = { payloads?: { data?: Uint8Array | null }[] | null } | null | undefined;

function sizeOf(input: Payloads): number {
  return (input?.payloads ?? []).reduce((sum, { data }) => sum + (data?.length ?? 0), 0);
}

/** From the first run to the last one there is. */
export async function measureRuns(
  { address, namespace }: Pick<ConnectionSettings, 'address' | 'namespace'>,
  incidentId: string,
): Promise<Runs> {
  // A page of history may be larger than the 4 MB that a client takes by default.
  const channelArgs = { 'grpc.max_receive_message_length': -1 };
  const connection = await Connection.connect({ address, channelArgs });
  try {
    const { workflow } = new Client({ connection, namespace });
    return await measure(workflow, incidentId);
  } finally {
    await connection.close();
  }
}

async function measure(client: WorkflowClient, incidentId: string): Promise<Runs> {
  const found = {
    ...{ runs: 0, outboxes: 0, events: 0, bytes: 0, updates: 0, signals: 0 },
    ...{ carriedBytes: 0, outboxBytes: 0, activityBytes: 0 },
  };
  function most(name: keyof Runs, value: number): void {
    found[name] = Math.max(found[name], value);
  }

  async function look(workflowId: string, runId?: string): Promise<string | undefined> {
    const handle = client.getHandle(workflowId, runId);
    const { historySize } = await handle.describe();
    const { events } = await handle.fetchHistory();
    most('events', events?.length ?? 0);
    most('bytes', historySize ?? 0);
    const count = { updates: 0, signals: 0 };
    let next: string | undefined;
    for (const event of events ?? []) {
      if (event.workflowExecutionUpdateAcceptedEventAttributes) count.updates += 1;
      if (event.workflowExecutionSignaledEventAttributes) count.signals += 1;
      most('activityBytes', sizeOf(event.activityTaskScheduledEventAttributes?.input));
      const carried = event.workflowExecutionContinuedAsNewEventAttributes;
      if (carried) {
        most('carriedBytes', sizeOf(carried.input));
        next = carried.newExecutionRunId ?? undefined;
      }
      const child = event.startChildWorkflowExecutionInitiatedEventAttributes;
      if (child) {
        found.outboxes += 1;
        most('outboxBytes', sizeOf(child.input));
        await look(child.workflowId ?? outboxIdOf(incidentId, 0));
      }
    }
    most('updates', count.updates);
    most('signals', count.signals);
    return next;
  }

  const { raw } = await client.getHandle(incidentId).describe();
  let runId = raw.workflowExecutionInfo?.firstRunId ?? undefined;
  while (runId !== undefined) {
    found.runs += 1;
    runId = await look(incidentId, runId);
  }
  return found;
}
