/** Drafts in the register: the first text under an id stays. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readNotice, storeNotice, type StoredNotice } from '../../src/register/notices.ts';
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
});
