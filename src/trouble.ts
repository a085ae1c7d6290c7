/** Which incidents cannot go on, asked of Temporal and not of the incidents: what is stuck does not answer. */
import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { optionalTsToMs } from '@temporalio/common/lib/time.js';
import { formatUtc } from './calendar/format.ts';
import { defaultPace, type Pace, type Trouble } from './domain/trouble.ts';
import { toOpenIncident } from './visibility.ts';
import { incidentIdOf, workflowIdOf, workflowType } from './workflows/messages.ts';

/** Described at a time: enough that 500 open incidents take seconds, few enough for a small server. */
const atOnce = 16;
/** Beyond it the company has other troubles; the ones that fall due first are looked at first. */
const mostIncidents = 1_000;
/** One page of history: the newest events, of which at most a few lie behind the last completed task. */
const tailSize = 100;
const tailPages = 5;
/** Attempts that may fail before it is no killed worker any more. */
const manyAttempts = 3;

/** Values of `temporal.api.enums.v1`. */
const eventTypes = { taskCompleted: 7, taskTimedOut: 8, taskFailed: 9 } as const;
const scheduleToStart = 2;
const taskScheduled = 1;

type Patience = Pick<Pace, 'failingMs' | 'waitingMs'>;

/** `known`: incidents that were in trouble before; only a task completed since takes them out. */
export async function findTroubles(
  client: Client,
  known: readonly string[],
  patience: Patience,
): Promise<Trouble[]> {
  const open: { readonly id: string; readonly dueAtMs?: number }[] = [];
  const running = `WorkflowType = '${workflowType}' AND ExecutionStatus = 'Running'`;
  for await (const info of client.workflow.list({ query: running })) {
    const { id, nextDueAtMs } = toOpenIncident(info);
    open.push({ id, ...(nextDueAtMs !== undefined && { dueAtMs: nextDueAtMs }) });
  }
  open.sort((a, b) => (a.dueAtMs ?? Infinity) - (b.dueAtMs ?? Infinity));
  const found: Trouble[] = [];
  for (let n = 0; n < Math.min(open.length, mostIncidents); n += atOnce) {
    const some = open.slice(n, n + atOnce).map(async ({ id, dueAtMs }) => {
      const troubles = await lookAt(client, id, known.includes(id), patience);
      return troubles.map((one) => ({ ...one, ...(dueAtMs !== undefined && { dueAtMs }) }));
    });
    found.push(...(await Promise.all(some)).flat());
  }
  return [...found, ...(await endedFromOutside(client))];
}

async function lookAt(
  client: Client,
  incidentId: string,
  isKnown: boolean,
  patience: Patience,
): Promise<Trouble[]> {
  const description = await client.workflow.getHandle(workflowIdOf(incidentId)).describe();
  const found: Trouble[] = [];
  const stuck = await stuckOf(client, description, isKnown, patience);
  if (stuck) found.push({ ...stuck, incidentId });
  const { pendingActivities } = description.raw;
  const failingJournal = pendingActivities?.some(
    ({ activityType, attempt }) =>
      activityType?.name === 'journal' && (attempt ?? 0) >= manyAttempts,
  );
  if (failingJournal) found.push({ kind: 'unwritten', incidentId });
  return found;
}

export type Stuck = { readonly kind: 'failing' | 'waiting'; readonly sinceMs: number };

/** For people: the one sentence about it. */
export function stuckSentence(incidentId: string, { kind, sinceMs }: Stuck): string {
  const why = kind === 'failing' ? 'its workflow fails since' : 'no worker takes its work since';
  return `${incidentId} is stuck (${why} ${formatUtc(sinceMs)}); see docs/operating.md`;
}

/** The stuck ones among these running incidents, by id. */
export async function findStuck(
  client: Client,
  incidentIds: readonly string[],
): Promise<ReadonlyMap<string, Stuck>> {
  const found = new Map<string, Stuck>();
  for (let n = 0; n < Math.min(incidentIds.length, mostIncidents); n += atOnce)
    await Promise.all(
      incidentIds.slice(n, n + atOnce).map(async (id) => {
        const description = await client.workflow.getHandle(workflowIdOf(id)).describe();
        const stuck = await stuckOf(client, description);
        if (stuck) found.set(id, stuck);
      }),
    );
  return found;
}

/** Undefined when its workflow goes on, or failed too lately to tell. */
export async function stuckOf(
  client: Client,
  { raw, workflowId, runId }: WorkflowExecutionDescription,
  isKnown = false,
  { failingMs, waitingMs }: Patience = defaultPace,
): Promise<Stuck | undefined> {
  const task = raw.pendingWorkflowTask;
  if (!task) return undefined;
  const nowMs = Date.now();
  const attempt = task.attempt ?? 1;
  // The count starts anew with every event that comes in between: for a known one the history is asked.
  if (attempt > 1 || isKnown) {
    const sinceMs = await failingSince(client, { workflowId, runId });
    if (
      sinceMs !== undefined &&
      (attempt >= manyAttempts || isKnown || nowMs - sinceMs >= failingMs)
    )
      return { kind: 'failing', sinceMs };
  }
  const scheduledAtMs = optionalTsToMs(task.scheduledTime) ?? nowMs;
  return task.state === taskScheduled && nowMs - scheduledAtMs >= waitingMs
    ? { kind: 'waiting', sinceMs: scheduledAtMs }
    : undefined;
}

/** When the first workflow task after the last completed one failed or ran out of time. */
async function failingSince(
  client: Client,
  execution: { readonly workflowId: string; readonly runId: string },
): Promise<number | undefined> {
  let firstMs: number | undefined;
  let nextPageToken: Uint8Array = new Uint8Array();
  for (let page = 0; page < tailPages; page += 1) {
    const { history, nextPageToken: more } =
      await client.workflowService.getWorkflowExecutionHistoryReverse({
        ...{ namespace: client.options.namespace, execution, nextPageToken },
        maximumPageSize: tailSize,
      });
    for (const event of history?.events ?? []) {
      if (event.eventType === eventTypes.taskCompleted) return firstMs;
      const isTimeout =
        event.eventType === eventTypes.taskTimedOut &&
        // Its worker is gone and another is asked: that is no failure of the workflow.
        event.workflowTaskTimedOutEventAttributes?.timeoutType !== scheduleToStart;
      if (isTimeout || event.eventType === eventTypes.taskFailed)
        firstMs = optionalTsToMs(event.eventTime) ?? firstMs;
    }
    if (more.length === 0) break;
    nextPageToken = more;
  }
  return firstMs;
}

/** Runs that were terminated, cancelled, failed or timed out although their incident is open. */
async function endedFromOutside(client: Client): Promise<Trouble[]> {
  const query = `WorkflowType = '${workflowType}' AND ExecutionStatus IN ('Terminated', 'Canceled', 'Failed', 'TimedOut')`;
  const found = new Map<string, Trouble>();
  for await (const info of client.workflow.list({ query })) {
    const { id, phase, nextDueAtMs } = toOpenIncident(info);
    if (phase === 'closed' || found.has(id)) continue;
    // It may have been brought back since, and closed in order.
    const latest = await client.workflow.getHandle(info.workflowId).describe();
    if (latest.runId !== info.runId) continue;
    found.set(id, {
      kind: 'ended',
      incidentId: incidentIdOf(info.workflowId),
      ...(info.closeTime && { sinceMs: info.closeTime.getTime() }),
      ...(nextDueAtMs !== undefined && { dueAtMs: nextDueAtMs }),
    });
  }
  return [...found.values()];
}
