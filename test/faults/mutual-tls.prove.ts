/** Temporal behind TLS with client certificates and an API key, as processes: an incident from declaration to answer, and every way to be refused. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import {
  certificateFile,
  startFront,
  type Front,
  type FrontOptions,
} from '../support/temporal-front.ts';
import { startStand, type Stand } from './stand.ts';
import { settle } from './wait.ts';

const cli = join(import.meta.dirname, '..', '..', 'dist', 'cli.js');
const apiKey = 'planted-api-key-51c7';
const authority = certificateFile('ca.pem');
const certificate = certificateFile('client.pem');
let folder: string;
let key: string;
let stand: Stand;
let plain: NodeJS.ProcessEnv;
let front: Front | undefined;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'seventytwo-mutual-'));
  key = join(folder, 'client.key');
  copyFileSync(certificateFile('client.key'), key);
  chmodSync(key, 0o600);
  stand = await startStand();
  plain = { ...stand.env };
});
after(async () => {
  await stand.stop();
  rmSync(folder, { recursive: true });
});
afterEach(async () => {
  await stand.kill();
  await front?.stop();
  for (const name of Object.keys(stand.env)) delete stand.env[name];
  Object.assign(stand.env, plain);
});

async function behind(options: Omit<FrontOptions, 'target'>): Promise<Front> {
  front = await startFront({ target: stand.settings.address, ...options });
  return front;
}

const mutual = () => ({
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: authority,
  TEMPORAL_TLS_CLIENT_CERT_PATH: certificate,
  TEMPORAL_TLS_CLIENT_KEY_PATH: key,
  TEMPORAL_API_KEY: apiKey,
});

/** In a process of its own; every ending is an answer. */
function type(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((done) => {
    execFile(process.execPath, [cli, ...words], { env: stand.env }, (error, out, err) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      done({ code, out, err });
    });
  });
}

const allLogs = (): string =>
  readdirSync(join(stand.data, 'logs'))
    .map((name) => readFileSync(join(stand.data, 'logs', name), 'utf8'))
    .join('\n');

async function liveThroughOne(t: { diagnostic: (line: string) => void }, at: Front): Promise<void> {
  await stand.work();
  const declared = await type('declare', 'a laptop is gone', '--as', 'anna', '--json');
  assert.equal(declared.code, 0, declared.err);
  const { id } = JSON.parse(declared.out).incident;
  const taken = await type('ack', id, '--as', 'anna');
  assert.equal(taken.code, 0, taken.err);
  await settle(stand, id);
  assert.match((await type('show', id)).out, /Anna Berg/);
  const { out, code } = await type('doctor', '--json');
  const { checks } = JSON.parse(out);
  const temporal = checks.find(({ name }: { name: string }) => name === 'temporal');
  assert.match(temporal.found, /answers over TLS; namespace default keeps/);
  assert.equal(temporal.result, 'ok', `${code}: ${out}`);
  const { out: section } = await type('policy', 'show', '--section', '2');
  assert.match(
    section,
    /✓ temporal encryption +Temporal localhost:\d+ with TLS;\s+its\s+certificate\s+was/,
  );

  assert.ok(at.handshakes.length > 4, 'worker and commands came this way');
  assert.deepEqual(new Set(at.handshakes.map(({ protocol }) => protocol)), new Set(['TLSv1.3']));
  assert.deepEqual(new Set(at.handshakes.map(({ client }) => client)), new Set(['worker']));
  assert.deepEqual([...at.authorizations], [`Bearer ${apiKey}`]);
  assert.ok(!allLogs().includes(apiKey));
  assert.ok(![declared, taken].some((ran) => `${ran.out}${ran.err}`.includes(apiKey)));
  t.diagnostic(`${at.handshakes.length} handshakes, all TLS 1.3 with the client's certificate`);
}

describe('an incident is declared, taken and shown over mutual TLS', () => {
  it('as the variables say', async (t) => {
    const at = await behind({ clientsOnly: true, apiKey });
    Object.assign(stand.env, { TEMPORAL_ADDRESS: at.address, ...mutual() });
    await liveThroughOne(t, at);
  });

  it('as a profile of temporal.toml says, with the name in the certificate', async (t) => {
    const at = await behind({ clientsOnly: true, apiKey, certificate: 'elsewhere' });
    const file = join(folder, 'temporal.toml');
    const lines = [
      '[profile.production]',
      `address = "${at.address}"`,
      `api_key = "${apiKey}"`,
      '[profile.production.tls]',
      `server_ca_cert_path = "${authority}"`,
      `client_cert_path = "${certificate}"`,
      `client_key_path = "${key}"`,
      'server_name = "elsewhere.test"',
    ];
    writeFileSync(file, lines.join('\n'), { mode: 0o600 });
    delete stand.env.TEMPORAL_ADDRESS;
    Object.assign(stand.env, { TEMPORAL_CONFIG_FILE: file, TEMPORAL_PROFILE: 'production' });
    await liveThroughOne(t, at);

    chmodSync(file, 0o644);
    for (const words of [['ack', 'INC-2PGWY', '--as', 'anna'], ['worker']]) {
      const { code, err } = await type(...words);
      assert.equal(code, 2, err);
      assert.match(err, /the Temporal profile \S+ is open to every user.*chmod 600 \S+ and change/);
    }
  });
});

