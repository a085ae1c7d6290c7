/** The SQLite library that was chosen behaves as the register needs it. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { openSqlite } from '../../src/register/sqlite.ts';

test('a statement tells whether it returns rows', () => {
  const database = openSqlite(':memory:');
  database.exec('create table t (a text, b integer)');
  assert.equal(database.prepare('insert into t values (?, ?)').columns().length, 0);
  assert.equal(database.prepare('insert into t values (?, ?) returning a').columns().length, 1);
  assert.equal(database.prepare('select a, b from t').columns().length, 2);
  database.close();
});

test('the library has the fix for corruption by several connections (SQLite 3.51.3)', () => {
  const database = openSqlite(':memory:');
  const version = String(database.prepare('select sqlite_version() as v').get()?.['v']);
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  assert.ok(major * 1e6 + minor * 1e3 + patch >= 3_051_003, version);
  database.close();
});

test('loading it prints no warning, and warnings work again afterwards', async () => {
  const url = new URL('../../src/register/sqlite.ts', import.meta.url).href;
  const { stderr } = await promisify(execFile)(process.execPath, [
    '--import',
    'tsx',
    '--input-type=module',
    '--eval',
    `const { openSqlite } = await import(${JSON.stringify(url)});
     openSqlite(':memory:').close();
     process.emitWarning('heard');`,
  ]);
  assert.match(stderr, /heard/);
  assert.doesNotMatch(stderr, /Experimental/);
});
