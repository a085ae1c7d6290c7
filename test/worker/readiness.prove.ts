/** A worker in this process, whose servers go away one by one: what readiness says, and whom the sentinel tells. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { parse, stringify } from 'yaml';
import { keysFolder } from '../../src/config.ts';
import { ensureRing } from '../../src/encryption/ring.ts';
import { createMailTransport } from '../../src/mail/transport.ts';
import { loadPolicy } from '../../src/policy/file.ts';
import { openRegister } from '../../src/register/database.ts';
import { startDevServer, type DevServer } from '../../src/server/dev-server.ts';
import { freePort } from '../../src/server/port.ts';
import { registerSearchAttributes } from '../../src/server/search-attributes.ts';
import { createClient } from '../../src/temporal-client.ts';
import type { ConnectionSettings } from '../../src/temporal.ts';
import { prepareKeys } from '../../src/worker/keys.ts';
import { workerIdentity } from '../../src/worker-ring.ts';
import { keepMailPath } from '../../src/worker/mail-path.ts';
import { createObserver } from '../../src/worker/observer.ts';
import { sdkAddress, startObserving } from '../../src/worker/observing.ts';
import { builtWorkflows, createWorkers } from '../../src/worker/queues.ts';
import {
  pagingQueue,
  searchAttributes,
  sentinelId,
  sentinelType,
} from '../../src/workflows/messages.ts';
import { openDesk, type Desk } from '../faults/desk.ts';
import { startMailServer, type MailServer } from '../faults/mail-server.ts';
import { policy } from '../faults/policy.ts';
import { realTemporal, until } from '../server/support.ts';
import { startPostgres, type OwnPostgres } from '../support/postgres.ts';
import { scrape } from './figures.ts';

/** Looks each second; what is ten minutes outside is seconds here. */
const pace = { lookEveryMs: 1_000, mailMs: 2_000, refusalsMs: 8_000 };
const mailEveryMs = 300;

const data = mkdtempSync(join(tmpdir(), 'seventytwo-ready-'));
const listen = `127.0.0.1:${await freePort()}`;
/** How far this machine's clock is ahead of the server's. */
let aheadMs = 0;
const now = (): number => Date.now() + aheadMs;
const said: string[] = [];
const stopping: (() => unknown)[] = [];

let mail: MailServer;
let postgres: OwnPostgres;
let desk: Desk;
let server: DevServer;
let startServer: () => Promise<DevServer>;

before(async () => {
  mail = await startMailServer();
  postgres = await startPostgres();
  const cli = await realTemporal();
  const ports = { port: await freePort(), uiPort: await freePort() };
  startServer = () =>
    startDevServer({ cli, dataFolder: data, ...ports, progress: () => undefined });
  server = await startServer();
  const path = join(data, 'policy.yaml');
  const usual = parse(stringify(policy(mail.settings)));
  // Who is told of it runs it, and declares incidents here too.
  usual.people.anna.roles = ['admin', 'responder'];
  writeFileSync(
    path,
    stringify({ ...usual, mail: { smtp: { ...mail.settings, password: { env: 'BOX' } } } }),
  );

  const sdk = await sdkAddress();
  Runtime.install({
    logger: new DefaultLogger('ERROR', () => undefined),
    telemetryOptions: {
      metrics: { prometheus: { bindAddress: sdk } },
      logging: { forward: {}, filter: 'ERROR' },
    },
  });
  const connection = await NativeConnection.connect({ address: server.address });
  const namespace = 'default';
  await registerSearchAttributes(connection, namespace, searchAttributes);
  const register = await openRegister(data, { postgres: await postgres.database() });
  const observer = createObserver({
    now,
    tell: (message, { alert }) => void said.push(`${message}: ${String(alert)}`),
  });
  const transport = () => createMailTransport(mail.settings, mail.password);
  const transports = { incidents: transport(), paging: transport() };
  const settings: ConnectionSettings = {
    ...{ address: server.address, namespace, options: {}, source: 'running up' },
    keys: keysFolder({}, data),
  };
  const ring = await ensureRing(settings.keys);
  const client = createClient(connection, settings);
  const { keys, sign } = await prepareKeys(register, data, () => loadPolicy(path), {
    warn: () => undefined,
  });
  const workers = await createWorkers({
    ...{ connection, settings, identity: workerIdentity(ring), client, sign },
    ...{ code: builtWorkflows(), folder: data, transports, observer },
    deps: { register, policy: () => loadPolicy(path), keys, now },
  });
  const web = await startObserving(
    { listen },
    { observer, register, workers: () => workers, connection, client, namespace, sdk, mailEveryMs },
  );
  const running = Promise.all(workers.map((worker) => worker.run()));
  const stopped = new AbortController();
  const watching = keepMailPath(transports.paging, observer, mailEveryMs, stopped.signal);
  await client.workflow.start(sentinelType, {
    ...{ workflowId: sentinelId, taskQueue: pagingQueue, args: [{ pace }] },
  });
  desk = await openDesk(settings, data);
  stopping.push(async () => {
    stopped.abort();
    await watching;
    await desk.incidents.close();
    await web.close();
    for (const worker of workers) worker.shutdown();
    await running;
    for (const one of Object.values(transports)) one.close();
    await register.close();
    await connection.close();
  });
});
after(async () => {
  for (const stop of stopping) await stop();
  await mail.goAway();
  await postgres.stop();
  await server.stop();
  rmSync(data, { recursive: true, force: true });
});

