/** A German draft is German on its page too: the words around it, its times and its mark. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languages } from '../../src/domain/language.ts';
import { renderMarkdown } from '../../src/notices/markdown.ts';
import { wordsIn } from '../../src/notices/words.ts';
import { german, toAuthority, toCustomer, unknown } from './sample.ts';

/** Every sentence with the names in braces that it fills in. */
function shape(words: object, path = ''): readonly string[] {
  return Object.entries(words).flatMap(([key, text]: readonly [string, unknown]) =>
    typeof text === 'string'
      ? [`${path}${key} ${(text.match(/\{\w+\}/g) ?? []).toSorted().join(' ')}`]
      : shape(Object(text), `${path}${key}/`),
  );
}

for (const language of languages)
  test(`${language}: every word of a page is there and fills in what the English one does`, () => {
    assert.deepEqual(shape(wordsIn(language)), shape(wordsIn('en')));
    assert.equal(wordsIn(language).language, language);
  });

test('the page of a German draft has no English around it', () => {
  for (const draft of [toAuthority(german), toAuthority(unknown), toCustomer(german)]) {
    const page = renderMarkdown(draft, 'Europe/Berlin').replace(/seventytwo [a-z]+ [a-z]+/g, '');
    assert.doesNotMatch(
      page,
      /(?<!\p{L})(the|of|is|are|and|or|not|with|by|from|ask|here|made)(?!\p{L})/u,
    );
    assert.match(
      page,
      /^\*\*Entwurf, nicht eingereicht\*\*\. Erstellt \w\w\., \d+\. \p{L}+\.? 2026, /mu,
    );
    assert.match(page, /\*\*Entwurf, nicht eingereicht\*\*\n$/);
  }
  const page = renderMarkdown(toAuthority(german), 'Europe/Berlin');
  assert.match(page, /hier, denn Feld 44 ist a oder b oder c/);
  assert.match(page, /; zu fragen: Carla Cerny \(DSB\)/);
});
