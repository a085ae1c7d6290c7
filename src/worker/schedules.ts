/** The Schedules that start what belongs to no incident, kept as the policy file wants them: made, changed, or taken away. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
  type Client,
  type ScheduleDescription,
} from '@temporalio/client';
import type { Logger } from '@temporalio/worker';
import type { LoadedPolicy } from '../policy/file.ts';
import type { Policy } from '../policy/schema.ts';
import {
  checkpointIdPrefix,
  checkpointScheduleId,
  checkpointType,
  choreIdOf,
  choreType,
  taskQueue,
  type ChoreName,
} from '../workflows/messages.ts';

/** A changed policy counts within a minute, without anybody starting anything anew. */
const everyMs = 60_000;
/** Limits are days at least, and reminders are told daily. */
const dayMs = 24 * 3_600_000;
/** Turns of a rota change at any time of day; on the full hour and its quarters this is no minute late. */
const handOverMs = 5 * 60_000;
/** Each person has an hour of their own, and zones differ by quarters of an hour. */
const digestEveryMs = 15 * 60_000;

type Row = {
  readonly scheduleId: string;
  readonly workflowType: string;
  /** Begins the id of each run. */
  readonly workflowId: string;
  readonly input: object;
  /** What it does, for the log. */
  readonly what: string;
  /** Milliseconds between two turns; undefined: the policy does not want it. */
  readonly every: (policy: Policy) => number | undefined;
};

function choreRow(name: ChoreName, what: string, every: Row['every']): Row {
  const id = choreIdOf(name);
  const common = { workflowType: choreType, input: { what: name } };
  return { scheduleId: id, workflowId: id, ...common, what, every };
}

const rows: readonly Row[] = [
  {
    scheduleId: checkpointScheduleId,
    workflowType: checkpointType,
    workflowId: checkpointIdPrefix,
    input: {},
    what: 'the mailing of checkpoints of the audit chain',
    every: ({ audit }) => audit.checkpoints?.every,
  },
  choreRow('backup', 'the making of backups', ({ backups }) => backups?.every),
  choreRow('digest', 'the mailing of digests', () => digestEveryMs),
  choreRow('retention', 'the erasure of what is over its limit', ({ retention }) =>
    retention ? dayMs : undefined,
  ),
  choreRow('reviews', 'reviews of access', () => dayMs),
  choreRow('canary', 'the mailing of the canary', ({ watchdog }) => watchdog.canary?.every),
  choreRow('upkeep', 'the look for what needs care', ({ upkeep }) => upkeep.every),
  choreRow('handovers', 'hand-overs of the rota', ({ rota }) => (rota ? handOverMs : undefined)),
];

/** Until `signal`; a fault is told in the log and tried again. */
export async function keepSchedules(
  client: Client,
  policy: () => Promise<LoadedPolicy>,
  logger: Pick<Logger, 'info' | 'warn'>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    for (const row of rows) {
      try {
        await ensure(client, row, row.every((await policy()).policy), logger);
      } catch (error) {
        if (!signal.aborted) logger.warn(`${row.what} cannot be looked after`, { error });
      }
    }
    await sleep(everyMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}

async function ensure(
  client: Client,
  { scheduleId, workflowType, workflowId, input, what }: Row,
  every: number | undefined,
  logger: Pick<Logger, 'info'>,
): Promise<void> {
  const handle = client.schedule.getHandle(scheduleId);
  const found = await orNone(handle.describe());
  if (every === undefined) {
    if (!found) return;
    await orNone(handle.delete());
    logger.info(`${what} is over: the policy does not want it`);
    return;
  }
  const terms = {
    spec: { intervals: [{ every }] },
    policies: {
      // One that still tries is as good as the next.
      overlap: ScheduleOverlapPolicy.SKIP,
      // After a long outage one turn, not one for each that was missed.
      catchupWindow: every,
    },
  };
  if (!found) {
    const action = {
      type: 'startWorkflow',
      ...{ workflowType, workflowId, taskQueue, args: [input] },
    } as const;
    // The first one now: whether it works shows at once, not after a week.
    const state = { triggerImmediately: true };
    await client.schedule
      .create({ scheduleId, action, ...terms, state })
      .catch((error: unknown) => {
        // Another worker was quicker.
        if (!(error instanceof ScheduleAlreadyRunning)) throw error;
      });
    logger.info(`${what} is scheduled from now on`);
  } else if (intervalOf(found) !== every) {
    await handle.update((before) => ({ ...before, ...terms }));
    logger.info(`${what} has another interval from now on`);
  }
}

function intervalOf({ spec }: ScheduleDescription): unknown {
  return spec.intervals?.[0]?.every;
}

async function orNone<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return undefined;
    throw error;
  }
}
