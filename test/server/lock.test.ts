/** The lock between processes. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { lockHolder, lockOrWait, tryLock } from '../../src/server/lock.ts';
import { runSource, temporaryFolder, until } from './support.ts';

const hold = (path: string): string => `
  import { tryLock } from './src/server/lock.ts';
  console.log(tryLock(${JSON.stringify(path)}) ? 'held' : 'busy');
  setInterval(() => {}, 1000);
`;

test('a second taker gets nothing until the first lets go', (t) => {
  const path = join(temporaryFolder(t), 'deep', 'lock');
  const first = tryLock(path);
  assert.ok(first);
  assert.equal(tryLock(path), undefined);
  assert.equal(lockHolder(path), `process ${process.pid}`);
  first.release();
  first.release();
  const second = tryLock(path);
  assert.ok(second);
  second.release();
});

test('kill -9 of the holder frees the lock', async (t) => {
  const path = join(temporaryFolder(t), 'lock');
  const { child, lines, exited } = runSource(t, hold(path));
  await until(
    () => lines.includes('held'),
    () => lines.join('\n'),
  );
  assert.equal(tryLock(path), undefined);
  assert.equal(lockHolder(path), `process ${child.pid}`);
  child.kill('SIGKILL');
  await exited;
  const lock = tryLock(path);
  assert.ok(lock);
  lock.release();
});

test('who waits is told by whom the lock is held, and gets it afterwards', async (t) => {
  const path = join(temporaryFolder(t), 'lock');
  const first = tryLock(path);
  const told: string[] = [];
  const waiting = lockOrWait(path, (holder) => told.push(holder));
  await sleep(100);
  assert.deepEqual(told, [`process ${process.pid}`]);
  first?.release();
  (await waiting).release();
});

test('waiting can be called off', async (t) => {
  const path = join(temporaryFolder(t), 'lock');
  const first = tryLock(path);
  await assert.rejects(lockOrWait(path, () => {}, AbortSignal.timeout(50)));
  first?.release();
});
