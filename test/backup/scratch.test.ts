/** Folders that hold a backup unencrypted: nobody else's is touched, and a half-done renaming begins nothing new. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { requireMoved } from '../../src/backup/moving.ts';
import {
  clearLeftBehind,
  leftBehind,
  makeScratch,
  restoringPath,
  scratchPath,
} from '../../src/backup/scratch.ts';
import { tryLock } from '../../src/server/lock.ts';
import { dataFolder } from '../register/sample.ts';
import { failure } from './place.ts';

async function deserted(...path: readonly string[]): Promise<string> {
  const folder = join(...path);
  await mkdir(join(folder, 'unpacking'), { recursive: true });
  await writeFile(join(folder, 'unpacking', 'register.db'), 'everything');
  return folder;
}

test('what nobody works on any more is found and cleared, what somebody works on is not', async () => {
  const root = await dataFolder();
  const data = join(root, 'data');
  const left = [
    await deserted(data, 'backup-staging'),
    await deserted(data, 'backup-scratch-0a1b2c3d'),
    await deserted(root, 'data.restoring-0a1b2c3d'),
  ];
  // Held here: a lock that nobody refers to is given back when it is collected.
  const working = [await makeScratch(scratchPath(data)), await makeScratch(restoringPath(data))];
  const kept = [
    await deserted(root, 'data.restoring-for-anna'),
    await deserted(root, 'data2.restoring-0a1b2c3d'),
    await deserted(data, 'backup-scratch'),
    ...working.map(({ folder }) => folder),
  ];
  assert.deepEqual(await leftBehind(data), left);
  assert.deepEqual(await clearLeftBehind(data), left);
  assert.deepEqual(left.filter(existsSync), []);
  assert.deepEqual(kept.filter(existsSync), kept);
  for (const { remove } of working) await remove();
  assert.deepEqual(await leftBehind(data), []);
});

test('the copy of a backup that is being made stays', async () => {
  const data = await dataFolder();
  const staging = await deserted(data, 'backup-staging');
  const lock = tryLock(join(data, 'backup.lock'));
  assert.deepEqual(await clearLeftBehind(data), []);
  assert.ok(existsSync(staging));
  lock?.release();
  assert.deepEqual(await clearLeftBehind(data), [staging]);
});

test('what is whole and checked is not cleared while the data folder is away, and no command begins anew', async () => {
  const root = await dataFolder();
  const data = join(root, 'data');
  requireMoved(data);
  const around = await deserted(root, 'data.restoring-0a1b2c3d');
  requireMoved(data);
  await rename(join(around, 'unpacking'), join(around, 'restored'));
  requireMoved(data);
  await mkdir(join(root, 'data.before-restore-0a1b2c3d'));
  assert.throws(() => requireMoved(data), failure('half-restored', /or \S+restored, which is/));
  assert.deepEqual(await clearLeftBehind(data), []);
  // The register was on its way into PostgreSQL.
  await rename(join(around, 'restored', 'register.db'), join(root, 'elsewhere'));
  assert.throws(() => requireMoved(data), failure('half-restored', /to it and restore again/));
});

test('many that unpack, clear up and look at the same moment leave each other alone', async () => {
  const data = await dataFolder();
  const unpack = async (): Promise<void> => {
    const scratch = await makeScratch(scratchPath(data));
    await writeFile(join(scratch.folder, 'register.db'), 'everything');
    await turn();
    assert.ok(existsSync(join(scratch.folder, 'register.db')), 'somebody cleared it');
    await scratch.remove();
  };
  const doing = [unpack, unpack, unpack, () => clearLeftBehind(data), () => leftBehind(data)];
  await Promise.all(
    doing.map(async (work) => {
      for (let round = 0; round < 40; round += 1) await work();
    }),
  );
  assert.deepEqual(
    (await readdir(data)).filter((name) => name.startsWith('backup')),
    [],
  );
});

test('what was being removed when its process was killed is cleared, a minute later', async () => {
  const data = await dataFolder();
  const half = await deserted(data, 'backup-scratch-0a1b2c3d.going');
  assert.deepEqual(await leftBehind(data), [], 'somebody may be at it');
  const earlier = new Date(Date.now() - 61_000);
  await utimes(half, earlier, earlier);
  assert.deepEqual(await leftBehind(data), [half]);
  assert.deepEqual(await clearLeftBehind(data), [half]);
  assert.ok(!existsSync(half));
});
