/** Hand-overs of the rota by a real Schedule: told once over killed workers, and a mail without an answer under one Message-ID. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, Connection } from '@temporalio/client';
import { choreIdOf, choreType } from '../../src/workflows/messages.ts';
import { until } from '../server/support.ts';
import { clientOf } from '../support/client.ts';
import { startStand, type Stand } from './stand.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** On a full minute, and far enough for the first worker to start. */
const handOverMs = Math.ceil((Date.now() + 75_000) / minuteMs) * minuteMs;
const iso = new Date(handOverMs - dayMs).toISOString();

let stand: Stand;
let connection: Connection;
let client: Client;
before(async () => {
  const layer = { name: 'primary', people: ['anna', 'ben'], every: 'day' };
  const rota = {
    zone: 'UTC',
    layers: [{ ...layer, from: iso.slice(0, 10), at: iso.slice(11, 16) }],
  };
  stand = await startStand({ rota });
  connection = await Connection.connect({ address: stand.settings.address });
  client = clientOf(connection, stand.data);
});
after(async () => {
  await connection.close();
  await stand.stop();
});

const told = () =>
  stand.mail.mails
    .filter(({ subject }) => subject.startsWith('[on call]'))
    .map(({ to, subject }) => `${to.split('@')[0]}: ${subject.split(' (')[0]}`);

/** Results of turns that have ended well, oldest first. */
async function turns(): Promise<readonly string[]> {
  const done: { ms: number; result: string }[] = [];
  const query = `WorkflowType = '${choreType}' AND ExecutionStatus = 'Completed'`;
  for await (const { workflowId, runId, closeTime } of client.workflow.list({ query })) {
    if (!workflowId.startsWith(choreIdOf('handovers'))) continue;
    const result: unknown = await client.workflow.getHandle(workflowId, runId).result();
    done.push({ ms: closeTime?.getTime() ?? 0, result: JSON.stringify(result) });
  }
  return done.sort((a, b) => a.ms - b.ms).map(({ result }) => result);
}

async function turn(): Promise<string> {
  const before = (await turns()).length;
  await client.schedule.getHandle(choreIdOf('handovers')).trigger();
  await until(async () => (await turns()).length > before, 'a turn of the chore', 120_000);
  return (await turns()).at(-1) ?? '';
}

test('whoever is on call is told at the first start, and not again by the next worker', async () => {
  await stand.work();
  await until(async () => (await turns()).length > 0, 'the first turn');
  assert.deepEqual(told(), ['anna: [on call] you are on call']);
  await stand.kill();
  await stand.work();
  assert.match(await turn(), /nothing to do/);
  assert.equal(told().length, 1);
});

test('a worker killed before the mail server answered leaves a hand-over that is told under the same Message-ID', async () => {
  const isHere = stand.mail.leaveUnanswered('ben@acme.example');
  await sleep(Math.max(0, handOverMs - Date.now()) + 500);
  await client.schedule.getHandle(choreIdOf('handovers')).trigger();
  await isHere;
  await stand.kill();
  await stand.work();
  await until(
    () => told().length >= 4,
    () => told().join('\n'),
    180_000,
  );
  assert.deepEqual(told().slice(1), [
    'ben: [on call] you are on call',
    'ben: [on call] you are on call',
    'anna: [on call] you are not on call any more',
  ]);
  const ids = stand.mail.mails
    .filter(({ to }) => to.startsWith('ben'))
    .map((mail) => mail.messageId);
  assert.equal(new Set(ids).size, 1);
  const handedOver = async () => (await turns()).filter((one) => one.includes('handed over'));
  await until(async () => (await handedOver()).length === 2, 'its end');
  assert.match(await turn(), /nothing to do/);
  assert.equal(told().length, 4);
});
