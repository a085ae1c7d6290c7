/** The sentinel against the real server: other trouble than a bug, and what happens to the sentinel itself. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, Connection } from '@temporalio/client';
import { openSqlite } from '../../src/register/sqlite.ts';
import { findTroubles } from '../../src/trouble.ts';
import { ensureSentinel } from '../../src/worker/sentinel.ts';
import {
  pagingQueue,
  sentinelId,
  sentinelType,
  watchQuery,
  type WatchAnswer,
} from '../../src/workflows/messages.ts';
import { until } from '../server/support.ts';
import { startStand, type Stand } from './stand.ts';
import { settle } from './wait.ts';
import { clientOf } from '../support/client.ts';

const people = 5;
/** A look a second, and a new run every few looks. */
const pace = { lookEveryMs: 1_000, unwrittenMs: 3_000 };
const historyLimit = 60;

let stand: Stand;
let connection: Connection;
let client: Client;
before(async () => {
  stand = await startStand();
  connection = await Connection.connect({ address: stand.settings.address });
  client = clientOf(connection, stand.data);
  await client.workflow.start(sentinelType, {
    ...{ workflowId: sentinelId, taskQueue: pagingQueue },
    args: [{ pace, historyLimit }],
  });
  await stand.work();
});
after(async () => {
  await connection.close();
  await stand.stop();
});

const sentinel = () => client.workflow.getHandle(sentinelId);
const alarms = (words: string) =>
  stand.mail.mails.filter(({ subject }) => subject.includes(words)).length;

async function lookedAfter(ms: number): Promise<void> {
  const isSo = async () => ((await sentinel().query<WatchAnswer>(watchQuery)).lookedAtMs ?? 0) > ms;
  await until(isSo, 'a look');
}

async function runs(): Promise<readonly string[]> {
  const found: string[] = [];
  const query = `WorkflowType = '${sentinelType}' AND ExecutionStatus = 'Running'`;
  for await (const { runId } of client.workflow.list({ query })) found.push(runId);
  return found;
}

describe('the sentinel', () => {
  it('tells that an open incident was terminated; any command brings it back, and that is told', async (t) => {
    const id = 'INC-5TRMN';
    await stand.declare(id, { personalData: 'no' });
    await settle(stand, id);
    await client.workflow.getHandle(id).terminate('a mistake');
    const endedAtMs = Date.now();
    await until(() => alarms(`[${id}] is stuck`) === people, 'the alarm at everybody');
    t.diagnostic(`told to everybody ${Date.now() - endedAtMs} ms after the termination`);
    assert.match(
      stand.mail.mails.find(({ subject }) => subject.includes(`[${id}] is stuck`))?.text ?? '',
      /seventytwo note INC-5TRMN "brought back"/,
    );
    await stand.send(id, 'note', 'anna', { text: 'brought back' });
    await until(() => alarms(`[${id}] goes on again`) === people, 'that it goes on');
    await settle(stand, id);
    assert.ok((await stand.events(id)).some(({ type }) => type === 'noted'));
  });

  it('tells that the register cannot be written, and when it is again', async (t) => {
    const id = 'INC-6RGST';
    await stand.declare(id, { personalData: 'no' });
    await settle(stand, id);
    const sqlite = openSqlite(join(stand.data, 'register.db'), { readOnly: false });
    sqlite.exec('begin immediate');
    const lockedAtMs = Date.now();
    try {
      await stand.send(id, 'note', 'anna', { text: 'while it is locked' });
      await until(() => alarms('[register] cannot be written') === people, 'the alarm');
      t.diagnostic(`told to everybody after ${Date.now() - lockedAtMs} ms`);
    } finally {
      sqlite.exec('rollback');
      sqlite.close();
    }
    await until(() => alarms('[register] is written again') === people, 'that it is over');
    await settle(stand, id, 60_000);
    assert.ok((await stand.events(id)).some(({ type }) => type === 'noted'));
  });

  it('sees work that no worker takes', async () => {
    await stand.kill();
    const id = 'INC-7WATS';
    await stand.declare(id, { personalData: 'no' }).catch(() => undefined);
    const found = async () =>
      (await findTroubles(client, [], { failingMs: 15_000, waitingMs: 2_000 })).map(
        ({ kind, incidentId }) => `${kind} ${incidentId}`,
      );
    await until(async () => (await found()).includes(`waiting ${id}`), 'the waiting one');
    await stand.work();
    await settle(stand, id);
    await until(async () => (await found()).length === 0, 'nothing is in trouble');
    assert.equal(alarms(`[${id}] is stuck`), 0, 'a worker that is back is no alarm');
  });

  it('looks on under several workers and new ones, as one, run after run', async () => {
    await stand.work();
    const first = (await sentinel().describe()).runId;
    await until(async () => (await sentinel().describe()).runId !== first, 'a new run');
    await stand.kill();
    await stand.work();
    await lookedAfter(Date.now());
    assert.equal((await runs()).length, 1);
    const said = stand.mail.mails.filter(({ messageId }) => messageId.startsWith('<alarm.'));
    assert.equal(new Set(said.map(({ messageId }) => messageId)).size, said.length, 'none twice');
  });

  it('is started again after it was terminated, and by nobody when it runs', async () => {
    const before = await sentinel().describe();
    await ensureSentinel(client, { info: () => assert.fail('it is sound') });
    assert.equal((await sentinel().describe()).status.name, 'RUNNING');
    await sentinel().terminate('a mistake');
    await sleep(100);
    await ensureSentinel(client, { info: () => assert.fail('it was terminated') });
    const now = await sentinel().describe();
    assert.equal(now.status.name, 'RUNNING');
    assert.notEqual(now.runId, before.runId);
    await lookedAfter(Date.now() - 1_000);
  });
});
