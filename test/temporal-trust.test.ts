/** A Temporal server that is not to be trusted, or does not trust us: command line and worker say why, in the same words, at once. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it, type TestContext } from 'node:test';
import { connectTo } from '../src/connecting.ts';
import { Failure } from '../src/failure.ts';
import { readConnectionSettings } from '../src/temporal.ts';
import { connectNatively } from '../src/worker/connection.ts';
import { temporaryFolder } from './server/support.ts';
import { certificateFile, startFront, type FrontOptions } from './support/temporal-front.ts';

/** No profile of the person who runs the tests. */
const none = { TEMPORAL_CONFIG_FILE: '/no/such/profile.toml' };
const trusting = { TEMPORAL_TLS_SERVER_CA_CERT_PATH: certificateFile('ca.pem') };
const nobody = '127.0.0.1:9';
const keys = mkdtempSync(join(tmpdir(), 'seventytwo-keys-'));
after(() => rmSync(keys, { recursive: true }));

/** The keys of the tests are public; a copy that only we can read is not refused. */
function safeKey(name: string): string {
  const path = join(keys, `${name}.key`);
  copyFileSync(certificateFile(`${name}.key`), path);
  chmodSync(path, 0o600);
  return path;
}

function client(name: string) {
  return {
    TEMPORAL_TLS_CLIENT_CERT_PATH: certificateFile(`${name}.pem`),
    TEMPORAL_TLS_CLIENT_KEY_PATH: safeKey(name),
  };
}

type Row = {
  readonly what: string;
  readonly front: Omit<FrontOptions, 'target'>;
  readonly env?: Record<string, string>;
  readonly code?: string;
  readonly sentence: RegExp;
};

const versions = (version: 'TLSv1.1' | 'TLSv1.2') =>
  ({ versions: { minVersion: version, maxVersion: version } }) as const;
const demanded =
  /lets nobody in without a client certificate \(\w+\); set TEMPORAL_TLS_CLIENT_CERT/;

const table: readonly Row[] = [
  {
    what: 'shows a certificate of an authority that nobody named',
    front: {},
    env: { TEMPORAL_TLS: 'true', TEMPORAL_TLS_SERVER_CA_CERT_PATH: '' },
    sentence:
      /no authority known here has signed \(UNABLE_\w+\); correct TEMPORAL_TLS_SERVER_CA_CERT_PATH/,
  },
  {
    what: 'shows a certificate that it signed itself',
    front: { certificate: 'stranger' },
    sentence: /no authority known here has signed \(DEPTH_ZERO_SELF_SIGNED_CERT\)/,
  },
  {
    what: 'shows a certificate for another host',
    front: { certificate: 'elsewhere' },
    sentence: /for another host \(ERR_TLS_CERT_ALTNAME_INVALID\); .*TEMPORAL_TLS_SERVER_NAME/,
  },
  {
    what: 'is known by another name than the one that was set',
    front: {},
    env: { TEMPORAL_TLS_SERVER_NAME: 'elsewhere.test' },
    sentence: /for another host/,
  },
  {
    what: 'shows a certificate that is out of date',
    front: { certificate: 'expired' },
    sentence: /out of date \(CERT_HAS_EXPIRED\); have it renewed/,
  },
  {
    what: 'speaks TLS 1.1 at best',
    front: versions('TLSv1.1'),
    sentence: /offers no TLS 1\.2 or later \(ERR_SSL_\w+\); update it/,
  },
  {
    what: 'demands a client certificate by TLS 1.3',
    front: { clientsOnly: true },
    sentence: demanded,
  },
  {
    what: 'demands a client certificate by TLS 1.2',
    front: { clientsOnly: true, ...versions('TLSv1.2') },
    sentence: demanded,
  },
  {
    what: 'does not know who signed our client certificate',
    front: { clientsOnly: true },
    env: client('stranger'),
    sentence: /does not accept our client certificate \(\w+\); correct TEMPORAL_TLS_CLIENT_CERT/,
  },
  {
    what: 'does not know our API key',
    front: { apiKey: 'the right one' },
    env: { TEMPORAL_API_KEY: 'planted-api-key' },
    code: 'temporal-login',
    sentence: /does not let us in; check TEMPORAL_API_KEY/,
  },
];

/** gRPC alone goes on trying until its limit: so long that even a busy machine is faster when nobody waits for it. */
const patienceMs = 40_000;

async function bothRefuse(
  env: Record<string, string>,
  { code = 'temporal-not-trusted', sentence }: Pick<Row, 'code' | 'sentence'>,
): Promise<void> {
  const settings = readConnectionSettings({ ...none, ...trusting, ...env }, '/no/such/folder');
  const told: string[] = [];
  const ways = {
    connectTo: () => connectTo(settings, {}, patienceMs),
    connectNatively: () => connectNatively(settings, patienceMs),
  };
  for (const [name, connect] of Object.entries(ways)) {
    const startedAtMs = Date.now();
    await assert.rejects(connect(), (error) => {
      assert.ok(error instanceof Failure, String(error));
      assert.equal(error.code, code, error.message);
      assert.equal(error.kind, 'unreachable');
      assert.match(error.message, sentence);
      assert.doesNotMatch(error.message, /\n|planted-api-key/);
      told.push(error.message);
      return true;
    });
    assert.ok(Date.now() - startedAtMs < patienceMs, `${name}: not at once`);
  }
  assert.equal(told[0], told[1]);
}

