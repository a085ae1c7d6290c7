/** Restoring never overwrites unasked, never beside something that runs, and never by half. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openRegister } from '../../src/register/database.ts';
import { openSqlite } from '../../src/register/sqlite.ts';
import { verifyAudit } from '../../src/register/audit-verify.ts';
import { readEvents } from '../../src/register/journal.ts';
import { tryLock } from '../../src/server/lock.ts';
import { sharedPostgres, stopSharedPostgres } from '../support/postgres.ts';
import { collect, createPlace, nowMs, restore, textOf } from './place.ts';

after(stopSharedPostgres);

/** What lies beside the folders of a place that it should not have. */
async function strays(root: string): Promise<readonly string[]> {
  return (await readdir(root)).filter((name) => /restoring|scratch/.test(name));
}

test('a folder with anything in it is refused, and stays as it was', async () => {
  const place = await createPlace();
  const { path } = await place.make();
  const to = join(place.root, 'taken');
  await mkdir(to);
  await writeFile(join(to, 'letter.txt'), 'mine');
  const { code, err } = await restore(place, path, to);
  assert.equal(code, 5);
  assert.match(
    err,
    /taken is not empty; name another folder, or put what is in it aside with --force/,
  );
  assert.deepEqual(await readdir(to), ['letter.txt']);
  assert.deepEqual(await strays(place.root), []);
  await place.register.close();
});

test('when told to, what was there is put aside and named', async () => {
  const place = await createPlace({ hasTemporal: true });
  const { path } = await place.make();
  await place.register.close();
  collect();
  await writeFile(join(place.data, 'audit-key.pem'), 'another key\n');
  const { code, out, err } = await restore(place, path, place.data, '--force');
  assert.equal(code, 0, err);
  const aside = /What was there is kept in (\S+)\./.exec(out)?.[1] ?? '';
  assert.equal(await textOf(aside, 'audit-key.pem'), 'another key\n');
  assert.equal(await textOf(place.data, 'audit-key.pem'), 'a key\n');
  assert.deepEqual(await strays(place.root), []);
});

test('while something runs on the folder it is refused, with what runs', async () => {
  const place = await createPlace({ hasTemporal: true });
  const { path } = await place.make();
  const opened = await restore(place, path, place.data, '--force');
  assert.equal(opened.code, 5);
  assert.match(opened.err, /runs a worker or a command with register\.db open; stop it/);
  await place.register.close();
  collect();
  const server = openSqlite(join(place.data, 'temporal.db'));
  server.exec('begin; select 1 from sqlite_master');
  const serving = await restore(place, path, place.data, '--force');
  assert.match(serving.err, /runs a Temporal server with temporal\.db open/);
  server.close();
  const lock = tryLock(join(place.data, 'up.lock'));
  const up = await restore(place, path, place.data, '--force');
  assert.match(up.err, new RegExp(`runs seventytwo up \\(process ${process.pid}\\)`));
  lock?.release();
  assert.equal(await textOf(place.data, 'audit-key.pem'), 'a key\n');
});

test('a backup that does not hold leaves what is there untouched', async () => {
  const place = await createPlace();
  // Altered before it was backed up: the chain in the backup is broken, every byte of the file is as it was made.
  await place.register.db
    .updateTable('event')
    .set({ person: 'mallory' })
    .where('seq', '=', 3)
    .execute();
  const { path } = await place.make();
  await place.register.close();
  collect();
  const { code, err } = await restore(place, path, place.data, '--force');
  assert.equal(code, 6);
  assert.match(err, /the backup does not hold: its audit chain is broken: event 3 of INC-K7F3Q/);
  assert.equal(existsSync(join(place.data, 'register.db')), true);
  assert.deepEqual(await strays(place.root), []);
});

test('a register in PostgreSQL comes back into an empty database, and only there', async () => {
  const server = await sharedPostgres();
  const [from, into] = [await server.database(), await server.database()];
  const section = ({ host, port, database, user }: typeof from): string =>
    `register: { postgres: { host: ${host}, port: ${port}, database: ${database}, user: ${user}, password: { env: PGPASS } } }\n`;
  const place = await createPlace({ postgres: from, more: section(from) });
  const content = Buffer.from('a picture \0 of it');
  const row = { sha256: 'f'.repeat(64), bytes: content.length, content, stored_at_ms: nowMs };
  await place.register.db.insertInto('attachment').values(row).execute();
  const { path, manifest } = await place.make();
  assert.equal(manifest.register.engine, 'postgres');
  await place.register.close();

  process.env['PGPASS'] = from.password;
  const other = join(place.root, 'other.yaml');
  await writeFile(
    other,
    (await textOf(place.data, 'policy.yaml')).replace(from.database, into.database),
  );
  const env = { PGPASS: from.password };
  const taken = await place.runWith(
    env,
    'restore',
    path,
    '--identity',
    place.identityFile,
    '--to',
    join(place.root, 'new'),
  );
  assert.equal(taken.code, 5, taken.err);
  assert.match(taken.err, /holds a register already, .* only into an empty database/);
  assert.equal(existsSync(join(place.root, 'new')), false);

  const done = await place.runWith(
    env,
    'restore',
    path,
    '--identity',
    place.identityFile,
    '--to',
    join(place.root, 'new'),
    '--policy',
    other,
  );
  assert.equal(done.code, 0, done.err);
  assert.match(done.out, new RegExp(`The register is in postgres://.*/${into.database}`));
  assert.equal(existsSync(join(place.root, 'new', 'register.db')), false);
  const register = await openRegister(place.data, { postgres: into });
  assert.equal((await readEvents(register, 'INC-K7F3Q')).length, 12);
  const [attached] = await register.db.selectFrom('attachment').selectAll().execute();
  assert.deepEqual(Buffer.from(attached?.content ?? []), content);
  const { fault, entries } = await verifyAudit(register);
  assert.equal(fault, undefined);
  assert.equal(entries, 14);
  await register.close();
});
