/** Rows of a CSV are changed by id, and every other byte stays. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cellsOf, mergeRows, type Cells } from '../../src/policy/table-edit.ts';

const file =
  'name,id,note\r\n"Acme, Inc.",acme,x\r\n\r\n  Spaced , bolt,"a ""b"""\r\n"two\nlines",cog,';

const cases: readonly (readonly [
  says: string,
  records: readonly Cells[],
  text: string,
  added: readonly string[],
  changed: readonly string[],
])[] = [
  ['nothing to change', [{ id: 'acme', note: 'x' }], file, [], []],
  ['an empty cell leaves what stands', [{ id: 'acme', note: '' }], file, [], []],
  ['a cell', [{ id: 'acme', note: 'y' }], file.replace('acme,x', 'acme,y'), [], ['acme']],
  [
    'a row with line breaks, at the end of the file',
    [{ id: 'cog', note: 'z' }],
    `${file}z`,
    [],
    ['cog'],
  ],
  [
    'a new row, with the line ends of the file and quotes where they must be',
    [{ id: 'dyn', name: 'D "x", Ltd' }],
    `${file}\r\n"D ""x"", Ltd",dyn,\r\n`,
    ['dyn'],
    [],
  ],
  [
    'several at once, in any order',
    [
      { id: 'cog', note: '1' },
      { id: 'new', name: 'N' },
      { id: 'acme', note: '2' },
    ],
    `${file.replace('acme,x', 'acme,2')}1\r\nN,new,\r\n`,
    ['new'],
    ['cog', 'acme'],
  ],
];
for (const [says, records, text, added, changed] of cases)
  test(`merged: ${says}`, () => {
    assert.deepEqual(mergeRows(file, records), { text, added, changed });
  });

test('a column that the file does not have is named, unless nothing would stand in it', () => {
  assert.deepEqual(mergeRows(file, [{ id: 'acme', colour: 'red' }]), { missing: ['colour'] });
  assert.equal(mergeRows(file, [{ id: 'acme', colour: '' }]).missing, undefined);
});

test('a changed row with quotes and spaces reads as before in its other cells', () => {
  const merged = mergeRows(file, [{ id: 'bolt', name: 'New' }]);
  assert.ok(!merged.missing);
  assert.deepEqual(cellsOf(merged.text)[1], { name: 'New', id: 'bolt', note: 'a "b"' });
});
