/** A second `seventytwo up` on what the first one left: its processes after kill -9, and data of another server. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readRuntime } from '../../src/server/runtime-file.ts';
import { until } from '../server/support.ts';
import { children, commandOf, pressCtrlC, setUp } from './up-program.ts';

test('after kill -9 the next one stops what was left and carries on with the same incidents', async (t) => {
  const { data, up, run, serverPid } = setUp(t);
  const first = up();
  await first.told('Stop with Ctrl-C.');
  run('declare', 'export readable without login', '--as', 'anna');
  const inboxPort = readRuntime(data)?.inbox?.port;
  const left = children(first.pid);
  const orphan = serverPid();
  process.kill(first.pid, 'SIGKILL');
  await first.exited;
  assert.match(commandOf(orphan) ?? '', /start-dev/);

  const second = up();
  await second.told('Stop with Ctrl-C.');
  assert.match(second.lines.join('\n'), new RegExp(`earlier start \\(process ${orphan}`));
  assert.match(run('list', '--as', 'anna'), /export readable without login|INC-/);
  assert.equal(readRuntime(data)?.inbox?.port, inboxPort);
  await until(() => left.every((pid) => commandOf(pid) === undefined), 'the old processes end');
  pressCtrlC(second.pid);
  assert.equal(await second.exited, 0, second.lines.join('\n'));
});

test('data of another server version is copied when that is asked for', async (t) => {
  const { data, up } = setUp(t);
  const first = up();
  await first.told('Stop with Ctrl-C.');
  pressCtrlC(first.pid);
  assert.equal(await first.exited, 0);
  writeFileSync(join(data, 'temporal.db.version'), '0.9.0\n');
  const refused = up();
  assert.equal(await refused.exited, 5);
  assert.match(refused.lines.join('\n'), /server 0\.9\.0 .*--accept-server-version/);
  const accepted = up('--accept-server-version');
  await accepted.told('Stop with Ctrl-C.');
  const [stamp = ''] = readdirSync(join(data, 'backups'));
  assert.ok(existsSync(join(data, 'backups', stamp, 'temporal.db')));
  pressCtrlC(accepted.pid);
  assert.equal(await accepted.exited, 0);
});

test('a server and a worker that die are started again', async (t) => {
  const { data, up, run, serverPid } = setUp(t);
  const first = up();
  await first.told('Stop with Ctrl-C.');
  const address = readRuntime(data)?.address;
  const server = serverPid();
  const worker = children(first.pid).find((pid) => pid !== server) ?? assert.fail('no worker');
  process.kill(worker, 'SIGKILL');
  await first.told('The worker runs again.');
  process.kill(server, 'SIGKILL');
  await first.told('The Temporal server runs again.');
  assert.notEqual(serverPid(), server);
  assert.equal(readRuntime(data)?.address, address);
  // The worker finds the server again by itself, within its own back-off.
  await until(() => {
    try {
      run('declare', 'again', '--as', 'anna');
      return true;
    } catch {
      return false;
    }
  }, 'an incident is answered');
  pressCtrlC(first.pid);
  assert.equal(await first.exited, 0, first.lines.join('\n'));
});
