/** Where the Temporal program comes from; small scripts stand in for the programs that are chosen between. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { Failure } from '../../src/failure.ts';
import { tryLock } from '../../src/server/lock.ts';
import { findTemporalCli } from '../../src/server/temporal-cli.ts';
import { realTemporal, temporaryFolder, until, writeProgram } from './support.ts';

const saying = (server: string): string =>
  `echo "temporal version 1.5.1 (Server ${server}, UI 2.42.1)"`;
/** The true one prints the names of packages as well; each run leaves a mark beside itself. */
const fakeGo = (bin: string): string =>
  `echo run >>'${bin}/go-runs'\n/bin/sleep 1\nprintf '%s\\n' '#!/bin/sh' '${saying('3.0.0')}' >"$GOBIN/temporal"\n/bin/chmod 755 "$GOBIN/temporal"`;

function setUp(t: TestContext) {
  const folder = temporaryFolder(t);
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const told: string[] = [];
  const env: NodeJS.ProcessEnv = {
    PATH: bin,
    SEVENTYTWO_CACHE: join(folder, 'cache'),
    // Nothing listens there: the SDK's download ends at once wherever the tests run.
    HTTPS_PROXY: 'http://127.0.0.1:9',
  };
  const find = (): ReturnType<typeof findTemporalCli> =>
    findTemporalCli({ env, progress: (line) => told.push(line) });
  return { bin, cached: join(folder, 'cache', 'temporal-cli', 'temporal'), env, told, find };
}

test('TEMPORAL_CLI_PATH comes before PATH', async (t) => {
  const { bin, env, find } = setUp(t);
  writeProgram(join(bin, 'temporal'), saying('1.0.0'));
  const named = writeProgram(join(bin, 'other'), saying('2.0.0'));
  env['TEMPORAL_CLI_PATH'] = named;
  assert.deepEqual(await find(), { path: named, version: '2.0.0' });
});

test('TEMPORAL_CLI_PATH that cannot be used is named, and nothing else is tried', async (t) => {
  const { bin, env, find } = setUp(t);
  writeProgram(join(bin, 'temporal'), saying('1.0.0'));
  for (const path of [join(bin, 'absent'), writeProgram(join(bin, 'broken'), 'exit 3')]) {
    env['TEMPORAL_CLI_PATH'] = path;
    await assert.rejects(find(), (error) => {
      assert.ok(error instanceof Failure);
      assert.equal(error.code, 'temporal-cli-path');
      assert.match(error.message, new RegExp(`TEMPORAL_CLI_PATH is ${path}`));
      return true;
    });
  }
});

test('temporal on PATH comes before the cache', async (t) => {
  const { bin, cached, find } = setUp(t);
  writeProgram(cached, saying('2.0.0'));
  const onPath = writeProgram(join(bin, 'temporal'), saying('1.0.0'));
  assert.deepEqual(await find(), { path: onPath, version: '1.0.0' });
});

test('a temporal on PATH that is something else is told and passed over', async (t) => {
  const { bin, cached, told, find } = setUp(t);
  writeProgram(cached, saying('2.0.0'));
  writeProgram(join(bin, 'temporal'), 'echo time is an illusion');
  assert.deepEqual(await find(), { path: cached, version: '2.0.0' });
  assert.match(told.join('\n'), /bin\/temporal cannot be used/);
});

test('a broken cached program is told, thrown away and made anew', async (t) => {
  const { bin, cached, told, find } = setUp(t);
  writeProgram(cached, 'exit 1');
  writeProgram(join(bin, 'go'), fakeGo(bin));
  assert.deepEqual(await find(), { path: cached, version: '3.0.0' });
  assert.match(told.join('\n'), /does not work .*thrown away/);
  assert.match(told.join('\n'), /SDK download: /);
  assert.deepEqual(readdirSync(join(cached, '..')).sort(), ['lock', 'temporal']);
});

test('of two starts at once one makes the program and the other uses it', async (t) => {
  const { bin, cached, told, find } = setUp(t);
  writeProgram(join(bin, 'go'), fakeGo(bin));
  for (const found of await Promise.all([find(), find()]))
    assert.deepEqual(found, { path: cached, version: '3.0.0' });
  assert.match(told.join('\n'), /Another start \(process \d+\) .*waiting/);
  assert.equal(told.filter((line) => line.startsWith('Building')).length, 1);
});

test('when nothing helps, every choice is named and the lock is free again', async (t) => {
  const { bin, cached, find } = setUp(t);
  writeProgram(join(bin, 'go'), 'echo "go: no such host" >&2; exit 1');
  await assert.rejects(find(), (error) => {
    assert.ok(error instanceof Failure);
    assert.equal(error.kind, 'unreachable');
    for (const choice of ['TEMPORAL_ADDRESS', 'PATH', 'TEMPORAL_CLI_PATH', 'SDK', 'Go'])
      assert.match(error.message, new RegExp(choice));
    assert.match(error.message, /go: no such host/);
    return true;
  });
  assert.ok(!existsSync(cached));
  const lock = tryLock(join(cached, '..', 'lock'));
  assert.ok(lock);
  lock.release();
});

test('a build can be called off', async (t) => {
  const { bin, env } = setUp(t);
  writeProgram(join(bin, 'go'), 'exec /bin/sleep 600');
  const stop = new AbortController();
  const told: string[] = [];
  const finding = findTemporalCli({
    env,
    progress: (line) => told.push(line),
    signal: stop.signal,
  });
  const refused = assert.rejects(finding, { name: 'AbortError' });
  await until(() => told.some((line) => line.startsWith('Building')), 'the build starts');
  stop.abort();
  await refused;
});

test('the real program is found and tells its server version', async () => {
  const { version } = await realTemporal();
  assert.match(version, /^1\.\d+\.\d+/);
});
