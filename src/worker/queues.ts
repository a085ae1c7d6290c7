/** The workers of one process: for incidents, for what must reach people whatever the first is busy with, and for what commands wait for. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Client } from '@temporalio/client';
import { Worker, type NativeConnection, type WorkerOptions } from '@temporalio/worker';
import { createAbsorb } from '../absorb.ts';
import { createChoreActivities } from '../activities/chores.ts';
import { createCheckpointActivities } from '../activities/checkpoint.ts';
import { createActivities, createCheckActivities, type ActivityDeps } from '../activities/index.ts';
import { createSentinelActivities } from '../activities/sentinel.ts';
import { createConverter } from '../encryption/converter.ts';
import type { MailTransport } from '../mail/transport.ts';
import type { ConnectionSettings } from '../temporal.ts';
import { findTroubles } from '../trouble.ts';
import { checksQueue, pagingQueue, taskQueue } from '../workflows/messages.ts';
import { createChores } from './chores.ts';
import type { Observer } from './observer.ts';
import { watchActivities } from './watching.ts';
import type { ServiceSigner } from '../access/service-key.ts';

/** Built by `npm run build`; from sources (development) the SDK bundles at start, which takes seconds. */
const bundlePath = fileURLToPath(new URL('../../dist/workflow-bundle.js', import.meta.url));

/** After SIGTERM running activities may finish: one mail attempt at most. */
const shutdownGraceMs = 50_000;
/** A killed worker's cached incidents wait this long for it before another takes over; the default is 10 s. */
const stickyTimeoutMs = 1_000;
/** About 0.4 MB each: 500 incidents at once stay within 200 MB. */
const cachedWorkflows = 500;
/** Only with a heartbeat does a mail learn that it has lost its point; the SDK would hold them back for 8 s. */
const heartbeatThrottleMs = 1_000;
/** Only the sentinel lives there; two, because a run that continues as new overlaps with the next. */
const cachedSentinels = 2;

/**
 * An incident that loops for ever stalls its thread 5 s at each attempt, and with it the incidents that share it.
 * Declaration to page beside one such incident, over the same without it, p50 and p95 (bench/stuck.ts): 43 and 37
 * with one thread, 11 and 34 with two, 2 and 17 with three, 2 and 12 with four. A thread costs 40 MB and 0.5 s of CPU at the start.
 */
const workflowThreads = 3;

export type WorkflowCode = Pick<
  WorkerOptions,
  'workflowBundle' | 'workflowsPath' | 'workflowThreadPoolSize'
>;

export function builtWorkflows(): WorkflowCode {
  return existsSync(bundlePath)
    ? { workflowBundle: { codePath: bundlePath } }
    : { workflowsPath: fileURLToPath(new URL('../workflows/index.ts', import.meta.url)) };
}

export async function createWorkers(options: {
  readonly connection: NativeConnection;
  readonly settings: Pick<ConnectionSettings, 'namespace' | 'keys'>;
  readonly identity: string;
  readonly client: Client;
  readonly code: WorkflowCode;
  /** Where the key is that signs checkpoints. */
  readonly folder: string;
  readonly deps: Omit<ActivityDeps, 'transport' | 'absorb'>;
  /** What one incident tells another, with the worker's own key. */
  readonly sign: ServiceSigner['sign'];
  /** A way to the mail server for each: a page must not queue behind mails that hang. */
  readonly transports: { readonly incidents: MailTransport; readonly paging: MailTransport };
  readonly observer: Observer;
}): Promise<readonly Worker[]> {
  const { connection, settings, identity, client, code, folder, transports, observer } = options;
  const deps = { ...options.deps, absorb: createAbsorb(client.workflow, options.sign) };
  const common = {
    ...{ connection, identity, namespace: settings.namespace },
    dataConverter: createConverter(settings, 'worker'),
    shutdownGraceTime: shutdownGraceMs,
    stickyQueueScheduleToStartTimeout: stickyTimeoutMs,
    maxHeartbeatThrottleInterval: heartbeatThrottleMs,
    defaultHeartbeatThrottleInterval: heartbeatThrottleMs,
    interceptors: { activity: [watchActivities(observer, deps.now)] },
  };
  const pagingDeps = { ...deps, transport: transports.paging };
  const incidentDeps = { ...deps, transport: transports.incidents };
  const incidents = Worker.create({
    ...common,
    workflowThreadPoolSize: workflowThreads,
    ...code,
    taskQueue,
    activities: {
      ...createActivities(incidentDeps),
      ...createCheckpointActivities({ ...incidentDeps, folder }),
      ...createChoreActivities(incidentDeps, createChores({ ...incidentDeps, client, folder })),
    },
    maxCachedWorkflows: cachedWorkflows,
  });
  const { workflowThreadPoolSize: _many, ...sentinelCode } = code;
  const paging = Worker.create({
    ...common,
    ...sentinelCode,
    taskQueue: pagingQueue,
    activities: {
      ...createActivities(pagingDeps),
      ...createSentinelActivities({
        ...pagingDeps,
        troubles: async (known, pace) => [
          ...(await findTroubles(client, known, pace)),
          ...(await observer.troubles(deps.register, pace)),
        ],
      }),
    },
    maxCachedWorkflows: cachedSentinels,
  });
  // No workflow lives there: without their code it is given no thread.
  const checks = Worker.create({
    ...common,
    taskQueue: checksQueue,
    activities: createCheckActivities(deps),
  });
  // Beside each other: the first two load the workflows into threads of their own.
  return Promise.all([incidents, paging, checks]);
}
