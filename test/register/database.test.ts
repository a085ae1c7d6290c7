/** Opening the register: created once, private, safe to race, readable while written. */
import assert from 'node:assert/strict';
import { rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import { Failure } from '../../src/failure.ts';
import { readAttachment, storeAttachment } from '../../src/register/attachments.ts';
import { inSnapshot, openRegister } from '../../src/register/database.ts';
import { append, readEvents } from '../../src/register/journal.ts';
import { openSqlite } from '../../src/register/sqlite.ts';
import { startAppending, startOpening } from './child.ts';
import { onEachEngine, open, type Place } from './engines.ts';
import { dataFolder, startMs, story, summaryOf } from './sample.ts';
import { sha256Of } from '../../src/sha256.ts';

test('a fresh register is durable, in WAL mode and for its owner only', async () => {
  const above = await dataFolder();
  const folder = join(above, 'new', 'place');
  const register = await openRegister(folder, { keys: join(above, 'keys') });
  await append(register, { events: story('INC-1', 2), incident: summaryOf(story('INC-1', 2)) });
  for (const file of ['register.db', 'register.db-wal', 'register.db-shm'])
    assert.equal((await stat(join(folder, file))).mode & 0o777, 0o600, file);
  assert.equal((await stat(folder)).mode & 0o777, 0o700);
  const other = openSqlite(register.path, { readOnly: true });
  assert.equal(other.prepare('pragma journal_mode').get()?.['journal_mode'], 'wal');
  other.close();
  await register.close();
});

onEachEngine((engine) => {
  // Fewer where making one takes longer.
  const fresh = engine.name === 'SQLite' ? 30 : 5;

  test('opening it again keeps what it holds', async () => {
    const place = await engine.place();
    const first = await open(place);
    await append(first, { events: story('INC-1', 3), incident: summaryOf(story('INC-1', 3)) });
    await first.close();
    const second = await open(place);
    assert.equal((await readEvents(second, 'INC-1')).length, 3);
    await second.close();
  });

  test('three processes that open the same fresh registers at once all succeed', async () => {
    const folder = await dataFolder();
    const places: Place[] = [];
    for (let n = 0; n < fresh; n += 1) {
      const place = await engine.place();
      places.push({ ...place, folder: join(folder, String(n)) });
    }
    // Long enough for three processes to load on a busy machine; later ones just race less tightly.
    const together = Date.now() + 3_000;
    const children = [1, 2, 3].map(() => startOpening(places, together));
    const codes = await Promise.all(children.map(({ ended }) => ended));
    assert.deepEqual(codes, [0, 0, 0], children.map(({ errors }) => errors()).join('\n'));
    const [first] = places;
    assert.ok(first);
    const register = await open(first, { readOnly: true });
    assert.deepEqual(await readEvents(register, 'INC-1'), []);
    await register.close();
  });

  test('a reader beside a writer sees only whole appends and never fails', async () => {
    const place = await engine.place();
    await (await open(place)).close();
    const child = startAppending(place, 'INC-1', 200);
    const reader = await open(place, { readOnly: true });
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
    const place = await engine.place();
    await (await open(place)).close();
    const reader = await open(place, { readOnly: true });
    await assert.rejects(
      append(reader, { events: story('INC-1', 1), incident: summaryOf(story('INC-1', 1)) }),
      /read-?only/,
    );
    await reader.close();
  });

  test('what is read in one piece is of one moment, whoever writes meanwhile', async () => {
    const place = await engine.place();
    const writer = await open(place);
    const add = async (upTo: number): Promise<void> => {
      const events = story('INC-1', upTo);
      await append(writer, { events, incident: summaryOf(events) });
    };
    await add(2);
    const reader = await open(place, { readOnly: true });
    await inSnapshot(reader, async (moment) => {
      assert.equal((await readEvents(moment, 'INC-1')).length, 2);
      await add(3);
      assert.equal((await readEvents(moment, 'INC-1')).length, 2);
    });
    assert.equal((await readEvents(reader, 'INC-1')).length, 3);
    await reader.close();
    await writer.close();
  });

  test('a file that is attached comes back byte for byte', async () => {
    const register = await open(await engine.place());
    const content = Uint8Array.from({ length: 70_000 }, (_, n) => n % 256);
    assert.equal(
      await storeAttachment(register, { incidentId: 'INC-1', content, nowMs: startMs }),
      true,
    );
    assert.equal(
      await storeAttachment(register, { incidentId: 'INC-1', content, nowMs: startMs }),
      false,
    );
    const kept = await readAttachment(register, sha256Of(content));
    assert.deepEqual(Uint8Array.from(kept ?? []), content);
    await register.close();
  });

  test('a register of a newer version is refused and left as it is', async () => {
    const place = await engine.place();
    const register = await open(place);
    await sql`insert into kysely_migration values ('9999-from-the-future', '2999-01-01')`.execute(
      register.db,
    );
    await register.close();
    await assert.rejects(open(place), failure('register-not-migrated', /newer version/));
  });
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
