/** Search attributes on the real server. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, Connection } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import { NativeConnection } from '@temporalio/worker';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { registerSearchAttributes } from '../../src/server/search-attributes.ts';
import { searchAttributes } from '../../src/workflows/messages.ts';
import { realTemporal } from './support.ts';

let environment: TestWorkflowEnvironment;
before(async () => {
  const { path } = await realTemporal();
  environment = await TestWorkflowEnvironment.createLocal({
    server: { executable: { type: 'existing-path', path } },
  });
});
after(() => environment.teardown());

test('missing attributes are added and can be used at once', async () => {
  const { connection } = environment;
  await registerSearchAttributes(connection, 'default', searchAttributes);
  const client = new Client({ connection });
  await client.workflow.start('none', {
    taskQueue: 'none',
    workflowId: 'one',
    typedSearchAttributes: [
      { key: defineSearchAttributeKey('IncidentPhase', 'KEYWORD'), value: 'triage' },
      { key: defineSearchAttributeKey('IncidentNextDue', 'DATETIME'), value: new Date() },
    ],
  });
  const { count } = await client.workflow.count("IncidentPhase = 'none'");
  assert.equal(count, 0);
});

test('a second registration, and several at once, change nothing', async () => {
  const wanted = { ...searchAttributes, AnotherOne: 'Keyword' } as const;
  const own = await Connection.connect({ address: environment.address });
  const native = await NativeConnection.connect({ address: environment.address });
  await Promise.all(
    [environment.connection, own, native, own].map((connection) =>
      registerSearchAttributes(connection, 'default', wanted),
    ),
  );
  await own.close();
  await native.close();
});

test('a name that has another type already is refused', async () => {
  await assert.rejects(
    registerSearchAttributes(environment.connection, 'default', { IncidentPhase: 'Datetime' }),
    { code: 'search-attribute-type', message: /IncidentPhase.*Keyword.*must be Datetime/ },
  );
});
