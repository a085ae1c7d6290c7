/** Asks every running incident what comes next: an open duty without a reminder ahead is a clock that nobody hears. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { dateAt } from '../calendar/date.ts';
import { isOpen } from '../domain/duty.ts';
import type { Status } from '../domain/status.ts';
import type { UpkeepFinding } from '../domain/upkeep.ts';
import { Failure } from '../failure.ts';
import { grpcError } from '../temporal-fault.ts';
import {
  incidentIdOf,
  statusQuery,
  workflowType,
  type StatusAnswer,
} from '../workflows/messages.ts';

/** Asked at a time: each costs its worker a step, and one that left its cache a replay. */
const atOnce = 16;
/** Beyond it the company has other troubles, and the sentinel tells of those that are stuck. */
const mostIncidents = 1_000;
/** A timer fires some milliseconds late, after a restart of the worker by a minute. */
const lateMs = 300_000;
/** The journal is milliseconds behind all the time: only what has not moved after this counts. */
const secondLookMs = 3_000;

/** `limitMs` for all of them together: a query without a worker would wait for ever. */
export async function findTimers(
  client: Client,
  now: () => number,
  limitMs: number,
): Promise<readonly UpkeepFinding[]> {
  try {
    return await client.withDeadline(Date.now() + limitMs, async () => {
      const first = await askAll(client, await runningIds(client));
      const behind = [...first.values()].filter(({ unjournaled }) => unjournaled > 0);
      if (behind.length > 0) await sleep(secondLookMs);
      const second = await askAll(
        client,
        behind.map(({ id }) => id),
      );
      return [
        ...[...first.values()].flatMap((status) => clocksOf(status, now())),
        ...behind.flatMap((status) => behindOf(status, second.get(status.id))),
      ];
    });
  } catch (error) {
    // DEADLINE_EXCEEDED, or FAILED_PRECONDITION when no worker was seen for long.
    if (![1, 4, 9].includes(grpcError(error)?.code ?? -1)) throw error;
    throw new Failure(
      'unreachable',
      'no-answer',
      `the running incidents did not all answer within ${limitMs / 1_000} s; see seventytwo doctor for the worker`,
      error,
    );
  }
}

async function runningIds(client: Client): Promise<readonly string[]> {
  const ids: string[] = [];
  const query = `WorkflowType = '${workflowType}' AND ExecutionStatus = 'Running'`;
  for await (const { workflowId } of client.workflow.list({ query })) {
    ids.push(incidentIdOf(workflowId));
    if (ids.length >= mostIncidents) break;
  }
  return ids;
}

async function askAll(
  client: Client,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Status>> {
  const found = new Map<string, Status>();
  for (let n = 0; n < ids.length; n += atOnce)
    await Promise.all(
      ids.slice(n, n + atOnce).map(async (id) => {
        const status = await client.workflow.getHandle(id).query<StatusAnswer>(statusQuery);
        if (status) found.set(id, status);
      }),
    );
  return found;
}

/** Of each open duty, its next rung; a workflow that runs waits for the earliest of them. */
export function clocksOf(
  { id, duties }: Pick<Status, 'id' | 'duties'>,
  nowMs: number,
): readonly UpkeepFinding[] {
  return duties.filter(isOpen).flatMap((duty): UpkeepFinding[] => {
    const nextMs = duty.nextReminderAtMs;
    if (nextMs !== undefined && nowMs - nextMs < lateMs) return [];
    const detail = dateAt(nextMs ?? duty.dueAtMs, 'UTC');
    return [{ kind: 'no-timer', about: `${id} ${duty.id}`, severity: 'failed', detail }];
  });
}

/** `seq` is the newest event of the incident itself. */
export function behindOf(
  first: Pick<Status, 'id' | 'seq' | 'unjournaled'>,
  second: Pick<Status, 'seq' | 'unjournaled'> | undefined,
): readonly UpkeepFinding[] {
  if (!second || second.unjournaled === 0) return [];
  const hasMoved = second.seq - second.unjournaled > first.seq - first.unjournaled;
  if (hasMoved) return [];
  const { id: about } = first;
  return [{ kind: 'behind', about, severity: 'failed', detail: String(second.unjournaled) }];
}
