/** A scan of every client and every listener of ours: what is negotiated, what is refused, and that nothing listens beyond this machine. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'node:tls';
import { readFileSync } from 'node:fs';
import { overHttp } from '../../src/api/client.ts';
import { connectTo } from '../../src/connecting.ts';
import { createMailTransport } from '../../src/mail/transport.ts';
import { openPostgresEngine } from '../../src/register/postgres.ts';
import { readConnectionSettings } from '../../src/temporal.ts';
import { ask } from '../../src/watchdog/ask.ts';
import { connectNatively } from '../../src/worker/connection.ts';
import { isLoopback } from '../../src/loopback.ts';
import { startApp, until, type App } from '../support/app.ts';
import { certificateFile } from '../support/temporal-front.ts';
import { startListener, type Listener, type Offer, type Prelude } from './scan-listener.ts';
import { listeningSockets, processTree } from './sockets.ts';

const caFile = certificateFile('ca.pem');
const host = 'localhost';
const password = 'planted-transit-pass';

type ScannedClient = {
  readonly name: string;
  readonly prelude: Prelude;
  /** Tries to talk; however that ends is for the listener to tell. */
  readonly talk: (port: number) => Promise<unknown>;
};

const settings = (port: number) =>
  readConnectionSettings(
    {
      TEMPORAL_CONFIG_FILE: '',
      TEMPORAL_ADDRESS: `${host}:${port}`,
      TEMPORAL_TLS_SERVER_CA_CERT_PATH: caFile,
      TEMPORAL_API_KEY: password,
    },
    '/no/such/folder',
  );
/** Long enough for a handshake on a busy machine. */
const limitMs = 1_500;

function mail(security: 'starttls' | 'tls'): ScannedClient {
  return {
    name: security === 'tls' ? 'SMTP, TLS from the first byte' : 'SMTP, STARTTLS',
    prelude: security === 'tls' ? 'smtps' : 'smtp',
    async talk(port) {
      const transport = createMailTransport(
        { host, port, security, caFile, user: 'box' },
        password,
        { limitMs },
      );
      await transport.verify().finally(() => transport.close());
    },
  };
}

const clients: readonly ScannedClient[] = [
  mail('starttls'),
  mail('tls'),
  {
    name: 'PostgreSQL',
    prelude: 'postgres',
    async talk(port) {
      const server = { host, port, database: 'register', user: 'postgres', password, caFile };
      const engine = openPostgresEngine(server, { readOnly: true });
      try {
        await engine.describe();
      } finally {
        await engine.close();
      }
    },
  },
  {
    name: 'Temporal, command line',
    prelude: 'none',
    talk: async (port) => (await connectTo(settings(port), {}, limitMs)).close(),
  },
  {
    name: 'Temporal, worker',
    prelude: 'none',
    talk: async (port) => (await connectNatively(settings(port))).close(),
  },
];

type Case = {
  readonly name: string;
  readonly offer: Offer;
  readonly negotiated: string | undefined;
};

const modern = { lowest: 'TLSv1.2', highest: 'TLSv1.3' } as const;
const cases: readonly Case[] = [
  { name: 'TLS 1.0', offer: { lowest: 'TLSv1', highest: 'TLSv1' }, negotiated: undefined },
  { name: 'TLS 1.0, 1.1', offer: { lowest: 'TLSv1', highest: 'TLSv1.1' }, negotiated: undefined },
  { name: 'TLS 1.0 to 1.2', offer: { lowest: 'TLSv1', highest: 'TLSv1.2' }, negotiated: 'TLSv1.2' },
  { name: 'TLS 1.2', offer: { lowest: 'TLSv1.2', highest: 'TLSv1.2' }, negotiated: 'TLSv1.2' },
  { name: 'TLS 1.0 to 1.3', offer: { lowest: 'TLSv1', highest: 'TLSv1.3' }, negotiated: 'TLSv1.3' },
  { name: 'self-signed', offer: { ...modern, certificate: 'stranger' }, negotiated: undefined },
  {
    name: 'for another host',
    offer: { ...modern, certificate: 'elsewhere' },
    negotiated: undefined,
  },
  { name: 'expired', offer: { ...modern, certificate: 'expired' }, negotiated: undefined },
];

/** What came of all connections of one client: it may try more than once. */
async function scan(client: ScannedClient, { offer }: Case): Promise<Listener> {
  const listener = await startListener(client.prelude, offer);
  await client.talk(listener.port).then(
    () => assert.fail('a listener that only listens was taken for a server'),
    () => undefined,
  );
  await listener.stop();
  return listener;
}

