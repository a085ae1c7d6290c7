/** Which Temporal is talked to, and that nothing leaves this machine unencrypted. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it, type TestContext } from 'node:test';
import { Failure } from '../src/failure.ts';
import { writeRuntime } from '../src/server/runtime-file.ts';
import { isServerGiven, readConnectionSettings } from '../src/temporal.ts';
import { temporaryFolder } from './server/support.ts';

/** No profile of the person who runs the tests. */
const none = { TEMPORAL_CONFIG_FILE: '/no/such/profile.toml' };

function read(env: Record<string, string>, data = '/no/such/folder') {
  const { address, namespace, options, source } = readConnectionSettings({ ...none, ...env }, data);
  return { address, namespace, tls: options.tls, source };
}

function running(t: TestContext): string {
  const data = temporaryFolder(t);
  writeRuntime(data, { address: '127.0.0.1:7555', namespace: 'own', inbox: null });
  return data;
}

it('a server that is named wins over the one that runs, which wins over the usual port', (t) => {
  const data = running(t);
  const named = read({ TEMPORAL_ADDRESS: 'localhost:7000', TEMPORAL_NAMESPACE: 'mine' }, data);
  assert.deepEqual([named.address, named.namespace], ['localhost:7000', 'mine']);
  assert.equal(named.source, 'environment or profile');
  const own = read({}, data);
  assert.deepEqual(
    [own.address, own.namespace, own.source],
    ['127.0.0.1:7555', 'own', 'running up'],
  );
  assert.deepEqual(read({}), {
    ...{ address: '127.0.0.1:7233', namespace: 'default', tls: undefined, source: 'default' },
  });
});

it('an empty address or namespace counts as not given', (t) => {
  const empty = { TEMPORAL_ADDRESS: '', TEMPORAL_NAMESPACE: '' };
  assert.equal(read(empty, running(t)).address, '127.0.0.1:7555');
  assert.equal(read(empty).namespace, 'default');
  assert.equal(isServerGiven({ ...none, ...empty }), false);
  assert.equal(isServerGiven({ ...none, TEMPORAL_ADDRESS: '127.0.0.1:7233' }), true);
});

it('a plain connection goes to this machine only, whatever the address looks like', () => {
  for (const TEMPORAL_ADDRESS of [
    'localhost:7233',
    'LOCALHOST',
    '127.0.0.1',
    '127.9.9.9:1',
    '[::1]:7233',
  ])
    assert.equal(read({ TEMPORAL_ADDRESS }).address, TEMPORAL_ADDRESS);
  for (const TEMPORAL_ADDRESS of [
    ...['temporal.example:7233', '10.0.0.1:7233', '0.0.0.0:7233', '[2001:db8::1]:7233'],
    ...['localhost.example:7233', '127.0.0.1.example:7233', 'dns:///temporal.example'],
    ...['127.0.0.1:7233,temporal.example:7233', 'localhost@temporal.example:7233'],
  ])
    assert.throws(
      () => read({ TEMPORAL_ADDRESS }),
      (error) => error instanceof Failure && error.code === 'plain-connection',
      TEMPORAL_ADDRESS,
    );
});

it('an API key does not excuse a plain connection: it would travel in the clear', () => {
  const key = { TEMPORAL_ADDRESS: 'temporal.example:7233', TEMPORAL_API_KEY: 'secret' };
  assert.equal(read(key).tls, true);
  assert.throws(
    () => read({ ...key, TEMPORAL_TLS: 'false' }),
    (error) => error instanceof Failure && error.code === 'plain-connection',
  );
});

it('a profile that cannot be read is one sentence, without the excerpt that may hold a key', (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'temporal.toml');
  writeFileSync(path, '[profile.default]\napi_key = "very secret\n');
  assert.throws(
    () => readConnectionSettings({ TEMPORAL_CONFIG_FILE: path }, folder),
    (error) =>
      error instanceof Failure &&
      error.code === 'temporal-profile' &&
      error.message.endsWith('check TEMPORAL_PROFILE and temporal.toml') &&
      !/\n|very secret/.test(error.message),
  );
});