describe('a Temporal server that', { concurrency: true }, () => {
  for (const { what, front: options, env = {}, ...expected } of table)
    it(`${what} is refused by command line and worker in one sentence`, async (t) => {
      const front = await startFront({ target: nobody, ...options });
      t.after(front.stop);
      await bothRefuse({ TEMPORAL_ADDRESS: front.address, ...env }, expected);
    });

  it('does not speak TLS is refused, on this machine and by an address that is not known as its own', async (t) => {
    const port = await plainServer(t);
    const sentence = /does not speak TLS \(ERR_SSL_\w+\); give it a certificate/;
    for (const host of ['localhost', '0.0.0.0'])
      await bothRefuse({ TEMPORAL_ADDRESS: `${host}:${port}` }, { sentence });
    // Without TLS it is not even asked.
    const plain = { ...none, TEMPORAL_ADDRESS: `0.0.0.0:${port}` };
    assert.throws(
      () => readConnectionSettings(plain, ''),
      (error) => error instanceof Failure && error.code === 'plain-connection',
    );
  });

  it('is not there at all is no matter of trust', async () => {
    await bothRefuse(
      { TEMPORAL_ADDRESS: nobody },
      { code: 'no-temporal', sentence: /no Temporal server answers at 127\.0\.0\.1:9/ },
    );
  });
});

/** Says what an HTTP/2 server without TLS says to everybody. */
async function plainServer(t: TestContext): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.end(Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]));
  });
  t.after(() => server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const at = server.address();
  assert.ok(at !== null && typeof at !== 'string');
  return at.port;
}

describe('settings of TLS', () => {
  const at = { TEMPORAL_ADDRESS: 'temporal.example:7233' };
  function refused(env: Record<string, string>, sentence: RegExp): void {
    assert.throws(
      () => readConnectionSettings({ ...none, ...at, ...env }, ''),
      (error) => {
        assert.ok(error instanceof Failure, String(error));
        assert.equal(error.kind, 'usage');
        assert.match(error.message, sentence);
        assert.doesNotMatch(error.message, /\n|PRIVATE/);
        return true;
      },
    );
  }

  it('that are half, missing or no pair are refused by name', () => {
    const { TEMPORAL_TLS_CLIENT_CERT_PATH: cert, TEMPORAL_TLS_CLIENT_KEY_PATH: key } =
      client('stranger');
    refused(
      { TEMPORAL_TLS_CLIENT_CERT_PATH: cert },
      /given without a key; set TEMPORAL_TLS_CLIENT_KEY/,
    );
    refused({ TEMPORAL_TLS_CLIENT_KEY_PATH: key }, /given without a certificate; set/);
    refused(
      { ...client('stranger'), TEMPORAL_TLS_CLIENT_KEY_PATH: safeKey('localhost') },
      /are no pair/,
    );
    const missing = { TEMPORAL_TLS_SERVER_CA_CERT_PATH: '/nowhere/ca.pem' };
    refused(
      missing,
      /^TEMPORAL_TLS_SERVER_CA_CERT_PATH .* names \/nowhere\/ca\.pem, which cannot be/,
    );
  });

  it('that would leave the certificate unchecked are refused', () =>
    refused({ TEMPORAL_TLS_DISABLE_HOST_VERIFICATION: 'true' }, /no certificate goes unchecked/));

  it('take no key that others can read, whether as a file or within the profile', (t) => {
    const key = safeKey('stranger');
    const pair = { ...client('stranger'), TEMPORAL_TLS_CLIENT_KEY_PATH: key };
    const settings = readConnectionSettings({ ...none, ...at, ...pair }, '');
    assert.ok(typeof settings.options.tls === 'object' && settings.options.tls?.clientCertPair);
    chmodSync(key, 0o644);
    refused(pair, /^the client key of TEMPORAL_TLS_CLIENT_KEY_PATH .* is open to every user/);

    const file = join(temporaryFolder(t), 'temporal.toml');
    const profile = { TEMPORAL_CONFIG_FILE: file };
    writeFileSync(
      file,
      '[profile.default]\naddress = "temporal.example:7233"\n[profile.default.tls]\n',
    );
    chmodSync(file, 0o644);
    assert.ok(readConnectionSettings(profile, '').options.tls);
    writeFileSync(file, '[profile.other]\napi_key = "planted"\n');
    refused(
      profile,
      /^the Temporal profile \S+ is open to every user of this machine; run chmod 600/,
    );
    chmodSync(file, 0o600);
    assert.equal(
      readConnectionSettings({ TEMPORAL_CONFIG_FILE: file, TEMPORAL_PROFILE: 'other' }, '').options
        .apiKey,
      'planted',
    );
  });
});
