/** A worker process that dies is started again, and told. */
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { keep } from '../../src/server/keeper.ts';
import { lastLines } from '../../src/server/log-file.ts';
import { commandLine } from '../../src/server/process.ts';
import { startWorker } from '../../src/server/worker-process.ts';
import { temporaryFolder, until } from './support.ts';

function setUp(t: TestContext, source: string) {
  const folder = temporaryFolder(t);
  const module = join(folder, 'worker.mjs');
  const logFile = join(folder, 'logs', 'worker.log');
  writeFileSync(module, source);
  const pids: number[] = [];
  const told: string[] = [];
  const stopping = new AbortController();
  const keepIt = () =>
    keep({
      name: 'The worker',
      start: async () => {
        const worker = await startWorker({ module, env: process.env, logFile });
        pids.push(worker.pid);
        return worker;
      },
      lastWords: () => lastLines(logFile, 2).join(' / '),
      progress: (line) => told.push(line),
      signal: stopping.signal,
    });
  return { folder, keepIt, logFile, pids, told, stopping };
}

const ready = `process.send({ ready: true }); process.on('disconnect', () => process.exit(0));`;

test('a worker that is killed comes back after a second, with its last words on the screen', async (t) => {
  const { keepIt, pids, told } = setUp(t, `console.error('last words'); ${ready}`);
  const kept = await keepIt();
  const killed = pids[0] ?? assert.fail('no process');
  process.kill(killed, 'SIGKILL');
  await until(
    () => told.includes('The worker runs again.'),
    () => told.join('\n'),
  );
  assert.equal(pids.length, 2);
  assert.match(told.join('\n'), /ended unexpectedly; it said last: last words/);
  assert.match(told.join('\n'), /again in 1 s/);
  await kept.stop();
  assert.equal(commandLine(pids[1] ?? 0), undefined);
});

test('a worker that cannot start the first time is a failure with its last words', async (t) => {
  const { keepIt, logFile } = setUp(t, `console.error('no mail server'); process.exit(2);`);
  await assert.rejects(keepIt(), {
    code: 'worker-start',
    message: new RegExp(`exit code 2\\); see ${logFile}, which ends with: no mail server`),
  });
});

test('one that fails later is tried again ever more slowly, until stopped', async (t) => {
  const { folder, keepIt, pids, told } = setUp(
    t,
    `import { existsSync } from 'node:fs';
     if (existsSync(new URL('./broken', import.meta.url))) process.exit(1);
     ${ready}`,
  );
  const kept = await keepIt();
  writeFileSync(join(folder, 'broken'), '');
  assert.ok(existsSync(join(folder, 'broken')));
  process.kill(pids[0] ?? assert.fail('no process'), 'SIGKILL');
  await until(
    () => told.some((line) => /again in 4 s/.test(line)),
    () => told.join('\n'),
  );
  assert.ok(told.some((line) => /again in 2 s/.test(line)));
  await kept.stop();
});

test('a worker drains on one SIGTERM before it is gone', async (t) => {
  const { keepIt, logFile } = setUp(
    t,
    `process.on('SIGTERM', () => setTimeout(() => { console.log('drained'); process.exit(0); }, 300));
     ${ready}`,
  );
  const kept = await keepIt();
  await kept.stop();
  assert.deepEqual(lastLines(logFile, 1), ['drained']);
});
