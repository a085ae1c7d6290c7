/** Which backups are kept and which go, and how the doctor sees all that. */
import assert from 'node:assert/strict';
import { readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { createBackupChore } from '../../src/backup/chore.ts';
import { beyond, pruneBackups } from '../../src/backup/prune.ts';
import { backupStanding } from '../../src/backup/standing.ts';
import { recordAct } from '../../src/register/audit.ts';
import { by, createPlace, failure, nowMs, type Place } from './place.ts';

const dayMs = 86_400_000;

describe('of those that are there', () => {
  const there = [0, 1, 2, 40, 41].map((days) => ({ file: `${days}`, atMs: nowMs - days * dayMs }));
  const rows: readonly [string, { days: number; count: number }, string, readonly string[]][] = [
    ['all within age and number stay', { days: 50, count: 9 }, '0', []],
    ['those that are too old go', { days: 30, count: 9 }, '0', ['40', '41']],
    ['those beyond the number go', { days: 50, count: 2 }, '0', ['2', '40', '41']],
    ['the last good one stays, however old', { days: 1, count: 2 }, '41', ['2', '40']],
  ];
  for (const [name, keep, good, gone] of rows)
    test(name, () => assert.deepEqual(beyond(there, keep, nowMs, good), gone));
});

const make = async (place: Place, ...days: number[]): Promise<string[]> => {
  const files: string[] = [];
  for (const ago of days) files.push((await place.make(nowMs - ago * dayMs)).file);
  return files;
};

test('a damaged newest one does not count: the last good one stays although it is too old', async () => {
  const place = await createPlace();
  const [old = '', good = '', newest = ''] = await make(place, 50, 51, 0).then(
    ([a = '', b = '', c = '']) => [a, b, c],
  );
  await writeFile(join(place.to, newest), 'damaged');
  const gone = await pruneBackups(place.register, place.to, { days: 30, count: 9 }, by);
  assert.deepEqual(gone, [old]);
  assert.deepEqual((await readdir(place.to)).toSorted(), [good, newest].toSorted());
  await place.register.close();
});

test('without any good one, nothing goes', async () => {
  const place = await createPlace();
  for (const file of await make(place, 60, 50)) await writeFile(join(place.to, file), 'damaged');
  assert.deepEqual(await pruneBackups(place.register, place.to, { days: 1, count: 1 }, by), []);
  assert.equal((await readdir(place.to)).length, 2);
  await place.register.close();
});

test('files of others stay, and what a killed run left goes after a day', async () => {
  const place = await createPlace();
  const [file = ''] = await make(place, 0);
  const stranger = 'seventytwo-20200101T000000Z-ffffffff.age';
  const [part, fresh] = [`${file}.0a1b2c3d.part`, `${file}.11111111.part`];
  for (const name of [stranger, 'notes.txt', part, fresh])
    await writeFile(join(place.to, name), 'x');
  const before = new Date(nowMs - 2 * dayMs);
  await utimes(join(place.to, part), before, before);
  await utimes(join(place.to, fresh), new Date(nowMs), new Date(nowMs));
  await pruneBackups(place.register, place.to, { days: 1, count: 1 }, by);
  assert.deepEqual(
    (await readdir(place.to)).toSorted(),
    ['notes.txt', file, fresh, stranger].toSorted(),
  );
  await place.register.close();
});

test('the chore makes one, prunes, and answers in one sentence; both are on record', async () => {
  const place = await createPlace();
  await make(place, 60);
  const chore = createBackupChore({
    ...{ register: place.register, policy: place.loaded, now: () => nowMs },
    ...{ folder: place.data, version: '0.1.0' },
  });
  const { done } = await chore(new AbortController().signal);
  assert.match(
    done,
    /^seventytwo-20261123T004620Z-[0-9a-f]{8}\.age made, \d+ bytes up to entry 13, without the data of Temporal; 1 older ones taken away$/,
  );
  const kinds = await place.register.db
    .selectFrom('audit')
    .select('kind')
    .where('incident_id', 'is', null)
    .orderBy('n')
    .execute();
  assert.deepEqual(
    kinds.map(({ kind }) => kind),
    ['genesis', 'backup', 'backup', 'backupPruned'],
  );
  await place.register.close();
});

test('a folder that is not there is never made, and told by its name', async () => {
  const place = await createPlace();
  await rm(place.to, { recursive: true });
  await assert.rejects(
    place.make(),
    failure(
      'backup-folder',
      /backups\.to leads to .*backups, which is not there; make the folder or mount/,
    ),
  );
  await place.register.close();
});

describe('the doctor', () => {
  const standing = async (place: Place, atMs: number, data = place.data) =>
    backupStanding({ loaded: await place.loaded(), data }, place.register, atMs);
  /** A disk of its own on every Linux. */
  const elsewhere = '/proc';

  test('warns when none are asked for', async () => {
    const place = await createPlace({ backups: '\n' });
    const { result, remedy } = await standing(place, nowMs);
    assert.equal(result, 'warning');
    assert.match(remedy ?? '', /set backups\.to/);
    await place.register.close();
  });

  test('goes from failed over warning to good, and to failed when none came for twice the interval', async () => {
    const place = await createPlace();
    assert.equal((await standing(place, nowMs)).result, 'failed');
    const { file, sha256 } = await place.make();
    const unverified = await standing(place, nowMs, elsewhere);
    assert.equal(unverified.result, 'warning');
    assert.match(unverified.found, /made 0 s ago; none was ever verified$/);
    const beside = await standing(place, nowMs);
    assert.match(beside.found, /they are on the disk of the data folder/);
    await recordAct(place.register, {
      ...by,
      kind: 'backupVerified',
      subject: file,
      subjectHash: sha256,
    });
    const fine = await standing(place, nowMs, elsewhere);
    assert.deepEqual(fine, {
      result: 'ok',
      found: 'the newest was made 0 s ago; one was verified 0 s ago',
    });
    await recordAct(place.register, {
      ...by,
      kind: 'choreFailed',
      subject: 'backup: disk-full',
      subjectHash: 'x',
    });
    assert.match(
      (await standing(place, nowMs, elsewhere)).found,
      /the last try failed \(disk-full\)/,
    );
    assert.equal((await standing(place, nowMs + 2 * dayMs, elsewhere)).result, 'warning');
    const late = await standing(place, nowMs + 2 * dayMs + 1, elsewhere);
    assert.equal(late.result, 'failed');
    assert.match(late.found, /made 48 h ago, and none since/);
    await rm(place.to, { recursive: true });
    assert.match((await standing(place, nowMs)).found, /which is not there/);
    await place.register.close();
  });

  test('has a check of that name', async () => {
    const place = await createPlace();
    await place.make();
    const { out } = await place.run('doctor', '--json');
    const check = JSON.parse(out).checks.find(({ name }: { name: string }) => name === 'backups');
    assert.equal(check.result, 'warning');
    await place.register.close();
  });
});

test('two in the same second are not one over the other', async () => {
  const place = await createPlace();
  const { file } = await place.make();
  await assert.rejects(place.make(), failure('backup-exists', /try again in the next/));
  assert.deepEqual(await readdir(place.to), [file]);
  await place.register.close();
});
