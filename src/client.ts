/** Talks to incidents over Temporal: starts, updates, queries and lists them. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  type WorkflowHandle,
} from '@temporalio/client';
import { createCall } from './call.ts';
import { connectTo } from './connecting.ts';
import type { Command } from './domain/commands.ts';
import type { Status } from './domain/status.ts';
import { requireRing } from './encryption/ring.ts';
import { Failure } from './failure.ts';
import { createClient } from './temporal-client.ts';
import type { ConnectionSettings } from './temporal.ts';
import { isDropped, isUnseen } from './temporal-fault.ts';
import { findStuck, stuckOf, stuckSentence } from './trouble.ts';
import {
  toOpenIncident,
  visibilityQuery,
  type OpenFilter,
  type OpenIncident,
} from './visibility.ts';
import { refuseOtherRing } from './worker-ring.ts';
import {
  statusQuery,
  taskQueue,
  updateIdOf,
  workflowIdOf,
  workflowType,
  type IncidentInput,
  type StatusAnswer,
  type UpdateAnswer,
} from './workflows/messages.ts';

/** A command that was dropped on the way may be sent again, because its id is carried out once. */
const updateAttempts = 5;
/** A run begins within milliseconds; a loaded worker may need a second for its first task. */
const queryAttempts = 20;
const betweenQueriesMs = 100;

export type Incidents = Awaited<ReturnType<typeof connectIncidents>>;

export async function connectIncidents(settings: ConnectionSettings) {
  const connection = await connectTo(settings);
  const client = createClient(connection, settings);
  const call = createCall(connection, client, settings);

  /** A stuck incident would keep the sender waiting for nothing, and what was sent in the dark. */
  async function refuseStuck(incidentId: string): Promise<void> {
    const description = await client.workflow.getHandle(workflowIdOf(incidentId)).describe();
    const stuck = await stuckOf(client, description);
    // One that only waits may be taken up any moment: the answer's own deadline tells.
    if (stuck?.kind === 'failing')
      throw new Failure('unreachable', 'stuck', stuckSentence(incidentId, stuck));
  }

  /** What a worker without our keys could not read. */
  async function refuseDark(): Promise<void> {
    await refuseOtherRing(connection, settings, await requireRing(settings.keys));
  }

  async function start(input: IncidentInput, reuse: 'ALLOW_DUPLICATE' | 'REJECT_DUPLICATE') {
    await client.workflow.start(workflowType, {
      workflowId: workflowIdOf(input.incidentId),
      taskQueue,
      args: [input],
      // An incident that a killed worker had in its hands answers again after this; the default is 10 s.
      workflowTaskTimeout: '5s',
      workflowIdReusePolicy: reuse,
      workflowIdConflictPolicy: 'FAIL',
    });
  }

  /** Between two runs of a long incident there is a moment without a task to ask in; the next one comes at once. */
  async function askStatus(handle: WorkflowHandle): Promise<StatusAnswer> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await handle.query<StatusAnswer>(statusQuery);
      } catch (error) {
        if (attempt === queryAttempts || !isDropped(error)) throw error;
        await sleep(betweenQueriesMs);
      }
    }
  }

  async function update(incidentId: string, command: Command): Promise<UpdateAnswer> {
    const { name, commandId, actor, fields } = command;
    const handle = client.workflow.getHandle(workflowIdOf(incidentId));
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await handle.executeUpdate<UpdateAnswer, [object]>(name, {
          args: [{ commandId, actor, ...fields }],
          updateId: updateIdOf(command),
        });
      } catch (error) {
        const again = isDropped(error) || isUnseen(error);
        if (attempt === updateAttempts || !again) throw error;
      }
    }
  }

  return {
    /**
     * Starts the incident with the declaration in its input, which makes it durable at once, then asks
     * for the answer. Undefined when the id is taken. Throws Failure `no-worker` when it is safe but nobody acts on it yet.
     */
    async declare(incidentId: string, command: Command): Promise<Status | undefined> {
      const started = await call(async () => {
        await refuseDark();
        try {
          await start({ incidentId, first: command }, 'REJECT_DUPLICATE');
          return true;
        } catch (error) {
          if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
          throw error;
        }
      });
      return started ? call(() => update(incidentId, command), incidentId) : undefined;
    },

    /** Sends a command; a closed incident is brought back from the register with the command in its input. */
    async send(
      incidentId: string,
      command: Command,
      isRecorded: () => Promise<boolean>,
    ): Promise<Status> {
      return call(async () => {
        await refuseDark();
        try {
          await refuseStuck(incidentId);
          return await update(incidentId, command);
        } catch (error) {
          if (!(error instanceof WorkflowNotFoundError)) throw error;
        }
        if (!(await isRecorded()))
          throw new Failure(
            'usage',
            'unknown-incident',
            `there is no incident ${incidentId}; see seventytwo list --all`,
          );
        try {
          await start({ incidentId, resume: true, first: command }, 'ALLOW_DUPLICATE');
        } catch (error) {
          // Somebody else brought it back in the meantime: the update below reaches that run.
          if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
        }
        return update(incidentId, command);
      }, incidentId);
    },

    /** The state of a running incident; undefined when none runs under this id. */
    async status(incidentId: string): Promise<Status | undefined> {
      return call(async () => {
        const handle = client.workflow.getHandle(workflowIdOf(incidentId));
        try {
          const description = await handle.describe();
          if (description.status.name !== 'RUNNING') return undefined;
          const stuck = await stuckOf(client, description);
          if (stuck?.kind === 'failing')
            throw new Failure('unreachable', 'stuck', stuckSentence(incidentId, stuck));
          return (await askStatus(handle)) ?? undefined;
        } catch (error) {
          if (error instanceof WorkflowNotFoundError) return undefined;
          throw error;
        }
      }, incidentId);
    },

    /** The open incidents as Temporal's visibility knows them; it lags by about a second. */
    async listOpen(
      filter: OpenFilter = {},
    ): Promise<(OpenIncident & { readonly stuck?: string })[]> {
      return call(async () => {
        const query = visibilityQuery(filter);
        const found: OpenIncident[] = [];
        for await (const info of client.workflow.list({ query })) {
          found.push(toOpenIncident(info));
        }
        const stuck = await findStuck(
          client,
          found.map(({ id }) => id),
        );
        return found.map((open) => {
          const why = stuck.get(open.id);
          return why ? { ...open, stuck: stuckSentence(open.id, why) } : open;
        });
      });
    },

    close: () => connection.close(),
  };
}
