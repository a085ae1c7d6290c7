/** What Temporal has of an incident: whether it still runs, and its closed runs, which are deleted with its content. */
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { grpcError } from '../temporal-fault.ts';
import {
  outboxIdOf,
  workflowIdOf,
  type IncidentInput,
  type IncidentResult,
} from '../workflows/messages.ts';
import type { Outside } from './eraser.ts';

type Run = (input: IncidentInput) => Promise<IncidentResult>;

/** NOT_FOUND of gRPC. */
const notFound = 5;

export function temporalRuns(client: Client): Pick<Outside, 'stillNeeded' | 'forgetRuns'> {
  const outboxes = (incident: string): string =>
    `WorkflowId STARTS_WITH ${JSON.stringify(outboxIdOf(incident, 0).slice(0, -1))}`;

  /** Undefined when Temporal has it no longer; that it is closed is then what the register says. */
  async function newestRun(incident: string) {
    try {
      return await client.workflow.getHandle(workflowIdOf(incident)).describe();
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return undefined;
      throw error;
    }
  }

  /** How many events it recorded; undefined where it did not end by itself. */
  async function eventsOf(incident: string, runId: string): Promise<number | undefined> {
    const handle = client.workflow.getHandle<Run>(workflowIdOf(incident), runId);
    return (await handle.result()).events;
  }

  return {
    async stillNeeded(incident, lastSeq) {
      const run = await newestRun(incident);
      if (run?.status.name === 'RUNNING')
        return `${incident} still runs, and nothing is erased of an incident that runs; close it, or try again in a minute`;
      const events =
        run?.status.name === 'COMPLETED' ? await eventsOf(incident, run.runId) : lastSeq;
      const behind = `the register does not have all events of ${incident} yet; try again once it has, see seventytwo doctor`;
      if (events !== undefined && events > lastSeq) return behind;
      const query = `${outboxes(incident)} AND ExecutionStatus = 'Running'`;
      const first = await client.workflow.list({ query })[Symbol.asyncIterator]().next();
      return first.done === true ? undefined : behind;
    },

    async forgetRuns(incident) {
      const own = `WorkflowId = ${JSON.stringify(workflowIdOf(incident))}`;
      let count = 0;
      for (const query of [own, outboxes(incident)])
        for await (const { workflowId, runId } of client.workflow.list({ query })) {
          const workflowExecution = { workflowId, runId };
          const { namespace } = client.options;
          try {
            await client.workflowService.deleteWorkflowExecution({ namespace, workflowExecution });
            count += 1;
          } catch (error) {
            // Deleted by the turn before this one: the list lags by a second.
            if (grpcError(error)?.code !== notFound) throw error;
          }
        }
      return count;
    },
  };
}
