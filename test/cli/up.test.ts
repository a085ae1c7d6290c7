/** `seventytwo up` as people run it: real server, real worker, signals as a terminal sends them. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readRuntime } from '../../src/server/runtime-file.ts';
import { until } from '../server/support.ts';
import { children, commandOf, policy, pressCtrlC, setUp } from './up-program.ts';

test('it starts everything, refuses a second one, and Ctrl-C leaves no process', async (t) => {
  const { data, up, run } = setUp(t);
  const first = up();
  await first.told('Stop with Ctrl-C.');
  const runtime = readRuntime(data);
  assert.equal(runtime?.pid, first.pid);
  assert.ok(runtime?.address && runtime.uiUrl && runtime.inbox);
  assert.equal((await fetch(runtime.uiUrl)).status, 200);
  const running = children(first.pid);
  assert.equal(running.length, 2, 'a server and a worker');

  run('declare', 'export readable without login', '--as', 'anna');
  const inbox = join(data, 'inbox');
  await until(() => readdirSync(inbox).length > 0, 'a page in the inbox');

  const second = up();
  assert.equal(await second.exited, 2);
  assert.match(
    second.lines.join('\n'),
    new RegExp(`already runs on ${data} \\(process ${first.pid}, Temporal ${runtime.address}\\)`),
  );

  pressCtrlC(first.pid);
  await first.told(/^Stopping/);
  pressCtrlC(first.pid);
  assert.equal(await first.exited, 0, first.lines.join('\n'));
  for (const pid of running) assert.equal(commandOf(pid), undefined);
  assert.equal(first.lines.at(-1), 'Stopped.');
  assert.equal(readRuntime(data)?.address, undefined);
});

test('a broken policy starts nothing', async (t) => {
  const { data, up } = setUp(t);
  writeFileSync(join(data, 'policy.yaml'), policy.replace('dpo: dora', 'dpo: nobody'));
  const only = up();
  assert.equal(await only.exited, 2);
  assert.match(only.lines.join('\n'), /nobody/);
  assert.ok(!existsSync(join(data, 'temporal.db')));
});
