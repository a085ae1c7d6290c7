/** The servers of the rig: one that skips time, and the one of production. */
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { codes, registerSearchAttributes } from '../../src/server/search-attributes.ts';
import { findTemporalCli } from '../../src/server/temporal-cli.ts';
import { findTestServer } from '../../src/server/test-server.ts';
import { searchAttributes } from '../../src/workflows/messages.ts';

export async function startSkipping(): Promise<TestWorkflowEnvironment> {
  const path = await findTestServer({ env: process.env, progress: console.error });
  const env = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
  });
  // This server knows no list of them, only this call.
  await env.connection.operatorService.addSearchAttributes({
    searchAttributes: Object.fromEntries(
      Object.entries(searchAttributes).map(([name, type]) => [name, codes[type]]),
    ),
  });
  return env;
}

export async function startReal(): Promise<TestWorkflowEnvironment> {
  const { path } = await findTemporalCli({ env: process.env, progress: console.error });
  const env = await TestWorkflowEnvironment.createLocal({
    server: { executable: { type: 'existing-path', path } },
  });
  await registerSearchAttributes(env.connection, env.namespace ?? 'default', searchAttributes);
  return env;
}
