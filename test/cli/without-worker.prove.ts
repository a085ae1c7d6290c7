/** What the command line says while no worker runs: it waits ten seconds for an answer before it does. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { Connection } from '@temporalio/client';
import { incidentIdFor } from '../../src/new-incident-id.ts';
import { startDevServer, type DevServer } from '../../src/server/dev-server.ts';
import { freePort } from '../../src/server/port.ts';
import { writeRuntime } from '../../src/server/runtime-file.ts';
import { registerSearchAttributes } from '../../src/server/search-attributes.ts';
import { findTemporalCli } from '../../src/server/temporal-cli.ts';
import { searchAttributes } from '../../src/workflows/messages.ts';
import { collect, createDesk, until, type Desk, type Json, type Ran } from '../support/app.ts';
import { fails } from './failing.ts';

describe('without a worker', () => {
  let desk: Desk;
  let server: DevServer;
  const env = { SEVENTYTWO_AS: 'anna' };
  before(async () => {
    desk = await createDesk();
    server = await startDevServer({
      cli: await findTemporalCli({ env: process.env, progress: console.error }),
      dataFolder: desk.data,
      port: await freePort(),
      uiPort: await freePort(),
      progress: () => undefined,
    });
    const { address } = server;
    const connection = await Connection.connect({ address });
    await registerSearchAttributes(connection, 'default', searchAttributes);
    await connection.close();
    writeRuntime(desk.data, { address, namespace: 'default', inbox: null });
  });
  after(async () => {
    await server.stop();
    desk.clear();
  });

  it('a declaration is recorded, nobody is paged, and that is said', async () => {
    const args = ['declare', 'no worker', '--command-id', 'w'];
    const { exit, code, message } = await fails(desk, args, { env });
    assert.equal(exit, 3);
    assert.equal(code, 'no-worker');
    assert.match(
      message,
      /^INC-\w{5} is recorded in Temporal and will not be lost, but nobody has been paged yet: no worker is running .*seventytwo up/,
    );
    const { incidents } = await desk.done('list');
    assert.deepEqual(
      incidents.map((line: Json) => [line.id, line.phase]),
      [[message.slice(0, 9), 'starting']],
    );
    const asked = await fails(desk, ['show', message.slice(0, 9)]);
    assert.equal(asked.exit, 3);
    assert.match(asked.message, /no worker is running/);
  });

  it('a command that waits says so, Ctrl-C ends it, and what it declared stays', async () => {
    const child = desk.start(['declare', 'interrupted', '--command-id', 'c', '--as', 'anna']);
    const said = [child.stdout, child.stderr].map(collect);
    const expected = incidentIdFor('declare:c', 0);
    const listed = async (): Promise<Ran> => desk.run(['list']);
    await until(async () => (await listed()).out.includes(expected));
    await until(() => said[1]?.() !== '');
    child.kill('SIGINT');
    assert.deepEqual(await once(child, 'close'), [null, 'SIGINT']);
    assert.deepEqual(
      said.map((text) => text()),
      ['', `Waiting for an answer from ${server.address}.\n`],
    );
    assert.match((await listed()).out, new RegExp(expected));
  });
});
