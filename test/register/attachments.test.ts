/** Attached files in the register: kept once, also while somebody else writes. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { dropAttachment, readAttachment, storeAttachment } from '../../src/register/attachments.ts';
import { openRegister } from '../../src/register/database.ts';
import { openSqlite } from '../../src/register/sqlite.ts';
import { dataFolder, startMs } from './sample.ts';
import { sha256Of } from '../../src/sha256.ts';

const content = Buffer.from('a log');

test('a file is kept, and dropped again, although another process writes for a moment', async () => {
  const folder = await dataFolder();
  const register = await openRegister(folder);
  const other = openSqlite(join(folder, 'register.db'));
  /** Holds the lock of writers for as long as a worker on a slow disk. */
  async function whileLocked<T>(work: () => Promise<T>): Promise<T> {
    other.exec('begin immediate');
    const done = work();
    await Promise.race([done, sleep(200)]).finally(() => other.exec('commit'));
    return done;
  }
  const store = () => storeAttachment(register, { incidentId: 'INC-1', content, nowMs: startMs });
  assert.equal(await whileLocked(store), true);
  assert.equal(await whileLocked(store), false);
  const hash = sha256Of(content);
  assert.deepEqual(Buffer.from((await readAttachment(register, hash)) ?? []), content);
  await whileLocked(() => dropAttachment(register, hash));
  assert.equal(await readAttachment(register, hash), undefined);
  other.close();
  await register.close();
});
