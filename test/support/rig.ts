/**
 * The rig of the workflow tests: a real time-skipping server, the built workflow bundle, and activities that
 * keep what they were told. After every test each history it produced is replayed, and an execution
 * that is still running must have been named with a reason.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { WorkflowClient } from '@temporalio/client';
import type { CommandFields, CommandName } from '../../src/domain/commands.ts';
import {
  checksQueue,
  pagingQueue,
  taskQueue,
  type IncidentInput,
} from '../../src/workflows/messages.ts';
import { startReal, startSkipping } from './rig-server.ts';
import { createSubject, sleepByDeadlines, commandOf, type Subject } from './subject.ts';
import { createStubs, emptyWorld, renew, type World } from './world.ts';

export type Rig = {
  readonly env: TestWorkflowEnvironment;
  readonly client: WorkflowClient;
  readonly world: World;
  /** Runs work with a worker polling; replays every history of the test at its end. */
  run(work: (test: TestRun) => Promise<void>): Promise<void>;
  teardown(): Promise<void>;
};

export type TestRun = {
  declare(
    fields?: Partial<CommandFields<'declare'>>,
    input?: Partial<IncidentInput>,
  ): Promise<Subject>;
  /** Starts the incident's next run from the register, as the command line does for a closed one. */
  resume<N extends CommandName>(
    subject: Subject,
    name: N,
    by: string,
    fields: CommandFields<N>,
  ): Promise<Subject>;
  /** An incident that may still run when the test ends, and why. */
  mayRun(subject: Subject, reason: string): void;
  nowMs(): Promise<number>;
  sleep(ms: number): Promise<void>;
};

const bundlePath = fileURLToPath(new URL('../../dist/workflow-bundle.js', import.meta.url));

/**
 * `skipping`: hours pass in moments. `real`: the server of production, for what the other one loses now and then,
 * such as a command that meets the start of a new run.
 */
export async function createRig(kind: 'skipping' | 'real' = 'skipping'): Promise<Rig> {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } },
  });
  // The server first: it must answer within 5 s, which a machine busy with bundling may miss.
  const env = kind === 'skipping' ? await startSkipping() : await startReal();
  const namespace = env.namespace ?? 'default';
  assert.ok(existsSync(bundlePath), 'dist/workflow-bundle.js is missing: run npm run build first');
  const workflowBundle = { codePath: bundlePath };
  // Not the environment's own client: that one skips years ahead while it waits for a result.
  const client = new WorkflowClient({ connection: env.connection, namespace });
  const world = emptyWorld();
  let counter = 0;

  function createWorkers(): Promise<Worker[]> {
    const common = {
      ...{ connection: env.nativeConnection, namespace },
      activities: createStubs(world, client),
    };
    return Promise.all([
      Worker.create({
        ...{ ...common, taskQueue, workflowBundle },
        stickyQueueScheduleToStartTimeout: '1s',
        // Workflows in this thread, as in every replay: one of their own costs each test more than its workflow.
        debugMode: true,
      }),
      Worker.create({ ...common, taskQueue: pagingQueue }),
      Worker.create({ ...common, taskQueue: checksQueue }),
    ]);
  }

  async function run(work: (test: TestRun) => Promise<void>): Promise<void> {
    renew(world);
    const subjects: Subject[] = [];
    const allowed = new Map<string, string>();
    const stop = await start(await createWorkers());

    const test: TestRun = {
      async declare(fields = {}, input = {}) {
        counter += 1;
        const id = `INC-T${String(counter).padStart(4, '0')}`;
        const first = commandOf(
          'declare',
          'anna',
          { title: `test ${counter}`, ...fields },
          `declare-${id}`,
        );
        const subject = createSubject(client, world, id);
        subjects.push(subject);
        await client.start('incident', {
          workflowId: id,
          taskQueue,
          args: [{ incidentId: id, first, ...input } satisfies IncidentInput],
        });
        await subject.send('declare', 'anna', first.fields, first.commandId);
        return subject;
      },
      async resume(subject, name, by, fields) {
        counter += 1;
        const first = commandOf(name, by, fields, `resume-${counter}`);
        await client.start('incident', {
          workflowId: subject.id,
          taskQueue,
          args: [
            {
              incidentId: subject.id,
              resume: true,
              first,
            },
          ],
        });
        const again = createSubject(client, world, subject.id);
        subjects.push(again);
        await again.send(name, by, fields, first.commandId);
        return again;
      },
      mayRun: (subject, reason) => void allowed.set(subject.id, reason),
      nowMs: () => env.currentTimeMs(),
      sleep: (ms) => sleepByDeadlines(env, world, subjects, ms),
    };
    try {
      await work(test);
      await checkHistories(subjects, allowed, workflowBundle);
    } finally {
      await stop();
    }
  }

  return { env, client, world, run, teardown: () => env.teardown() };
}

async function start(workers: readonly Worker[]): Promise<() => Promise<void>> {
  const running = workers.map((worker) => worker.run());
  await Promise.resolve();
  return async () => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
    await Promise.all(running);
  };
}

/** Every run of every incident, also those that continued as new. */
async function checkHistories(
  subjects: readonly Subject[],
  allowed: ReadonlyMap<string, string>,
  workflowBundle: { codePath: string },
): Promise<void> {
  for (const { id, handle } of subjects) {
    const { status } = await handle.describe();
    assert.ok(
      status.name === 'COMPLETED' || allowed.has(id),
      `${id} is ${status.name} at the end of the test and nobody said why`,
    );
    const history = await handle.fetchHistory();
    await Worker.runReplayHistory({ workflowBundle, replayName: id }, history, id);
  }
}
