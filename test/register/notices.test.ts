/** Drafts in the register: the first text under an id stays, and they have an order. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  listNotices,
  newestNotice,
  readNotice,
  storeNotice,
  type StoredNotice,
} from '../../src/register/notices.ts';
import { onEachEngine, open } from './engines.ts';
import { startMs } from './sample.ts';

const draft: StoredNotice = {
  incidentId: 'INC-1',
  notice: 'N7',
  about: { duty: 'gdpr-33-1' },
  json: '{}',
  markdown: '# Draft',
  sha256: 'aa',
  draftedAtMs: startMs,
};

onEachEngine((engine) => {
  test('a draft is kept word for word, and a second one under its id does not replace it', async () => {
    const register = await open(await engine.place());
    assert.equal(await readNotice(register, 'INC-1', 'N7'), undefined);
    assert.deepEqual(await storeNotice(register, draft), draft);
    assert.deepEqual(await storeNotice(register, { ...draft, json: '[]', sha256: 'bb' }), draft);
    assert.deepEqual(await readNotice(register, 'INC-1', 'N7'), draft);
    await register.close();
  });

  test('drafts of one instant stand in the order of their numbers, whoever was stored first', async () => {
    const register = await open(await engine.place());
    for (const notice of ['N10', 'N9', 'N11', 'N8'])
      await storeNotice(register, { ...draft, notice });
    const listed = await listNotices(register, 'INC-1');
    assert.deepEqual(
      listed.map(({ notice }) => notice),
      ['N8', 'N9', 'N10', 'N11'],
    );
    assert.equal((await newestNotice(register, 'INC-1'))?.notice, 'N11');
    await register.close();
  });
});
