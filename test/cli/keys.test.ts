/** The ring of encryption keys, as people type it: no server anywhere. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ensureRing } from '../../src/encryption/ring.ts';
import { keysFolder } from '../../src/config.ts';
import { createDesk } from '../support/app.ts';

it('is rotated by an admin alone, and the chain says by whom', async (t) => {
  const at = await createDesk();
  t.after(at.clear);
  await ensureRing(keysFolder({}, at.data));
  const before = (await at.done('keys', 'list')).keys;
  const refused = await at.run(['keys', 'rotate', '--as', 'ben']);
  assert.equal(refused.code, 4);
  assert.match(refused.err, /ben is no admin of the policy file, .*; ask one of anna/);
  assert.deepEqual((await at.done('keys', 'list')).keys, before);
  await at.done('keys', 'rotate', '--as', 'anna');
  assert.equal((await at.done('keys', 'list')).keys.length, before.length + 1);
  const { entries } = await at.done('audit', 'list');
  assert.deepEqual([entries.at(-1).kind, entries.at(-1).who], ['keys', 'anna']);
});