async function readiness(): Promise<string> {
  const answer = await fetch(`http://${listen}/readyz`);
  const { checks }: { checks: Record<string, boolean> } = JSON.parse(await answer.text());
  const bad = Object.keys(checks).filter((name) => !checks[name]);
  return `${answer.status} ${bad.join()}`.trim();
}

async function becomes(wanted: string): Promise<number> {
  const sinceMs = Date.now();
  let last = '';
  await until(
    async () => (last = await readiness()) === wanted,
    () => `${wanted}, was ${last}`,
    40_000,
  );
  return Date.now() - sinceMs;
}

const told = (words: string): readonly string[] =>
  mail.mails.filter(({ subject }) => subject.includes(words)).map(({ to }) => to);
const admin = ['anna@acme.example'];

describe('a worker', () => {
  it('is ready when everything answers', async () => {
    await becomes('200');
  });

  it('is not while the mail server is away; the log and the figures tell, and a mail when it is back', async (t) => {
    await mail.goAway();
    t.diagnostic(`503 after ${await becomes('503 mail')} ms`);
    await until(async () => {
      const { sum } = await scrape(listen);
      return sum('seventytwo_mail_path_up') === 0 && sum('seventytwo_troubles', '"mail"') === 1;
    }, 'the trouble is a figure');
    assert.ok(said.includes('the mail server is away or refuses us: mail'), said.join());
    await mail.comeBack();
    t.diagnostic(`200 after ${await becomes('200')} ms`);
    await until(() => told('[mail] gets out again').length > 0, 'told that it is over');
    assert.deepEqual(told('[mail] gets out again'), admin);
    assert.ok(told('[mail] did not get out').length <= 1);
    assert.ok(said.includes('an alert is over: mail'), said.join());
  });

  it('tells who runs it once that commands are refused again and again, and once that it is over', async () => {
    const id = 'INC-4CCES';
    await desk.declare(id, { personalData: 'no' });
    for (let n = 0; n < 4; n += 1)
      await assert.rejects(desk.send(id, 'note', `nobody-${n}`, { text: 'x' }));
    await until(async () => (await scrape(listen)).sum('seventytwo_audit_head') > 4, 'on record');
    assert.deepEqual(told('[access]'), []);
    await assert.rejects(desk.send(id, 'note', 'nobody', { text: 'x' }));
    await until(() => told('[access] is refused').length > 0, 'the alert');
    await until(() => told('[access] is quiet again').length > 0, 'that it is over');
    assert.deepEqual([told('[access] is refused'), told('[access] is quiet')], [admin, admin]);
    const text = mail.mails.find(({ subject }) => subject.includes('[access] is refused'))?.text;
    assert.match(text ?? '', /Refused commands: 5/);
    assert.deepEqual(
      said.filter((line) => line.endsWith('access')),
      ['an alert begins: access', 'an alert is over: access'],
    );
  });

  it('tells that its clock is not the server’s, whichever way', async () => {
    for (const [n, ms] of [
      [1, 60_000],
      [2, -60_000],
    ] as const) {
      aheadMs = ms;
      await until(() => told('[clock] differs').length === n, 'the alert');
      aheadMs = 0;
      await until(() => told('[clock] agrees again').length === n, 'that it is over');
    }
    assert.deepEqual(told('[clock] differs'), [...admin, ...admin]);
  });

  it('is not ready while the register is away, and its figures are not told as if they held', async (t) => {
    assert.equal((await scrape(listen)).sum('seventytwo_incidents_open'), 1);
    await postgres.halt();
    t.diagnostic(`503 after ${await becomes('503 register')} ms`);
    const { sum } = await scrape(listen);
    assert.deepEqual([sum('seventytwo_register_up'), sum('seventytwo_incidents_open')], [0, 0]);
    await postgres.resume();
    t.diagnostic(`200 after ${await becomes('200')} ms`);
    assert.equal((await scrape(listen)).sum('seventytwo_incidents_open'), 1);
  });

  it('is not ready while Temporal is away', async (t) => {
    process.kill(server.pid, 'SIGKILL');
    await server.exited;
    t.diagnostic(`503 after ${await becomes('503 temporal')} ms`);
    server = await startServer();
    t.diagnostic(`200 after ${await becomes('200')} ms`);
  });
});
