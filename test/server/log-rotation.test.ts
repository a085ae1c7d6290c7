import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkLogs } from '../../src/doctor/logs.ts';
import { openRegister } from '../../src/register/database.ts';
import { readAudit } from '../../src/register/audit.ts';
import { readRotations, rotationsFile } from '../../src/rotations.ts';
import { openLog } from '../../src/server/log-file.ts';
import { rotateLog } from '../../src/server/log-rotation.ts';
import { sha256Of } from '../../src/sha256.ts';
import { recordRotations } from '../../src/worker/rotations.ts';
import { temporaryFolder } from './support.ts';

const day = 86_400_000;
const noonMs = Date.UTC(2026, 10, 22, 12);
const keepMs = 30 * day;

function line(ms: number, message = 'x'): string {
  return `${JSON.stringify({ time: new Date(ms).toISOString(), level: 'info', message })}\n`;
}

function log(data: string): string {
  const path = join(data, 'logs', 'worker.log');
  openLog(path);
  return path;
}

const parts = (path: string): string[] =>
  readdirSync(join(path, '..'))
    .filter((name) => name.startsWith('worker.log.'))
    .sort((a, b) => a.localeCompare(b));

test('a log is for its user alone, its parts and their list too, whoever made the folder', (t) => {
  const path = log(temporaryFolder(t));
  writeFileSync(path, line(noonMs));
  rotateLog(path, keepMs, noonMs + day);
  const folder = join(path, '..');
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  for (const name of readdirSync(folder))
    assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600, name);
});

test('a log is set aside on another day and when it is long, and not before', async (t) => {
  const path = log(temporaryFolder(t));
  writeFileSync(path, line(noonMs));
  rotateLog(path, keepMs, noonMs + day / 2 - 1);
  assert.deepEqual(parts(path), [], 'the same day');
  rotateLog(path, keepMs, noonMs + day / 2);
  assert.deepEqual(parts(path), ['worker.log.2026-11-23T00-00-00Z']);
  assert.equal(readFileSync(path, 'utf8'), '');
  for (let n = 0; n < 2; n += 1) {
    writeFileSync(path, line(noonMs + day));
    rotateLog(path, keepMs, noonMs + day, { sizeBytes: 10 });
  }
  assert.deepEqual(parts(path).slice(1), [
    'worker.log.2026-11-23T12-00-00Z',
    'worker.log.2026-11-23T12-00-00Z.2',
  ]);
  const listed = await readRotations(join(path, '..'));
  assert.deepEqual(
    listed.map(({ what, file, sha256 }) => [what, file, sha256]),
    parts(path).map((file) => ['rotated', file, sha256Of(readFileSync(join(path, '..', file)))]),
  );
});

test('a part goes when its time is over, or the oldest when all are too large, and that is said', async (t) => {
  const path = log(temporaryFolder(t));
  for (const days of [0, 10, 20]) {
    writeFileSync(path, line(noonMs + days * day));
    rotateLog(path, keepMs, noonMs + (days + 1) * day);
  }
  rotateLog(path, keepMs, noonMs + 31 * day);
  assert.equal(parts(path).length, 3, 'to the second');
  rotateLog(path, keepMs, noonMs + 31 * day + 1);
  assert.equal(parts(path).length, 2);
  rotateLog(path, keepMs, noonMs + 31 * day + 1, { partsBytes: line(noonMs).length });
  assert.deepEqual(parts(path), ['worker.log.2026-12-13T12-00-00Z']);
  const removed = (await readRotations(join(path, '..'))).filter(({ what }) => what === 'removed');
  assert.deepEqual(
    removed.map(({ file, why }) => [file, why]),
    [
      ['worker.log.2026-11-23T12-00-00Z', 'age'],
      ['worker.log.2026-12-03T12-00-00Z', 'size'],
    ],
  );
});

test('the doctor finds a part that was changed or taken away, by the audit chain', async (t) => {
  const data = temporaryFolder(t);
  const path = log(data);
  const folder = join(path, '..');
  const register = await openRegister(data);
  t.after(() => register.close());
  const look = (nowMs: number) => checkLogs(data, {}, nowMs);
  for (const days of [0, 1, 2]) {
    writeFileSync(path, line(noonMs + days * day, `day ${days}`));
    rotateLog(path, keepMs, noonMs + (days + 1) * day);
  }
  const nowMs = noonMs + 3 * day;
  assert.equal((await look(nowMs + 3_600_001)).result, 'warning', 'not on record for an hour');
  await recordRotations(folder, register);
  await recordRotations(folder, register);
  const kinds: string[] = [];
  for await (const { kind, subject } of readAudit(register.db))
    if (kind.startsWith('log')) kinds.push(`${kind} ${subject}`);
  assert.deepEqual(
    kinds,
    parts(path).map((file) => `logRotated ${file}`),
    'each once, without a path',
  );
  const good = await look(nowMs);
  assert.deepEqual(
    [good.result, /3 older parts as the audit chain/.test(good.found)],
    ['ok', true],
  );

  const [first = '', second = ''] = parts(path);
  const kept = readFileSync(join(folder, first));
  writeFileSync(join(folder, first), line(noonMs, 'nothing happened'));
  const changed = await look(nowMs);
  assert.equal(changed.result, 'failed');
  assert.match(changed.found, new RegExp(`${first} was changed`));
  writeFileSync(join(folder, first), kept);
  rmSync(join(folder, second));
  assert.match((await look(nowMs)).found, new RegExp(`${second} is missing before its time`));
  writeFileSync(join(folder, rotationsFile), '');
  assert.equal((await look(nowMs)).result, 'failed', 'the chain does not forget with the list');
});

test('a part whose time is over is missed by nobody', async (t) => {
  const data = temporaryFolder(t);
  const path = log(data);
  const register = await openRegister(data);
  t.after(() => register.close());
  writeFileSync(path, line(noonMs));
  rotateLog(path, keepMs, noonMs + day);
  await recordRotations(join(path, '..'), register);
  rotateLog(path, keepMs, noonMs + 40 * day);
  assert.deepEqual(parts(path), []);
  assert.equal((await checkLogs(data, {}, noonMs + 40 * day)).result, 'ok', 'by the list');
  await recordRotations(join(path, '..'), register);
  writeFileSync(join(path, '..', rotationsFile), '');
  assert.equal((await checkLogs(data, {}, noonMs + 40 * day)).result, 'ok', 'by the chain');
});

test('a list that somebody wrote into is told, and not believed', async (t) => {
  const path = log(temporaryFolder(t));
  writeFileSync(join(path, '..', rotationsFile), '{"what":"removed","file":"../x"}\n');
  await assert.rejects(readRotations(join(path, '..')), /line 1 of .* is not what up wrote/);
});
