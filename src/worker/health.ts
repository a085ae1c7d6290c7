/** Whether this worker can do its work now: what /readyz tells, in words that say nothing to strangers. */
import type { Client, Connection } from '@temporalio/client';
import type { NativeConnection, Worker } from '@temporalio/worker';
import { headOf } from '../register/audit.ts';
import type { Register } from '../register/database.ts';
import { sentinelId, watchQuery, type WatchAnswer } from '../workflows/messages.ts';
import type { Observer } from './observer.ts';

/** What asks gives up after a few seconds, and takes no answer for "not ready". */
const checkLimitMs = 2_000;
/** Several who ask at once, and one who asks without a pause, cost one look. */
const freshMs = 1_000;
/** It looks every half minute; beside a look that takes long and one that failed, two minutes are silence. */
const lookLimitMs = 120_000;

export type Readiness = {
  readonly ready: boolean;
  readonly checks: Readonly<
    Record<'queues' | 'temporal' | 'register' | 'mail' | 'sentinel', boolean>
  >;
};

export function createHealth(options: {
  readonly workers: () => readonly Pick<Worker, 'getStatus'>[];
  readonly connection: NativeConnection;
  readonly client: Client;
  readonly namespace: string;
  readonly register: Register;
  readonly observer: Observer;
  /** How old the last sign of the mail server may be. */
  readonly mailLimitMs: number;
  readonly now: () => number;
}): () => Promise<Readiness> {
  const { workers, connection, client, namespace, register, observer, mailLimitMs, now } = options;
  const checks = {
    queues: async () =>
      workers().length > 0 &&
      workers().every((worker) => {
        const { runState, workflowPollerState, activityPollerState } = worker.getStatus();
        // Where no workflow lives, none is polled for.
        const polls = activityPollerState === 'POLLING' && workflowPollerState !== 'FAILED';
        return runState === 'RUNNING' && polls;
      }),
    temporal: async () => {
      await within(connection, () => connection.workflowService.describeNamespace({ namespace }));
      return true;
    },
    register: async () => {
      await headOf(register.db);
      return true;
    },
    mail: async () => {
      const mail = observer.mail();
      return mail !== undefined && mail.isUp && now() - mail.atMs <= mailLimitMs;
    },
    sentinel: async () => {
      const isFresh = (atMs = 0): boolean => now() - atMs <= lookLimitMs;
      if (isFresh(observer.lookedAtMs())) return true;
      // Another worker may have had the last turns.
      const watch = await within(connection, () =>
        client.workflow.getHandle(sentinelId).query<WatchAnswer>(watchQuery),
      );
      return isFresh(watch.lookedAtMs);
    },
  };

  async function look(): Promise<Readiness> {
    const [queues, temporal, reg, mail, sentinel] = await Promise.all([
      passes(checks.queues),
      passes(checks.temporal),
      passes(checks.register),
      passes(checks.mail),
      passes(checks.sentinel),
    ]);
    const found = { queues, temporal, register: reg, mail, sentinel };
    return { ready: Object.values(found).every(Boolean), checks: found };
  }

  let last: { readonly atMs: number; readonly answer: Promise<Readiness> } | undefined;
  return () => {
    if (!last || now() - last.atMs > freshMs) last = { atMs: now(), answer: look() };
    return last.answer;
  };
}

function within<T>(
  connection: Pick<Connection, 'withDeadline'>,
  ask: () => Promise<T>,
): Promise<T> {
  return connection.withDeadline(Date.now() + checkLimitMs, ask);
}

/** What throws or hangs is not ready; why, `doctor` tells to whoever may know. */
async function passes(check: () => Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<boolean>((done) => {
    timer = setTimeout(() => done(false), checkLimitMs);
  });
  try {
    return await Promise.race([check().catch(() => false), tooLong]);
  } finally {
    clearTimeout(timer);
  }
}
