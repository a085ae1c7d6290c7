/** Ids of incidents in a sentence: in one piece on the page, and unchanged for whoever copies it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kept } from '../../src/web/kept.ts';

const shown = async (sentence: string): Promise<string> => (await kept(sentence)).toString();

test('an id does not break at its hyphen, and not a letter is added to the sentence', async () => {
  const sentence = 'INC-K7F3Q took in INC-M4XW2.';
  assert.equal(
    await shown(sentence),
    '<span class="keep">INC-K7F3Q</span> took in <span class="keep">INC-M4XW2</span>.',
  );
  assert.equal((await shown(sentence)).replaceAll(/<[^>]*>/g, ''), sentence);
});

test('what people typed around it stays escaped', async () => {
  assert.equal(await shown('<b>INC-K7F3Q'), '&lt;b&gt;<span class="keep">INC-K7F3Q</span>');
});
