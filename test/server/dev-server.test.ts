/** The development server on a data folder, with the real program. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { Client, Connection } from '@temporalio/client';
import { Failure } from '../../src/failure.ts';
import { backUpTemporal, recordedVersion } from '../../src/server/data-version.ts';
import { startDevServer } from '../../src/server/dev-server.ts';
import { freePort } from '../../src/server/port.ts';
import { commandLine } from '../../src/server/process.ts';
import type { TemporalCli } from '../../src/server/temporal-cli.ts';
import { realTemporal, runSource, temporaryFolder, until } from './support.ts';

const progress = (): void => {};
let cli: TemporalCli;
before(async () => {
  cli = await realTemporal();
});

async function withClient<T>(address: string, use: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address });
  try {
    return await use(new Client({ connection }));
  } finally {
    await connection.close();
  }
}

const startRun = (address: string, workflowId: string): Promise<void> =>
  withClient(address, async (client) => {
    await client.workflow.start('none', { taskQueue: 'none', workflowId });
  });
const findRun = (address: string, workflowId: string): Promise<string> =>
  withClient(address, async (client) => {
    return (await client.workflow.getHandle(workflowId).describe()).status.name;
  });

test('it answers on loopback, keeps closed runs for 30 days, stops, and has its data next time', async (t) => {
  const dataFolder = temporaryFolder(t);
  const ports = { port: await freePort(), uiPort: await freePort() };
  const first = await startDevServer({ cli, dataFolder, ...ports, progress });
  assert.equal(first.address, `127.0.0.1:${ports.port}`);
  assert.equal(first.uiUrl, `http://127.0.0.1:${ports.uiPort}`);
  assert.equal((await fetch(first.uiUrl)).status, 200);
  await withClient(first.address, async ({ workflowService }) => {
    const { config } = await workflowService.describeNamespace({ namespace: 'default' });
    assert.equal(Number(config?.workflowExecutionRetentionTtl?.seconds), 30 * 86_400);
  });
  await startRun(first.address, 'kept');
  await first.stop();
  await first.stop();
  assert.equal(commandLine(first.pid), undefined);
  assert.ok(!existsSync(join(dataFolder, 'server.json')));

  const second = await startDevServer({ cli, dataFolder, ...ports, progress });
  assert.equal(await findRun(second.address, 'kept'), 'RUNNING');
  await second.stop();
});

test('another server version is refused until the data is copied', async (t) => {
  const dataFolder = temporaryFolder(t);
  const start = (version: string): ReturnType<typeof startDevServer> =>
    startDevServer({ cli: { ...cli, version }, dataFolder, progress });
  const first = await start(cli.version);
  await startRun(first.address, 'kept');
  await first.stop();
  await assert.rejects(start('99.0.0'), (error) => {
    assert.ok(error instanceof Failure);
    assert.equal(error.code, 'server-version');
    assert.match(error.message, /99\.0\.0.*--accept-server-version/);
    return true;
  });
  const copy = await backUpTemporal(dataFolder, 'one');
  assert.deepEqual(
    readFileSync(join(copy, 'temporal.db')),
    readFileSync(join(dataFolder, 'temporal.db')),
  );
  assert.ok(readdirSync(copy).includes('temporal.db.version'));
  await assert.rejects(backUpTemporal(dataFolder, 'one'), { code: 'backup-exists' });
  const second = await start('99.0.0');
  assert.equal(await findRun(second.address, 'kept'), 'RUNNING');
  assert.equal(recordedVersion(dataFolder), '99.0.0');
  await second.stop();
});

test('a server that outlived its killed parent is stopped and its data carried on', async (t) => {
  const dataFolder = temporaryFolder(t);
  const { child, lines, exited } = runSource(
    t,
    `import { startDevServer } from './src/server/dev-server.ts';
     const server = await startDevServer({ cli: ${JSON.stringify(cli)}, dataFolder: ${JSON.stringify(dataFolder)}, progress: () => {} });
     console.log(JSON.stringify([server.address, server.pid]));`,
  );
  await until(
    () => lines.some((line) => line.startsWith('[')),
    () => lines.join('\n'),
  );
  const [address, pid]: [string, number] = JSON.parse(lines.find((l) => l.startsWith('[')) ?? '');
  await startRun(address, 'kept');
  child.kill('SIGKILL');
  await exited;
  assert.match(commandLine(pid) ?? '', /start-dev/);

  const told: string[] = [];
  const server = await startDevServer({ cli, dataFolder, progress: (line) => told.push(line) });
  assert.match(told.join('\n'), new RegExp(`process ${pid}`));
  assert.equal(commandLine(pid), undefined);
  assert.equal(await findRun(server.address, 'kept'), 'RUNNING');
  await server.stop();
});

test('a process that took over the recorded id is left alone', async (t) => {
  const dataFolder = temporaryFolder(t);
  const record = { pid: process.pid, address: '', uiUrl: '', version: '', startedAt: '' };
  writeFileSync(join(dataFolder, 'server.json'), JSON.stringify(record));
  const server = await startDevServer({ cli, dataFolder, progress });
  await server.stop();
});

test('a port that was asked for and is taken is refused', async (t) => {
  const taken = createServer().listen(0, '127.0.0.1');
  t.after(() => taken.close());
  await until(() => taken.listening, 'listening');
  const address = taken.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const dataFolder = temporaryFolder(t);
  await assert.rejects(startDevServer({ cli, dataFolder, port, progress }), { code: 'port-taken' });
});

test('a free port is none that others are given when they ask for any, and none twice', async () => {
  const ports = [];
  for (let n = 0; n < 20; n += 1) ports.push(await freePort());
  assert.equal(new Set(ports).size, 20);
  for (const port of ports) assert.ok(port >= 20_000 && port < 32_000, `${port}`);
});

test('a server that dies at once is a failure with its last words', async (t) => {
  const dataFolder = temporaryFolder(t);
  writeFileSync(join(dataFolder, 'temporal.db'), 'this is no database');
  await assert.rejects(startDevServer({ cli, dataFolder, progress }), (error) => {
    assert.ok(error instanceof Failure);
    assert.match(error.message, /temporal\.log, which ends with: .*(database|sqlite)/i);
    return true;
  });
});
