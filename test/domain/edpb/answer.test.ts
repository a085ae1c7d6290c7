/** What a person types into a field of the template is read or refused with what the field takes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAnswer } from '../../../src/domain/edpb/answer.ts';
import { answerKinds } from '../../../src/domain/edpb/kinds.ts';
import { edpbTemplate } from '../../../src/notices/template.ts';

test('the table of kinds says what the data file says', () => {
  const kinds = edpbTemplate().fields.map(({ no, kind, several = false, options }) => [
    no,
    kind === 'choice' ? { letters: options?.map(({ letter }) => letter), several } : kind,
  ]);
  assert.equal(kinds.length, 100);
  assert.deepEqual(
    Object.entries(answerKinds).map(([no, kind]) => [Number(no), kind]),
    kinds,
  );
});

test('every condition asks a field before it for an answer that it can have', () => {
  const { fields } = edpbTemplate();
  for (const { no, when } of fields) {
    if (!when || 'fact' in when) continue;
    for (const { field, is } of when.any) {
      const asked = fields.find((other) => other.no === field);
      assert.ok(field < no && asked?.options?.some(({ letter }) => letter === is), `field ${no}`);
    }
  }
});

const cases: readonly (readonly [field: number, typed: string, expected: unknown])[] = [
  [60, 'd', 'd'],
  [60, 'G, b', 'b,g'],
  [60, 'b b', 'b'],
  [
    60,
    'z',
    'takes one or more of a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y',
  ],
  [61, 'a', 'a'],
  [61, 'a,b', 'takes one of a, b, c, d, e, f'],
  [61, 'external', 'takes one of a, b, c, d, e, f'],
  [97, 'B1', 'b1'],
  [68, '1240', 1240],
  [68, 'about 1000', 'takes a whole number, 0 or more'],
  [68, '-1', 'takes a whole number, 0 or more'],
  [45, 'yes', true],
  [45, 'a', 'takes yes or no'],
  [98, '2026-11-27', '2026-11-27'],
  [98, '2026-02-30', 'takes a date such as 2026-11-27'],
  [48, '2026-11-27T18:20Z', '2026-11-27T18:20:00.000Z'],
  [48, '2026-11-27T18:20', 'takes a time in UTC such as 2026-11-27T18:20Z'],
  [48, '2026-11-31T18:20Z', 'takes a time in UTC such as 2026-11-27T18:20Z'],
  [63, ' two servers ', ' two servers '],
  [8, 'x', 'is not one of the template'],
];
for (const [field, typed, expected] of cases)
  test(`${typed} for field ${field}: ${String(expected)}`, () => {
    const read = readAnswer(field, typed);
    assert.equal('answer' in read ? read.answer : read.fault, expected);
  });
