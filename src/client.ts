/** Talks to incidents over Temporal: starts, updates, queries and lists them, and says plainly what went wrong. */
import {
  Client,
  Connection,
  isGrpcServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure, NamespaceNotFoundError } from '@temporalio/common';
import type { Command } from './domain/commands.ts';
import { refusalCodes, type RefusalCode } from './domain/refusal.ts';
import type { Status } from './domain/status.ts';
import { Failure, type FailureKind } from './failure.ts';
import type { ConnectionSettings } from './temporal.ts';
import {
  toOpenIncident,
  visibilityQuery,
  type OpenFilter,
  type OpenIncident,
} from './visibility.ts';
import {
  badShape,
  statusQuery,
  taskQueue,
  workflowIdOf,
  workflowType,
  type IncidentInput,
  type StatusAnswer,
  type UpdateAnswer,
} from './workflows/messages.ts';

/** A healthy answer takes well under a second; a killed worker's incident up to 3.5 s after its restart. */
const answerDeadlineMs = 10_000;
/** TASK_QUEUE_TYPE_WORKFLOW of Temporal's API. */
const workflowQueueType = 1;
/** Reaching a server: loopback or a data centre, but not a hanging firewall. */
const connectDeadlineMs = 5_000;

export type Incidents = Awaited<ReturnType<typeof connectIncidents>>;

export async function connectIncidents(settings: ConnectionSettings) {
  const { address, namespace, options } = settings;
  const connection = await Connection.connect({
    address,
    ...options,
    connectTimeout: connectDeadlineMs,
  }).catch((error: unknown) => {
    throw unreachable(settings, error);
  });
  const client = new Client({ connection, namespace });

  /** Every call has a deadline: an update without a worker would be retried for ever. */
  async function call<T>(what: () => Promise<T>): Promise<T> {
    try {
      return await connection.withDeadline(Date.now() + answerDeadlineMs, what);
    } catch (error) {
      throw await explain(error);
    }
  }

  async function explain(error: unknown): Promise<unknown> {
    if (error instanceof WorkflowUpdateFailedError) return refusal(error);
    if (error instanceof NamespaceNotFoundError || isNamespaceMissing(error))
      return new Failure(
        'unreachable',
        'wrong-namespace',
        `the Temporal server at ${address} has no namespace ${namespace}; check TEMPORAL_NAMESPACE`,
        error,
      );
    if (isDeadline(error)) return noAnswer(error);
    if (grpcError(error)?.code === 14) return unreachable(settings, error);
    return error;
  }

  async function noAnswer(error: unknown): Promise<Failure> {
    const seconds = answerDeadlineMs / 1_000;
    const pollers = await countPollers();
    if (pollers === undefined) return unreachable(settings, error);
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

  /** Workers seen lately; undefined when even this is not answered. */
  async function countPollers(): Promise<number | undefined> {
    try {
      const { pollers } = await connection.withDeadline(Date.now() + connectDeadlineMs, () =>
        connection.workflowService.describeTaskQueue({
          namespace,
          taskQueue: { name: taskQueue },
          taskQueueType: workflowQueueType,
        }),
      );
      return pollers.length;
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

  async function update(incidentId: string, command: Command): Promise<UpdateAnswer> {
    const { name, commandId, actor, fields } = command;
    const handle = client.workflow.getHandle(workflowIdOf(incidentId));
    return handle.executeUpdate<UpdateAnswer, [object]>(name, {
      args: [{ commandId, actor, ...fields }],
      updateId: commandId,
    });
  }

  return {
    /**
     * Starts the incident with the declaration in its input, which makes it durable at once, then asks
     * for the answer. False when the id is taken. Throws Failure `no-worker` when it is safe but nobody acts on it yet.
     */
    async declare(incidentId: string, command: Command): Promise<Status | undefined> {
      const started = await call(async () => {
        try {
          await start({ incidentId, first: command }, 'REJECT_DUPLICATE');
          return true;
        } catch (error) {
          if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
          throw error;
        }
      });
      return started ? call(() => update(incidentId, command)) : undefined;
    },

    /** Sends a command; a closed incident is brought back from the register with the command in its input. */
    async send(
      incidentId: string,
      command: Command,
      isRecorded: () => Promise<boolean>,
    ): Promise<Status> {
      return call(async () => {
        try {
          return await update(incidentId, command);
        } catch (error) {
          if (!(error instanceof WorkflowNotFoundError)) throw error;
        }
        if (!(await isRecorded()))
          throw new Failure(
            'usage',
            'unknown-incident',
            `there is no incident ${incidentId}; see seventytwo list`,
          );
        try {
          await start({ incidentId, resume: true, first: command }, 'ALLOW_DUPLICATE');
        } catch (error) {
          // Somebody else brought it back in the meantime: the update below reaches that run.
          if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
        }
        return update(incidentId, command);
      });
    },

    /** The state of a running incident; undefined when none runs under this id. */
    async status(incidentId: string): Promise<Status | undefined> {
      return call(async () => {
        const handle = client.workflow.getHandle(workflowIdOf(incidentId));
        try {
          const { status } = await handle.describe();
          if (status.name !== 'RUNNING') return undefined;
          return (await handle.query<StatusAnswer>(statusQuery)) ?? undefined;
        } catch (error) {
          if (error instanceof WorkflowNotFoundError) return undefined;
          throw error;
        }
      });
    },

    /** The open incidents as Temporal's visibility knows them; it lags by about a second. */
    async listOpen(filter: OpenFilter = {}): Promise<OpenIncident[]> {
      return call(async () => {
        const query = visibilityQuery(filter);
        const found: OpenIncident[] = [];
        for await (const info of client.workflow.list({ query })) {
          found.push(toOpenIncident(info));
        }
        return found;
      });
    },

    close: () => connection.close(),
  };
}

/** How each refusal ends the command line. */
function kindOf(code: RefusalCode): FailureKind {
  return code.startsWith('unknown-') ? 'usage' : 'refused';
}

function refusal(error: WorkflowUpdateFailedError): unknown {
  const { cause } = error;
  if (!(cause instanceof ApplicationFailure)) return error;
  if (cause.type === badShape) return new Failure('usage', badShape, cause.message, error);
  const code = refusalCodes.find((known) => known === cause.type);
  return code ? new Failure(kindOf(code), code, cause.message, error) : error;
}

function unreachable({ address, source }: ConnectionSettings, cause: unknown): Failure {
  const remedy =
    source === 'environment or profile'
      ? 'check TEMPORAL_ADDRESS or the profile'
      : 'start it with seventytwo up, or set TEMPORAL_ADDRESS';
  return new Failure(
    'unreachable',
    'no-temporal',
    `no Temporal server answers at ${address}; ${remedy}`,
    cause,
  );
}

/** gRPC status codes: CANCELLED 1, DEADLINE_EXCEEDED 4, NOT_FOUND 5, UNAVAILABLE 14. */
function isDeadline(error: unknown): boolean {
  const code = grpcError(error)?.code;
  return error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || code === 4 || code === 1;
}

/** The SDK tells it as a type only for some calls; otherwise the server's details name it. */
function isNamespaceMissing(error: unknown): boolean {
  const grpc = grpcError(error);
  return grpc?.code === 5 && /^Namespace .* is not found/i.test(grpc.details);
}

/** The SDK wraps gRPC errors more than once. */
function grpcError(error: unknown) {
  for (let at = error, depth = 0; at instanceof Error && depth < 10; at = at.cause, depth += 1) {
    if (isGrpcServiceError(at)) return at;
  }
  return undefined;
}