type Row = {
  readonly what: string;
  readonly options: Omit<FrontOptions, 'target'>;
  readonly env?: () => NodeJS.ProcessEnv;
  readonly sentence: RegExp;
};

const refusals: readonly Row[] = [
  {
    what: 'no client certificate',
    options: { clientsOnly: true },
    env: () => ({ TEMPORAL_TLS_CLIENT_CERT_PATH: '', TEMPORAL_TLS_CLIENT_KEY_PATH: '' }),
    sentence: /lets nobody in without a client certificate .*set TEMPORAL_TLS_CLIENT_CERT_PATH/,
  },
  {
    what: 'an authority that did not sign it',
    options: { clientsOnly: true },
    env: () => ({ TEMPORAL_TLS_SERVER_CA_CERT_PATH: certificate }),
    sentence: /no authority known here has signed .*correct TEMPORAL_TLS_SERVER_CA_CERT_PATH/,
  },
  {
    what: 'a certificate for another host',
    options: { clientsOnly: true, certificate: 'elsewhere' },
    sentence: /a certificate for another host .*TEMPORAL_TLS_SERVER_NAME/,
  },
  {
    what: 'a certificate out of date',
    options: { clientsOnly: true, certificate: 'expired' },
    sentence: /a certificate that is out of date/,
  },
  {
    what: 'TLS 1.1 only, whatever NODE_OPTIONS would allow',
    options: { versions: { minVersion: 'TLSv1', maxVersion: 'TLSv1.1' } },
    env: () => ({ NODE_OPTIONS: '--tls-min-v1.0 --tls-cipher-list=DEFAULT@SECLEVEL=0' }),
    sentence: /offers no TLS 1\.2 or later/,
  },
  {
    what: 'a stranger certificate, whatever NODE_TLS_REJECT_UNAUTHORIZED would allow',
    options: { certificate: 'stranger' },
    env: () => ({ NODE_TLS_REJECT_UNAUTHORIZED: '0' }),
    sentence: /no authority known here has signed/,
  },
  {
    what: 'a wrong API key',
    options: { clientsOnly: true, apiKey: 'another' },
    sentence: /does not let us in; check TEMPORAL_API_KEY/,
  },
];

describe('refused in one sentence, with exit code 3, by command line and worker, and told by the doctor:', () => {
  for (const { what, options, env = () => ({}), sentence } of refusals)
    it(what, async (t) => {
      const at = await behind(options);
      Object.assign(stand.env, { TEMPORAL_ADDRESS: at.address, ...mutual(), ...env() });
      await refusedEverywhere(t, sentence, 3);
    });

  it('a server without TLS, asked for it by an address that is not known as this machine', async (t) => {
    const TEMPORAL_ADDRESS = stand.settings.address.replace('127.0.0.1', '0.0.0.0');
    Object.assign(stand.env, { TEMPORAL_ADDRESS, ...mutual() });
    await refusedEverywhere(t, /does not speak TLS/, 3);
  });

  it('the same without asking for TLS: wrong usage, exit code 2', async (t) => {
    stand.env.TEMPORAL_ADDRESS = stand.settings.address.replace('127.0.0.1', '0.0.0.0');
    await refusedEverywhere(t, /is beyond this machine and has no TLS; set TEMPORAL_TLS=true/, 2);
  });
});

async function refusedEverywhere(
  t: { diagnostic: (line: string) => void },
  sentence: RegExp,
  expected: number,
): Promise<void> {
  for (const words of [['ack', 'INC-2PGWY', '--as', 'anna'], ['worker'], ['up']]) {
    const startedAtMs = Date.now();
    const { code, err } = await type(...words);
    const lines = err.split('\n').filter((line) => line.startsWith('seventytwo: '));
    t.diagnostic(
      `${words.join()}: ${code} after ${Date.now() - startedAtMs} ms, ${lines.join(' / ')}`,
    );
    assert.equal(code, expected, err);
    assert.equal(lines.length, 1, err);
    assert.match(lines[0] ?? '', sentence);
    assert.doesNotMatch(err, new RegExp(apiKey));
  }
  const { code, out } = await type('doctor', '--json');
  assert.equal(code, 6, out);
  const temporal = JSON.parse(out).checks.find(({ name }: { name: string }) => name === 'temporal');
  assert.equal(temporal.result, 'failed');
  assert.match(temporal.found, sentence);
  assert.ok(!out.includes(apiKey));
}