function row(client: string, offered: string, { seen }: Listener): string {
  const talked = seen.find(({ bytes }) => bytes > 0);
  return `${client.padEnd(30)} ${offered.padEnd(17)} ${talked ? `${talked.protocol} ${talked.cipher}` : 'refused'}`;
}

describe('each client of ours', () => {
  for (const weakened of [false, true])
    it(`speaks TLS 1.2 or later, to whoever shows the right certificate, and to nobody else${weakened ? ', whatever NODE_TLS_REJECT_UNAUTHORIZED says' : ''}`, async (t) => {
      if (weakened) process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
      t.after(() => delete process.env.NODE_TLS_REJECT_UNAUTHORIZED);
      for (const client of clients)
        for (const one of cases) {
          const listener = await scan(client, one);
          t.diagnostic(row(client.name, one.name, listener));
          const where = `${client.name}, ${one.name}: ${JSON.stringify(listener.seen)}`;
          assert.ok(listener.seen.length > 0, `${where}: it did not even come`);
          const talked = listener.seen.filter(({ bytes }) => bytes > 0);
          assert.deepEqual(
            [...new Set(talked.map(({ protocol }) => protocol))],
            one.negotiated === undefined ? [] : [one.negotiated],
            where,
          );
          if (one.negotiated !== undefined)
            // Forward secrecy and authenticated encryption.
            for (const { cipher } of talked)
              assert.match(cipher, /^TLS_(ECDHE_\w+|AES|CHACHA20)_.*(GCM|POLY1305)/, where);
          assert.ok(!listener.plain().includes(password), `${where}: the password in the clear`);
        }
    });

  it('that asks the web (alarm, heartbeat, provider, board) trusts no stranger either, whatever that variable says', async (t) => {
    t.after(() => delete process.env.NODE_TLS_REJECT_UNAUTHORIZED);
    const talked = async (talk: (url: string) => Promise<unknown>): Promise<boolean> => {
      const listener = await startListener('none', { ...modern, certificate: 'stranger' });
      process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
      const talking = talk(`https://${host}:${listener.port}/`).catch(() => undefined);
      await Promise.race([talking, sleep(limitMs)]);
      await listener.stop();
      await talking;
      assert.ok(listener.seen.length > 0, 'it did not even come');
      return listener.seen.some(({ bytes }) => bytes > 0);
    };
    assert.ok(await talked((url) => fetch(url)), 'it would not be seen, if it did');
    assert.ok(!(await talked((url) => ask(url))));
    const given = { person: 'anna', now: Date.now };
    assert.ok(
      !(await talked((url) => overHttp({ ...given, origin: new URL(url).origin }).policy())),
    );
  });

  it('would be seen to speak TLS 1.0, if it did', async (t) => {
    const listener = await startListener('none', { lowest: 'TLSv1', highest: 'TLSv1' });
    t.after(listener.stop);
    const socket = connect({
      ...{ host, port: listener.port, ca: readFileSync(caFile) },
      ...{ minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' },
    });
    socket.on('error', () => undefined);
    socket.write('hello');
    while (!listener.seen.some(({ bytes }) => bytes > 0)) await sleep(20);
    assert.equal(listener.seen[0]?.protocol, 'TLSv1');
  });
});

describe('everything that `up` starts', () => {
  let app: App;
  before(async () => {
    // The board too.
    app = await startApp(undefined, {});
  });
  after(() => app.stop());

  it('listens on this machine alone', async (t) => {
    const read = () => JSON.parse(readFileSync(`${app.data}/runtime.json`, 'utf8'));
    await until(() => read().web !== undefined, 30_000);
    const runtime = read();
    const found = listeningSockets(processTree(runtime.pid));
    for (const { program, protocol, host: at, port } of found)
      t.diagnostic(`${protocol.padEnd(5)} ${`${at}:${port}`.padEnd(22)} ${program}`);
    assert.deepEqual(
      found.filter(({ host: at }) => !isLoopback(at) && at !== '0:0:0:0:0:0:0:1'),
      [],
    );
    const ports = new Set(found.map(({ port }) => port));
    const known = [
      ...[runtime.address, new URL(runtime.uiUrl).host, `:${runtime.inbox.port}`, runtime.web],
    ];
    for (const one of known)
      assert.ok(ports.has(Number(one.split(':').at(-1))), `${one} is not among them`);
  });
});
