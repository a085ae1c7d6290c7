/** Numbers, times, articles and addressees as each language writes them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NoticeWords } from '../../src/domain/notice-words.ts';
import { law } from '../../src/domain/rules/index.ts';
import { catalogues } from '../../src/language/index.ts';
import { hourMs } from '../notices/sample.ts';

const written: readonly (readonly [
  what: string,
  make: (words: NoticeWords) => string,
  de: string,
  en: string,
])[] = [
  ['a number', ({ count }) => count(1_250_000), '1.250.000', '1250000'],
  ['a number of four digits', ({ count }) => count(4_200), '4200', '4200'],
  [
    'an instant, its seconds cut off',
    ({ utc }) => utc(Date.UTC(2026, 2, 9, 8, 4, 59)),
    '09.03.2026, 08:04 UTC',
    '2026-03-09 08:04 UTC',
  ],
  ['a date', ({ date }) => date('2026-03-09'), '09.03.2026', '2026-03-09'],
  ['a span', ({ span }) => span(-(71 * hourMs + 119_000)), '71 Std. 1 Min.', '71 h 1 min'],
  ['a short span', ({ span }) => span(59_999 + 8 * 60_000), '8 Min.', '8 min'],
];
for (const [what, make, de, en] of written)
  test(`${what} is ${de} in German and ${en} in English`, () => {
    assert.deepEqual([make(catalogues.de.notices), make(catalogues.en.notices)], [de, en]);
  });

const articles: readonly (readonly [english: string, german: string])[] = [
  ['GDPR Art. 33(3)(a)', 'DSGVO Art. 33 Abs. 3 lit. a'],
  ['GDPR Art. 34(3)(a)(b)(c)', 'DSGVO Art. 34 Abs. 3 lit. a, b und c'],
  ['GDPR Art. 4(12), Art. 28', 'DSGVO Art. 4 Nr. 12, Art. 28'],
  ['NIS2 Art. 23(4)(d), (e)', 'NIS-2 Art. 23 Abs. 4 lit. d, lit. e'],
  ['RTS 2025/301 Art. 5(1)(a), (2)', 'RTS 2025/301 Art. 5 Abs. 1 lit. a, Abs. 2'],
  ['eIDAS Art. 24(2)(fb)', 'eIDAS Art. 24 Abs. 2 lit. fb'],
  ['master agreement, clause 7(2)', 'master agreement, clause 7(2)'],
];
for (const [english, german] of articles)
  test(`${english} is ${german} in German`, () =>
    assert.equal(catalogues.de.notices.article(english), german));

/** The rules of data protection have fields of their own in the notice. */
const others = Object.values(law).filter(({ id }) => !id.startsWith('gdpr-'));
test('whom the other laws name is named in German, but for the name of an authority', () => {
  const names = new Set(["Information Commissioner's Office"]);
  assert.ok(others.length > 5, String(others.length));
  for (const { id, addressee } of others)
    if (!names.has(addressee))
      assert.notEqual(catalogues.de.notices.addressee(addressee), addressee, id);
});
