/** Reads back what incidents recorded from the histories that Temporal keeps of them. */
import { isDeepStrictEqual } from 'node:util';
import type { Client } from '@temporalio/client';
import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow/index.js';
import { connectTo } from './connecting.ts';
import type { IncidentEvent } from './domain/events.ts';
import { Failure } from './failure.ts';
import { grpcError, isDeadline, unreachable } from './temporal-fault.ts';
import { createClient } from './temporal-client.ts';
import type { ConnectionSettings } from './temporal.ts';
import { incidentIdOf, outboxIdOf, workflowIdOf, workflowType } from './workflows/messages.ts';

export type Recalled = {
  readonly incidentId: string;
  /** By number, each once. */
  readonly events: ReadonlyMap<number, IncidentEvent>;
  /** Numbers under which the histories hold two different events. */
  readonly disputed: ReadonlySet<number>;
  /** The highest number that any run speaks of. */
  readonly upTo: number;
  /** Its workflow runs: the newest events may be in its memory alone. */
  readonly isOpen: boolean;
  /** Runs that Temporal still has, and runs that these name and it has no longer. */
  readonly runs: number;
  readonly lostRuns: number;
};

export type Histories = Awaited<ReturnType<typeof connectHistories>>;

type History = Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['fetchHistory']>>;
type HistoryEvent = NonNullable<History['events']>[number];
type Input = NonNullable<HistoryEvent['workflowExecutionStartedEventAttributes']>['input'];

/** A page of a history, or of the list of runs: megabytes from a busy server, but not a hanging one. */
const pageMs = 30_000;
/** A page may be larger than the 4 MB that a client takes by default, because one event may have 2 MB. */
const channelArgs = { 'grpc.max_receive_message_length': -1 };

export async function connectHistories(settings: ConnectionSettings) {
  const connection = await connectTo(settings, { channelArgs });
  const client = createClient(connection, settings);

  async function call<T>(what: () => Promise<T>): Promise<T> {
    try {
      return await connection.withDeadline(Date.now() + pageMs, what);
    } catch (error) {
      const isAway = isDeadline(error) || grpcError(error)?.code === 14;
      throw isAway ? unreachable(settings, error) : error;
    }
  }

  function list(query: string): Promise<{ workflowId: string; runId: string }[]> {
    return call(async () => {
      const found = [];
      for await (const { workflowId, runId } of client.workflow.list({ query }))
        found.push({ workflowId, runId });
      return found;
    });
  }

  /** Undefined when Temporal has it no longer. */
  async function historyOf(workflowId: string, runId?: string): Promise<History | undefined> {
    try {
      return await call(() => client.workflow.getHandle(workflowId, runId).fetchHistory());
    } catch (error) {
      // NOT_FOUND
      if (grpcError(error)?.code === 5) return undefined;
      throw error;
    }
  }

  async function decode(input: Input): Promise<unknown[]> {
    const { loadedDataConverter } = client.workflow.options;
    try {
      return await decodeArrayFromPayloads(loadedDataConverter, input?.payloads);
    } catch (error) {
      // Erased on purpose: it is not to come back, and must not keep the others from coming back.
      if (error instanceof Failure && error.code === 'key-erased') return [];
      throw error;
    }
  }

  return {
    /** Of which Temporal still has a run, or an outbox. */
    async incidentIds(): Promise<readonly string[]> {
      const ids = (await list(`WorkflowType = '${workflowType}'`)).map(({ workflowId }) =>
        incidentIdOf(workflowId),
      );
      const outboxes = (await list(`WorkflowType = 'outbox'`)).map(({ workflowId }) =>
        incidentIdOf(workflowId.split('/', 1)[0] ?? ''),
      );
      return [...new Set([...ids, ...outboxes])].toSorted();
    },

    async recall(incidentId: string): Promise<Recalled> {
      const workflowId = workflowIdOf(incidentId);
      const outboxes = outboxIdOf(incidentId, 0).slice(0, -1);
      const gathered = gather();
      const runs = (await list(`WorkflowId = ${JSON.stringify(workflowId)}`)).map(
        ({ runId }) => runId,
      );
      // The newest may be too young for the list.
      const newest = await historyOf(workflowId);
      const isOpen = newest !== undefined && !isClosed(newest.events?.at(-1));
      const started = newest?.events?.[0]?.workflowExecutionStartedEventAttributes;
      if (started?.originalExecutionRunId) runs.push(started.originalExecutionRunId);
      const known = new Set(runs);
      let lostRuns = 0;
      // Grows while it is walked: a run names the one before it and the one behind it.
      for (const runId of known) {
        const history = await historyOf(workflowId, runId);
        if (!history) lostRuns += 1;
        for (const event of history?.events ?? []) {
          for (const value of await decode(inputOf(event))) gathered.add(value);
          for (const neighbour of neighboursOf(event)) known.add(neighbour);
        }
      }
      // What those handed over stands in their own histories; of a lost one only the outbox itself knows.
      if (lostRuns > 0)
        for (const outbox of await list(`WorkflowId STARTS_WITH ${JSON.stringify(outboxes)}`)) {
          const history = await historyOf(outbox.workflowId, outbox.runId);
          for (const event of history?.events ?? [])
            for (const value of await decode(inputOf(event))) gathered.add(value);
        }
      return { incidentId, ...gathered.end(), isOpen, runs: known.size - lostRuns, lostRuns };
    },

    close: () => connection.close(),
  };
}

