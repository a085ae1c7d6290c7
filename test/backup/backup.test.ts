/** A backup from its making to its restoring: what is in it, what it says of itself, who can read it. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { hashOf } from '../../src/backup/write.ts';
import { append } from '../../src/register/journal.ts';
import { openRegister } from '../../src/register/database.ts';
import { openSqlite } from '../../src/register/sqlite.ts';
import { verifyAudit } from '../../src/register/audit-verify.ts';
import { story, summaryOf } from '../register/sample.ts';
import { createPlace, textOf, restore } from './place.ts';

test('everything of an installation comes back as it was', async () => {
  const place = await createPlace({ hasTemporal: true });
  const { path, manifest } = await place.make();
  const to = join(place.root, 'elsewhere', 'data');
  const { code, out, err } = await restore(place, path, to);
  assert.equal(code, 0, err);
  assert.match(
    out,
    /Restored to .*elsewhere\/data, as it was 2026-11-23 00:46:20 UTC, up to entry 12 /,
  );
  assert.deepEqual(
    manifest.files.map(({ path: name }) => name),
    [
      'audit-key.pem',
      'keys/incidents/INC-K7F3Q.json',
      'keys/old/payload-0.key',
      'keys/payload-1.key',
      'keys/ring.json',
      'policy.yaml',
      'register.db',
      'temporal.db',
    ],
  );
  for (const name of ['audit-key.pem', 'keys/old/payload-0.key', 'policy.yaml'])
    assert.equal(await textOf(to, name), await textOf(place.data, name), name);
  const temporal = openSqlite(join(to, 'temporal.db'), { readOnly: true });
  assert.equal(temporal.prepare('select count(*) as rows from executions').get()?.['rows'], 1);
  temporal.close();
  for (const name of await readdir(to))
    assert.equal((await stat(join(to, name))).mode & 0o077, 0, `${name} is its owner's alone`);
  const register = await openRegister(to);
  const { fault, entries } = await verifyAudit(register);
  assert.equal(fault, undefined);
  // The entry that says from which backup it came.
  assert.equal(entries, 14);
  await register.close();
  await place.register.close();
});

test('what is written meanwhile is in it whole or not at all, and both databases are of one moment', async () => {
  const place = await createPlace({ hasTemporal: true });
  const temporal = openSqlite(join(place.data, 'temporal.db'));
  temporal.exec('create table believed (seq integer)');
  const all = story('INC-B0RNE', 2_000);
  const now = { isOver: false, written: 0 };
  const writing = (async () => {
    // As a workflow does: an event in the register first, and then what it believes to be there.
    for (const event of all) {
      await append(place.register, {
        events: [event],
        incident: summaryOf(all.slice(0, event.seq)),
      });
      temporal.prepare('insert into believed values (?)').run(event.seq);
      now.written = event.seq;
      if (now.isOver) return;
      // SQLite answers at once: without this nobody else would come to a turn.
      await turn();
    }
  })();
  while (now.written < 20) await turn();
  const { path } = await place.make();
  now.isOver = true;
  await writing;
  const to = join(place.root, 'there');
  const { code, err } = await restore(place, path, to);
  assert.equal(code, 0, err);
  const [copy, believed] = [await openRegister(to), openSqlite(join(to, 'temporal.db'))];
  const { last } = await copy.db
    .selectFrom('event')
    .select(({ fn }) => fn.max('seq').as('last'))
    .where('incident_id', '=', 'INC-B0RNE')
    .executeTakeFirstOrThrow();
  const seq = believed.prepare('select max(seq) as seq from believed').get()?.['seq'];
  assert.ok(last >= 20 && last < now.written, `${last} of ${now.written}`);
  // One that was written and not yet believed is written again, and is the same.
  assert.ok(
    seq === last || seq === last - 1,
    `Temporal believes ${String(seq)}, the register has ${last}`,
  );
  assert.equal((await verifyAudit(copy)).fault, undefined);
  believed.close();
  temporal.close();
  await copy.close();
  await place.register.close();
});

test('nothing of it can be read without the identity, and the file is its owner’s alone', async () => {
  const place = await createPlace();
  const { path, sha256, bytes } = await place.make();
  const content = await readFile(path);
  for (const word of ['Backup bucket', 'manifest', 'wrapped', 'anna'])
    assert.equal(content.includes(word), false, word);
  assert.equal((await stat(path)).mode & 0o777, 0o600);
  assert.deepEqual(await hashOf(path), { bytes, sha256 });
  assert.deepEqual(await readdir(place.to), [path.split('/').at(-1)]);
  assert.equal(existsSync(join(place.data, 'backup-staging')), false);
  await place.register.close();
});

test('files that the policy names come along, also from outside of its folder', async () => {
  const place = await createPlace({
    more: 'customersFile: lists/customers.csv\nvendorsFile: ../vendors.csv\n',
  });
  await mkdir(join(place.data, 'lists'));
  await writeFile(
    join(place.data, 'lists', 'customers.csv'),
    'id,name,email\ninitech,Initech,dp@initech.example\n',
  );
  await writeFile(
    join(place.root, 'vendors.csv'),
    'id,name,purpose,country\nhost,Host GmbH,servers,DE\n',
  );
  const { path } = await place.make();
  const to = join(place.root, 'there', 'data');
  const { code, out, err } = await restore(place, path, to);
  assert.equal(code, 0, err);
  assert.equal(
    await textOf(to, 'lists', 'customers.csv'),
    await textOf(place.data, 'lists', 'customers.csv'),
  );
  assert.match(
    out,
    /The policy names \.\.\/vendors\.csv: put .*there\/data\/policy-elsewhere\/vendors\.csv there\./,
  );
  assert.match(await textOf(to, 'policy-elsewhere', 'vendors.csv'), /Host GmbH/);
  await place.register.close();
});

test('a backup is on record by its name, its hash and the entry it reaches', async () => {
  const place = await createPlace();
  const { file, sha256 } = await place.make();
  const { json } = await place.run('audit', 'list', '--json');
  const last = json().entries?.at(-1) ?? json().at(-1);
  assert.equal(last.kind, 'backup');
  assert.equal(last.subject, `${file} up to entry 12`);
  assert.equal(last.subjectHash, sha256);
  await place.register.close();
});

test('verify holds it against the live chain and puts that on record', async () => {
  const place = await createPlace({ hasTemporal: true });
  const { path } = await place.make();
  await place.register.close();
  const { code, out, err } = await place.run(
    'backup',
    'verify',
    '--identity',
    place.identityFile,
    '--as',
    'anna',
  );
  assert.equal(code, 0, err);
  assert.match(out, /holds: 8 files/);
  assert.match(out, /The audit chain in it is whole: 13 entries, 12 events/);
  assert.match(out, /Temporal’s database in it is whole/);
  assert.match(out, /It is the file that was made/);
  assert.match(out, /The audit chain here goes on from it\.\nThat it was verified is on record\./);
  const listed = (await place.run('backup', 'list', '--json')).json();
  assert.equal(listed.backups[0].made.file, path.split('/').at(-1));
  assert.equal(typeof listed.backups[0].made.verifiedAtMs, 'number');
  assert.deepEqual(
    (await readdir(place.data)).filter((name) => name.startsWith('backup-scratch')),
    [],
  );
});

test('without an identity verify says that it did not look inside', async () => {
  const place = await createPlace();
  const { path } = await place.make();
  await place.register.close();
  const { code, out } = await place.run('backup', 'verify', path);
  assert.equal(code, 0);
  assert.match(out, /What is inside was not looked at/);
  await appendFile(path, 'x');
  const changed = await place.run('backup', 'verify', path);
  assert.equal(changed.code, 6);
  assert.match(
    changed.err,
    /is not the file that was made: entry 13 of the audit chain has another SHA-256/,
  );
});

test('a backup can be verified where nothing else of the installation is', async () => {
  const [place, other] = [await createPlace(), await createPlace()];
  const { path } = await place.make();
  const { code, out, err } = await place.run(
    ...[
      'backup',
      'verify',
      path,
      '--identity',
      place.identityFile,
      '--data',
      join(place.root, 'nothing'),
    ],
  );
  assert.equal(code, 0, err);
  assert.match(out, /No audit chain here knows it; compare the SHA-256/);
  const stranger = await other.run('backup', 'verify', path, '--identity', place.identityFile);
  assert.equal(stranger.code, 6);
  assert.match(stranger.err, /it is of installation .* name the right data folder/);
  await place.register.close();
  await other.register.close();
});

test('keygen writes the identity to its owner alone, and never beside what it opens', async () => {
  const place = await createPlace();
  const file = join(place.root, 'stick.txt');
  const { code, out } = await place.run('backup', 'keygen', '--out', file);
  assert.equal(code, 0);
  assert.match(out, /^age1[0-9a-z]{58}$/);
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  assert.match(
    await textOf(file),
    new RegExp(`^# public key: ${out}\nAGE-SECRET-KEY-1[0-9A-Z]{58}$`, 'm'),
  );
  const beside = await place.run('backup', 'keygen', '--out', join(place.data, 'id.txt'));
  assert.equal(beside.code, 5);
  assert.match(beside.err, /is in the data folder/);
  await place.register.close();
});
