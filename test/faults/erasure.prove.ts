/** On a real `up`: an incident is held, released and erased, and neither Temporal nor the register has it afterwards. */
import assert from 'node:assert/strict';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { WorkflowNotFoundError } from '@temporalio/client';
import { openSqlite, type SqliteValue } from '../../src/register/sqlite.ts';
import { startApp, until, type App } from '../support/app.ts';

const secret = 'Quokka-Zettelkasten';
let app: App;
let id: string;
before(async () => {
  app = await startApp(({ policyPath }) =>
    writeFileSync(
      policyPath,
      `${readFileSync(policyPath, 'utf8')}\nretention: { incidents: P2Y, attachments: P1Y }\n`,
    ),
  );
  const { incident } = await app.done(
    ...['declare', `${secret} is gone`, '--personal-data', 'no', '--as', 'anna', '--json'],
  );
  ({ id } = incident);
});
after(() => app?.stop());

/** Files below the data folder that hold the word, the log and the mails of the inbox left out. */
function holders(): string[] {
  return readdirSync(app.data, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const path = join(app.data, name);
    return (
      statSync(path).isFile() && !/^(inbox|logs)/.test(name) && readFileSync(path).includes(secret)
    );
  });
}

/** Tables of a database of which some row holds the words. */
function rowsHolding(database: string, words: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'erasure-'));
  for (const name of readdirSync(app.data).filter((one) => one.startsWith(database)))
    copyFileSync(join(app.data, name), join(folder, name));
  const sqlite = openSqlite(join(folder, database));
  const tables = sqlite.prepare(`select name from sqlite_master where type = 'table'`).all();
  const found = tables.filter(({ name }) =>
    sqlite
      .prepare(`select * from "${String(name)}"`)
      .all()
      .some((row) => Object.values(row).some((value) => isHolding(value, words))),
  );
  sqlite.close();
  rmSync(folder, { recursive: true });
  return found.map(({ name }) => String(name));
}

function isHolding(value: SqliteValue, words: string): boolean {
  if (typeof value === 'string') return value.includes(words);
  return value instanceof Uint8Array && Buffer.from(value).includes(words);
}

const key = (): string => join(app.data, 'keys', 'incidents', `${id}.json`);

const erase = (...more: string[]) =>
  app.run(['erase', id, '--reason', 'asked for', '--as', 'dora', ...more]);

it('erases nothing of an incident that runs, without --yes, or for somebody without the role', async () => {
  const running = await erase('--yes');
  assert.equal(running.code, 5, running.err);
  assert.match(running.err, /is not closed/);
  const closed = await app.run(['false-alarm', id, 'a test', '--as', 'anna']);
  assert.equal(closed.code, 0, closed.err);
  assert.match((await erase()).err, /add --yes/);
  // Anna is the admin that init names.
  const ben = await app.run(['erase', id, '--reason', 'x', '--yes', '--as', 'ben']);
  assert.equal(ben.code, 4, ben.err);
  assert.match(ben.err, /neither admin nor DPO/);
  const hostile = await app.run([
    'erase',
    "INC-' OR 1=1",
    '--reason',
    'x',
    '--yes',
    '--as',
    'dora',
  ]);
  assert.equal(hostile.code, 2);
});

it('is stopped by a hold until it is released', async () => {
  const held = await app.run(['hold', id, '--reason', 'a claim', '--as', 'dora']);
  assert.equal(held.code, 0, held.err);
  assert.match((await app.run(['retention', 'list'])).out, /held since .* by Dora Lind: a claim/);
  const refused = await erase('--yes');
  assert.deepEqual([refused.code, /is held/.test(refused.err)], [5, true]);
  const released = await app.run(['release', id, '--reason', 'settled', '--as', 'dora']);
  assert.equal(released.code, 0, released.err);
});

it('takes it out of Temporal and the register, and the chain stays whole', async () => {
  // It lies sealed: with the rows of its events and its key everything of it goes.
  assert.deepEqual(holders(), []);
  assert.ok(rowsHolding('register.db', id).includes('event'));
  assert.ok(existsSync(key()));
  await until(
    async () => (await app.client.workflow.getHandle(id).describe()).status.name !== 'RUNNING',
  );
  const done = await erase('--yes');
  assert.equal(done.code, 0, done.err);
  assert.match(done.out, /events, 0 drafts and 0 files erased, and 1 runs in Temporal/);
  await until(async () => {
    try {
      await app.client.workflow.getHandle(id).describe();
      return false;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return true;
      throw error;
    }
    // The server deletes by itself, after the call was answered: seconds, on a busy machine more.
  }, 90_000);
  // Its log keeps old pages until the server writes them again: what its rows hold is looked at in a copy.
  assert.deepEqual(rowsHolding('temporal.db', secret), [], 'rows of Temporal still hold it');
  const rows = rowsHolding('register.db', id);
  assert.ok(!rows.includes('event'), rows.join());
  assert.ok(!existsSync(key()), 'its key is still there');
  assert.deepEqual(holders(), []);
  const verified = await app.run(['audit', 'verify']);
  assert.equal(verified.code, 0, verified.out);
});

it('cannot be shown, opened again or rebuilt', async () => {
  for (const words of [
    ['show', id],
    ['timeline', id],
    ['reopen', id, 'x', '--as', 'anna'],
    ['aware', id, '--at', 'now', '--reason', 'x', '--as', 'anna'],
    ['hold', id, '--reason', 'x', '--as', 'dora'],
  ]) {
    const { code, err } = await app.run(words);
    assert.equal(code, 5, `${words.join(' ')}: ${err}`);
    assert.match(err, /was erased on/);
  }
  const rebuilt = await app.run(['register', 'rebuild', id, '--as', 'anna']);
  assert.deepEqual([rebuilt.code, /so nothing of it is brought back/.test(rebuilt.out)], [0, true]);
  assert.match((await app.run(['list', '--all'])).out, /\(erased\)/);
});

it('has the daily turn scheduled, and its first turn is done', async () => {
  const described = await app.client.schedule.getHandle('seventytwo-retention').describe();
  assert.deepEqual(described.spec.intervals?.[0]?.every, 86_400_000);
  await until(async () => {
    for await (const run of app.client.workflow.list({ query: `WorkflowType = 'chore'` }))
      if (run.status.name === 'COMPLETED') return true;
    return false;
  }, 30_000);
});
