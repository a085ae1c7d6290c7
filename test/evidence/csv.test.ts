/** CSV as RFC 4180 has it, and nothing in it that a spreadsheet would run. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvLine } from '../../src/evidence/csv.ts';

const cases: readonly (readonly [string | number | boolean | undefined, string])[] = [
  ['plain', 'plain'],
  ['a,b', '"a,b"'],
  ['say "no"', '"say ""no"""'],
  ['two\nlines', '"two\nlines"'],
  ['two\r\nlines', '"two\r\nlines"'],
  ['Größe, Ελλάδα, Київ, 東京, 🙂, مرحبا', '"Größe, Ελλάδα, Київ, 東京, 🙂, مرحبا"'],
  ['=1+1', "'=1+1"],
  ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
  ['+4930', "'+4930"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['\r=1', `"'\r=1"`],
  ['\n=1', `"'\n=1"`],
  ['  =1', "'  =1"],
  ['＝1', "'＝1"],
  ['a=1', 'a=1'],
  ['', ''],
  [undefined, ''],
  [-5, '-5'],
  [true, 'true'],
];
for (const [value, cell] of cases)
  test(`${JSON.stringify(value)} becomes ${JSON.stringify(cell)}`, () => {
    assert.equal(csvLine([value, 'x']), `${cell},x\r\n`);
  });