/** Where events travel: to the next run, to an outbox, to the register. */
function inputOf(event: HistoryEvent): Input {
  const activity = event.activityTaskScheduledEventAttributes;
  return activity?.activityType?.name === 'journal'
    ? activity.input
    : (event.workflowExecutionStartedEventAttributes?.input ??
        event.workflowExecutionContinuedAsNewEventAttributes?.input ??
        event.startChildWorkflowExecutionInitiatedEventAttributes?.input);
}

/** By the last event of its newest run. */
function isClosed(last: HistoryEvent | undefined): boolean {
  return Boolean(
    last?.workflowExecutionCompletedEventAttributes ??
    last?.workflowExecutionFailedEventAttributes ??
    last?.workflowExecutionTimedOutEventAttributes ??
    last?.workflowExecutionCanceledEventAttributes ??
    last?.workflowExecutionTerminatedEventAttributes,
  );
}

function neighboursOf(event: HistoryEvent): string[] {
  const started = event.workflowExecutionStartedEventAttributes;
  const continued = event.workflowExecutionContinuedAsNewEventAttributes;
  const named = [
    ...[started?.firstExecutionRunId, started?.continuedExecutionRunId],
    continued?.newExecutionRunId,
  ];
  return named.flatMap((runId) => (runId ? [runId] : []));
}

function gather() {
  const events = new Map<number, IncidentEvent>();
  const disputed = new Set<number>();
  let upTo = 0;
  return {
    /** One input of a workflow or an activity; of another kind it holds none of these. */
    add(value: unknown): void {
      const { carried } = fieldsOf(value);
      const { events: handed, summary } = fieldsOf(value);
      const { unjournaled, incident } = fieldsOf(carried);
      for (const list of [handed, unjournaled])
        for (const event of Array.isArray(list) ? list.filter(isEvent) : []) {
          const before = events.get(event.seq);
          if (before && !isDeepStrictEqual(before, event)) disputed.add(event.seq);
          if (!before) events.set(event.seq, event);
          upTo = Math.max(upTo, event.seq);
        }
      for (const number of [fieldsOf(summary).lastSeq, fieldsOf(incident).seq])
        if (typeof number === 'number') upTo = Math.max(upTo, number);
    },
    end: () => ({ events, disputed, upTo }),
  };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function isEvent(value: unknown): value is IncidentEvent {
  const { seq, atMs, type, actor } = fieldsOf(value);
  return (
    typeof seq === 'number' &&
    typeof atMs === 'number' &&
    typeof type === 'string' &&
    typeof actor === 'object'
  );
}
