/** What a killed backup, verify or restore leaves is told, goes by itself, and is never taken from somebody at work. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { test } from 'node:test';
import { backupStanding } from '../../src/backup/standing.ts';
import { clearLeftBehind, leftBehind } from '../../src/backup/scratch.ts';
import { collect, createPlace, nowMs, textOf, type Place } from './place.ts';

const script = join(import.meta.dirname, 'children', 'working.ts');

function start(work: string, line: string, { data, identity }: Place, path = ''): ChildProcess {
  const words = [script, work, line, data, path, identity];
  return spawn(process.execPath, ['--import', 'tsx', ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function killed(...of: Parameters<typeof start>): Promise<void> {
  const [, signal] = await once(start(...of), 'exit');
  assert.equal(signal, 'SIGKILL');
}

const named = async (folder: string, part: string): Promise<readonly string[]> =>
  (await readdir(folder)).filter((name) => name.includes(part));

for (const [work, line, part] of [
  ['backup', 'Encrypting', 'backup-staging'],
  ['verify', 'Unpacking', 'backup-scratch-'],
] as const)
  test(`what a killed ${work} leaves in the data folder is told, and gone with the next backup`, async () => {
    const place = await createPlace();
    const { path } = await place.make();
    await killed(work, line, place, path);
    const [left = ''] = await named(place.data, part);
    assert.match(left, new RegExp(part));
    const about = { loaded: await place.loaded(), data: place.data };
    const { result, found } = await backupStanding(about, place.register, nowMs);
    assert.equal(result, 'failed');
    assert.match(found, new RegExp(`left its files unencrypted in .*${left}`));
    await place.make(nowMs + 1_000);
    assert.deepEqual(await named(place.data, part), []);
    assert.doesNotMatch((await backupStanding(about, place.register, nowMs)).found, /unencrypted/);
    await place.register.close();
  });

test('a restore that was killed while it unpacked leaves what was there, and its files go with the next one', async () => {
  const place = await createPlace();
  const { path } = await place.make();
  await place.register.close();
  collect();
  await killed('restore', 'Unpacking', place, path);
  const parent = dirname(place.data);
  assert.equal((await named(parent, '.restoring-')).length, 1);
  assert.equal((await leftBehind(place.data)).length, 1);
  const key = await textOf(place.data, 'audit-key.pem');
  const done = await place.run(
    ...['restore', path, '--identity', place.identityFile, '--to', join(place.root, 'other')],
  );
  assert.equal(done.code, 0, done.err);
  // Another folder's: only its own.
  assert.equal((await leftBehind(place.data)).length, 1);
  assert.equal((await clearLeftBehind(place.data)).length, 1);
  assert.deepEqual(await named(parent, '.restoring-'), []);
  assert.equal(await textOf(place.data, 'audit-key.pem'), key);
});

test('killed between its two renamings both folders are there, and every command says what to do', async () => {
  const place = await createPlace();
  const { path } = await place.make();
  await place.register.close();
  collect();
  await killed('restore', 'Putting the restored folder', place, path);
  const { data, root } = place;
  const parent = dirname(data);
  assert.equal(existsSync(data), false);
  const [aside = ''] = await named(parent, `${basename(data)}.before-restore-`);
  const [around = ''] = await named(parent, `${basename(data)}.restoring-`);
  const restored = join(parent, around, 'restored');
  assert.ok(existsSync(join(parent, aside, 'register.db')));
  assert.ok(existsSync(join(restored, 'register.db')));
  for (const words of [
    ['list'],
    ['doctor'],
    ['up'],
    ['init'],
    ['backup', 'now'],
    ['restore', path, '--identity', place.identityFile, '--to', data],
  ]) {
    const { code, err } = await place.run(...words);
    assert.equal(code, 5, `${words.join(' ')}: ${err}`);
    assert.match(err, /a restore was killed between putting the old folder aside and the new one/);
    assert.ok(err.includes(join(parent, aside)) && err.includes(restored), err);
  }
  assert.deepEqual(await clearLeftBehind(data), [], 'nothing is deleted while it may be all');
  await rename(join(parent, aside), data);
  assert.equal((await place.run('audit', 'verify')).code, 0);
  await clearLeftBehind(data);
  assert.deepEqual(await named(parent, '.restoring-'), []);
  assert.deepEqual(
    (await readdir(root)).filter((name) => name.includes('before-restore')),
    [],
  );
});

test('what somebody works on at this moment is neither told nor taken', async (t) => {
  const place = await createPlace();
  const { path } = await place.make();
  const child = start('waiting', 'Unpacking', place, path);
  t.after(() => child.kill('SIGKILL'));
  assert.ok(child.stdout);
  await once(child.stdout, 'data');
  assert.equal((await named(place.data, 'backup-scratch-')).length, 1);
  assert.deepEqual(await leftBehind(place.data), []);
  assert.deepEqual(await clearLeftBehind(place.data), []);
  assert.equal((await named(place.data, 'backup-scratch-')).length, 1);
  child.kill('SIGKILL');
  await once(child, 'exit');
  assert.equal((await clearLeftBehind(place.data)).length, 1);
  await place.register.close();
});
