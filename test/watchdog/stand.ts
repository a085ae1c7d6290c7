/** What the proofs of the watchdog stand on: a worker and a board as processes of their own, two mail servers, a webhook and a monitor, all over TLS. */
import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { parse, stringify } from 'yaml';
import { startDevServer, type DevServer } from '../../src/server/dev-server.ts';
import { freePort } from '../../src/server/port.ts';
import { realTemporal, until } from '../server/support.ts';
import { createDesk, type Desk } from '../support/app.ts';
import { startSmtp, type TestSmtp } from '../support/smtp.ts';
import { certificateFile } from '../support/temporal-front.ts';

/** The least that the policy takes, but for the canary, of which a mail server gets one a minute. */
export const alarmAfterMs = 10_000;
export const heartbeatMs = 10_000;
export const canaryMs = 60_000;
/** The watch looks every 30 s, calls a worker dead after 90 s of silence, and each way has 10 s. */
export const lookMs = 30_000;
export const silenceMs = 90_000;
/** For a machine that does other things as well. */
export const slackMs = 30_000;

type Got = { readonly atMs: number; readonly path: string; readonly type?: string };

const secret = `whsec_${Buffer.from('a secret of the webhook').toString('base64')}`;
const got: Got[] = [];
/** The types of what the webhook got, in order. */
export const hooks = () =>
  got.flatMap(({ path, type }) => (path === '/hook' && type ? [type] : []));
export const beats = () => got.filter(({ path }) => path === '/beat');
const children = new Map<'worker' | 'web', ChildProcess>();
let desk: Desk;
let temporal: DevServer;
let env: NodeJS.ProcessEnv;
let first: TestSmtp;
let second: TestSmtp;
/** Subjects of what a second server got that is gone. */
const before: string[] = [];
const receiver = createServer(
  {
    key: readFileSync(certificateFile('localhost.key')),
    cert: readFileSync(certificateFile('localhost.pem')),
  },
  (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '';
      const body = Buffer.concat(chunks).toString('utf8');
      const type = path === '/hook' ? typeOf(body, request.headers) : undefined;
      got.push({ atMs: Date.now(), path, ...(type !== undefined && { type }) });
      response.writeHead(204).end();
    });
  },
);

function typeOf(body: string, headers: object): string {
  assert.doesNotMatch(body, /@|anna|acme|INC-/i);
  const told: { readonly type?: string } = Object(
    new Webhook(secret).verify(body, { ...Object(headers) }),
  );
  return told.type ?? 'none';
}

export async function startAll(): Promise<void> {
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const address = receiver.address();
  assert.ok(address !== null && typeof address === 'object');
  const url = `https://localhost:${address.port}`;
  [first, second] = await Promise.all([startSmtp(), startSmtp()]);
  desk = await createDesk();
  const secretFile = join(desk.data, 'hook-secret');
  const cli = await realTemporal();
  const policy = parse(readFileSync(desk.policyPath, 'utf8'));
  const watchdog = {
    canary: { to: 'canary@elsewhere.example', every: 'PT1M' },
    heartbeat: { url: `${url}/beat`, every: 'PT10S' },
    alarm: {
      ...{ after: 'PT10S', smtp: second.settings, to: 'oncall@elsewhere.example' },
      webhook: { url: `${url}/hook`, secret: { file: secretFile } },
    },
  };
  const mail = { ...policy.mail, smtp: first.settings };
  writeFileSync(desk.policyPath, stringify({ ...policy, mail, watchdog }));
  const ports = { port: await freePort(), uiPort: await freePort() };
  temporal = await startDevServer({
    ...{ cli, dataFolder: desk.data, ...ports },
    progress: console.error,
  });
  writeFileSync(secretFile, secret, { mode: 0o600 });
  env = {
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_CONFIG_FILE: '',
    NODE_EXTRA_CA_CERTS: certificateFile('ca.pem'),
    SEVENTYTWO_WEB: `127.0.0.1:${await freePort()}`,
    TZ: 'UTC',
  };
  start('worker');
  start('web');
  await until(() => beats().length > 0 && first.mails.length > 0, 'all is well', 150_000);
}

export async function stopAll(): Promise<void> {
  for (const name of children.keys()) await kill(name);
  await temporal.stop();
  await Promise.all([first.stop(), second.stop()]);
  receiver.closeAllConnections();
  receiver.close();
  desk.clear();
}

export function start(name: 'worker' | 'web'): void {
  const child = desk.start([name], { env });
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      const text = chunk.toString('utf8');
      if (/atchdog|heartbeat/.test(text)) process.stderr.write(`${name}: ${text}`);
    });
  children.set(name, child);
}

export async function kill(name: 'worker' | 'web'): Promise<number> {
  const child = children.get(name);
  if (!child || child.exitCode !== null || child.signalCode !== null) return Date.now();
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  return Date.now();
}

const subjects = () =>
  second.mails.map((mail) => /^Subject: \[watchdog\] (.*?)\r$/m.exec(mail)?.[1] ?? mail);

/** Subjects of what the second server got, which gets nothing but alarms. */
export const mailed = () => [...before, ...subjects()];

export async function stopMail(): Promise<void> {
  await Promise.all([first.stop(), second.stop()]);
  before.push(...subjects());
}

/** On the same ports. */
export async function restart(which: 'first' | 'second'): Promise<void> {
  if (which === 'first') first = await startSmtp({ port: first.settings.port });
  else second = await startSmtp({ port: second.settings.port });
}
