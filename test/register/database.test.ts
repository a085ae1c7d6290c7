/** Opening the register: created once, private, safe to race, readable while written. */
import assert from 'node:assert/strict';
import { rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { Failure } from '../../src/failure.ts';
import { openRegister } from '../../src/register/database.ts';
import { append, readEvents } from '../../src/register/journal.ts';
import { openSqlite } from '../../src/register/sqlite.ts';
import { startAppending, startOpening } from './child.ts';
import { dataFolder, story, summaryOf } from './sample.ts';

test('a fresh register is durable, in WAL mode and for its owner only', async () => {
  const folder = join(await dataFolder(), 'new', 'place');
  const register = await openRegister(folder);
  await append(register, { events: story('INC-1', 2), incident: summaryOf(story('INC-1', 2)) });
  for (const file of ['register.db', 'register.db-wal', 'register.db-shm'])
    assert.equal((await stat(join(folder, file))).mode & 0o777, 0o600, file);
  assert.equal((await stat(folder)).mode & 0o777, 0o700);
  const other = openSqlite(register.path, { readOnly: true });
  assert.equal(other.prepare('pragma journal_mode').get()?.['journal_mode'], 'wal');
  other.close();
  await register.close();
});

test('opening it again keeps what it holds', async () => {
  const folder = await dataFolder();
  const first = await openRegister(folder);
  await append(first, { events: story('INC-1', 3), incident: summaryOf(story('INC-1', 3)) });
  await first.close();
  const second = await openRegister(folder);
  assert.equal((await readEvents(second, 'INC-1')).length, 3);
  await second.close();
});

test('three processes that open the same fresh registers at once all succeed', async () => {
  const folder = await dataFolder();
  // Long enough for three processes to load on a busy machine; later ones just race less tightly.
  const startMs = Date.now() + 4_000;
  const children = [1, 2, 3].map(() => startOpening(folder, startMs));
  const codes = await Promise.all(children.map(({ ended }) => ended));
  assert.deepEqual(codes, [0, 0, 0], children.map(({ errors }) => errors()).join('\n'));
  const register = await openRegister(join(folder, '0'), { readOnly: true });
  assert.deepEqual(await readEvents(register, 'INC-1'), []);
  await register.close();
});

test('a reader beside a writer sees only whole appends and never fails', async () => {
  const folder = await dataFolder();
  await (await openRegister(folder)).close();
  const child = startAppending(folder, 'INC-1', 200);
  const reader = await openRegister(folder, { readOnly: true });
  let reads = 0;
  while (await Promise.race([child.ended.then(() => false), setTimeout(2, true)])) {
    const events = await readEvents(reader, 'INC-1');
    events.forEach(({ seq }, n) => assert.equal(seq, n + 1));
    reads += 1;
  }
  assert.equal(await child.ended, 0, child.errors());
  assert.equal((await readEvents(reader, 'INC-1')).length, 200);
  assert.ok(reads > 10, `${reads} reads`);
  await reader.close();
});

test('a reader cannot write', async () => {
  const folder = await dataFolder();
  await (await openRegister(folder)).close();
  const reader = await openRegister(folder, { readOnly: true });
  await assert.rejects(
    append(reader, { events: story('INC-1', 1), incident: summaryOf(story('INC-1', 1)) }),
    /readonly/,
  );
  await reader.close();
});

function failure(code: string, message: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof Failure && error.code === code && message.test(error.message);
}

test('reading where there is no register says so, with the remedy', async () => {
  const folder = await dataFolder();
  await assert.rejects(
    openRegister(folder, { readOnly: true }),
    failure('no-register', /register\.db; start the worker/),
  );
});

test('a register that is not migrated yet is refused to readers', async () => {
  const folder = await dataFolder();
  await writeFile(join(folder, 'register.db'), '');
  await assert.rejects(
    openRegister(folder, { readOnly: true }),
    failure('register-not-migrated', /older than this version/),
  );
});

test('a register of a newer version is refused and left as it is', async () => {
  const folder = await dataFolder();
  const register = await openRegister(folder);
  await register.close();
  const sqlite = openSqlite(register.path);
  sqlite.exec(`insert into kysely_migration values ('9999-from-the-future', '2999-01-01')`);
  sqlite.close();
  await assert.rejects(openRegister(folder), failure('register-not-migrated', /newer version/));
});

test('a file that is no database, and a folder that is a file, are named', async () => {
  const folder = await dataFolder();
  await writeFile(
    join(folder, 'register.db'),
    'this is not a database, but long enough '.repeat(9),
  );
  await assert.rejects(openRegister(folder), failure('register-unreachable', /not a database/));
  await assert.rejects(
    openRegister(folder, { readOnly: true }),
    failure('register-unreachable', /not a database/),
  );
  await rm(join(folder, 'register.db'));
  await writeFile(join(folder, 'file'), '');
  await assert.rejects(
    openRegister(join(folder, 'file')),
    failure('register-unreachable', /check that this user may/),
  );
});
