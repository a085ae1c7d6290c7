/** Talks to incidents over Temporal: starts, updates, queries and lists them, and says plainly what went wrong. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  isGrpcServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  type WorkflowHandle,
} from '@temporalio/client';
import { NamespaceNotFoundError } from '@temporalio/common';
import { connectTo } from './connecting.ts';
import type { Command } from './domain/commands.ts';
import type { Status } from './domain/status.ts';
import { requireRing } from './encryption/ring.ts';
import { Failure } from './failure.ts';
import { pollersOf, queueTypes } from './pollers.ts';
import { createClient } from './temporal-client.ts';
import type { ConnectionSettings } from './temporal.ts';
import {
  grpcError,
  isDropped,
  isDeadline,
  isNamespaceMissing,
  isUnseen,
  login,
  refusal,
  unreachable,
} from './temporal-fault.ts';
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

/** A healthy answer takes well under a second; a killed worker's incident up to 3.5 s after its restart. */
const answerDeadlineMs = 10_000;
/** A command that was dropped on the way may be sent again, because its id is carried out once. */
const updateAttempts = 5;
/** A run begins within milliseconds; a loaded worker may need a second for its first task. */
const queryAttempts = 20;
const betweenQueriesMs = 100;
/** What only explains why there was no answer must not take as long again. */
const lookDeadlineMs = 5_000;

export type Incidents = Awaited<ReturnType<typeof connectIncidents>>;

export async function connectIncidents(settings: ConnectionSettings) {
  const { address, namespace } = settings;
  const connection = await connectTo(settings);
  const client = createClient(connection, settings);

  /** Every call has a deadline: an update without a worker would be retried for ever. */
  async function call<T>(what: () => Promise<T>, incidentId?: string): Promise<T> {
    try {
      return await connection.withDeadline(Date.now() + answerDeadlineMs, what);
    } catch (error) {
      throw await explain(error, incidentId);
    }
  }

  async function explain(error: unknown, incidentId?: string): Promise<unknown> {
    if (error instanceof WorkflowUpdateFailedError) return refusal(error);
    if (error instanceof NamespaceNotFoundError || isNamespaceMissing(error))
      return new Failure(
        'unreachable',
        'wrong-namespace',
        `the Temporal server at ${address} has no namespace ${namespace}; check TEMPORAL_NAMESPACE`,
        error,
      );
    if (isDeadline(error)) return noAnswer(error, incidentId);
    if (grpcError(error)?.code === 14) return unreachable(settings, error);
    return login(settings, error) ?? error;
  }

  async function noAnswer(error: unknown, incidentId?: string): Promise<Failure> {
    const seconds = answerDeadlineMs / 1_000;
    const pollers = await countPollers();
    if (pollers === undefined) return unreachable(settings, error);
    const stuck = pollers > 0 && incidentId !== undefined && (await whyStuck(incidentId));
    if (stuck)
      return new Failure(
        'unreachable',
        'stuck',
        `${stuck}; when it goes on, look at seventytwo timeline ${incidentId} before you repeat a command`,
        error,
      );
    return pollers === 0
      ? new Failure(
          'unreachable',
          'no-worker',
          `no worker is running on task queue ${taskQueue} at ${address}; start it with seventytwo up or seventytwo worker`,
          error,
        )
      : new Failure(
          'unreachable',
          'no-answer',
          `no worker answered within ${seconds} s; is it running? Look at the log of seventytwo up or seventytwo worker`,
          error,
        );
  }

  /** Its own sentence, asked of Temporal: whoever waited has waited long enough for a single failure to count. */
  async function whyStuck(incidentId: string): Promise<string | undefined> {
    try {
      return await connection.withDeadline(Date.now() + lookDeadlineMs, async () => {
        const description = await client.workflow.getHandle(workflowIdOf(incidentId)).describe();
        const patience = { failingMs: 0, waitingMs: answerDeadlineMs / 2 };
        const stuck = await stuckOf(client, description, false, patience);
        return stuck && stuckSentence(incidentId, stuck);
      });
    } catch (error) {
      if (isGrpcServiceError(error) || error instanceof WorkflowNotFoundError) return undefined;
      throw error;
    }
  }

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

  /** Workers seen lately; undefined when even this is not answered. */
  async function countPollers(): Promise<number | undefined> {
    try {
      const { workflow: type } = queueTypes;
      const of = { namespace, queue: taskQueue, type, limitMs: lookDeadlineMs };
      return (await pollersOf(connection, of)).length;
    } catch (error) {
      if (isGrpcServiceError(error)) return undefined;
      throw error;
    }
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
     * for the answer. False when the id is taken. Throws Failure `no-worker` when it is safe but nobody acts on it yet.
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
