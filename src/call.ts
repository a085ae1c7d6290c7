/** One call to Temporal: it ends in time, and says plainly what went wrong. */
import {
  isGrpcServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  type Client,
  type Connection,
} from '@temporalio/client';
import { NamespaceNotFoundError } from '@temporalio/common';
import { Failure } from './failure.ts';
import { pollersOf, queueTypes } from './pollers.ts';
import {
  grpcError,
  isDeadline,
  isNamespaceMissing,
  login,
  refusal,
  unreachable,
} from './temporal-fault.ts';
import type { ConnectionSettings } from './temporal.ts';
import { stuckOf, stuckSentence } from './trouble.ts';
import { taskQueue, workflowIdOf } from './workflows/messages.ts';

/** A healthy answer takes well under a second; a killed worker's incident up to 3.5 s after its restart. */
const answerDeadlineMs = 10_000;
/** What only explains why there was no answer must not take as long again. */
const lookDeadlineMs = 5_000;

/** `incidentId`: of whom it is asked, whose own trouble may be why nobody answers. */
type Call = <T>(what: () => Promise<T>, incidentId?: string) => Promise<T>;

export function createCall(
  connection: Connection,
  client: Client,
  settings: ConnectionSettings,
): Call {
  const { address, namespace } = settings;

  /** An update without a worker would be retried for ever. */
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

  return call;
}
