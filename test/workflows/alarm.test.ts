/** The alarm of a deadline, on a real server. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { findTemporalCli } from '../../src/server/temporal-cli.ts';

const taskQueue = 'late-clock';
const workflowsPath = fileURLToPath(new URL('./late-clock.ts', import.meta.url));

test('a deadline is met also when the clock goes back after its timer was started', async () => {
  const logger = new DefaultLogger('ERROR');
  Runtime.install({ logger });
  const { path } = await findTemporalCli({ env: process.env, progress: console.error });
  const env = await TestWorkflowEnvironment.createLocal({
    server: { executable: { type: 'existing-path', path } },
  });
  try {
    const workflowBundle = await bundleWorkflowCode({ workflowsPath, logger });
    const connection = env.nativeConnection;
    const worker = await Worker.create({ connection, taskQueue, workflowBundle });
    const lateMs = await worker.runUntil(
      env.client.workflow.execute<(setBackMs: number) => Promise<number>>('lateClock', {
        ...{ taskQueue, workflowId: 'late-clock', args: [3_000] },
        workflowExecutionTimeout: '15s',
      }),
    );
    assert.ok(lateMs >= 0, `${lateMs} ms`);
  } finally {
    await env.teardown();
  }
});
