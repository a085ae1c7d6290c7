/** The time-skipping test server, found or made for real. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { findTestServer } from '../../src/server/test-server.ts';
import { temporaryFolder } from './support.ts';

test('it starts within the time the SDK gives it; time passes only when asked, and then at once', async () => {
  const path = await findTestServer({
    env: process.env,
    progress: (line) => process.stderr.write(`${line}\n`),
  });
  const environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
  });
  const { client } = environment;
  // Its run timeout is a timer that a server whose time runs by itself would skip to.
  const options = { taskQueue: 'none', workflowId: 'one', workflowRunTimeout: '24 hours' } as const;
  const run = await client.workflow.start('none', options);
  // A worker's part, by hand: with the first task done nothing is left but the timer.
  const { workflowService } = environment.connection;
  const [namespace, identity] = ['default', 'test'];
  const { taskToken } = await workflowService.pollWorkflowTaskQueue({
    namespace,
    identity,
    taskQueue: { name: 'none' },
  });
  await workflowService.respondWorkflowTaskCompleted({ namespace, identity, taskToken });
  await sleep(1_000);
  assert.equal((await run.describe()).status.name, 'RUNNING');
  const beforeMs = await environment.currentTimeMs();
  await environment.sleep('72 hours');
  assert.ok((await environment.currentTimeMs()) - beforeMs >= 72 * 3_600_000);
  assert.equal((await run.describe()).status.name, 'TIMED_OUT');
  await environment.teardown();
});

test('TEMPORAL_TEST_SERVER_PATH that cannot be used is named', async (t) => {
  const path = join(temporaryFolder(t), 'absent');
  await assert.rejects(
    findTestServer({ env: { TEMPORAL_TEST_SERVER_PATH: path }, progress: () => {} }),
    { code: 'test-server-path', message: new RegExp(path) },
  );
});

test('without Java and without a download every choice is named', async (t) => {
  const env = {
    PATH: '',
    SEVENTYTWO_CACHE: temporaryFolder(t),
    HTTPS_PROXY: 'http://127.0.0.1:9',
  };
  await assert.rejects(findTestServer({ env, progress: () => {} }), {
    code: 'no-test-server',
    message: /TEMPORAL_TEST_SERVER_PATH.*SDK.*Java.*Maven/,
  });
});
