/** The CSV reader: RFC 4180 and nothing looser, because a guessed cell would be a wrong address. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCsv } from '../../src/policy/csv.ts';

const good: readonly (readonly [
  name: string,
  text: string,
  cells: readonly (readonly string[])[],
])[] = [
  [
    'lines of cells',
    'a,b\nc,d\n',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  [
    'no line end behind the last line',
    'a,b\nc,d',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  [
    'line ends of Windows',
    'a,b\r\nc,d\r\n',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  [
    'empty cells, the last one too',
    'a,,\n,b,',
    [
      ['a', '', ''],
      ['', 'b', ''],
    ],
  ],
  ['commas, quotes and line ends in quotes', '"a, ""b""\r\nc",d', [['a, "b"\r\nc', 'd']]],
  ['empty quotes', '"",a', [['', 'a']]],
  [
    'lines that are blank, or only commas',
    'a,b\n\n,,\r\n  \nc,d\n',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  ['nothing', '', []],
];
for (const [name, text, cells] of good)
  test(name, () => {
    const read = readCsv(text);
    assert.deepEqual(read.faults, []);
    assert.deepEqual(
      read.rows.map((row) => row.cells),
      cells,
    );
  });

test('a row bears the line on which it begins, below cells of several lines too', () => {
  const { rows } = readCsv('a\n"b\nc\nd"\n\ne\n');
  assert.deepEqual(
    rows.map(({ line }) => line),
    [1, 2, 6],
  );
});

const bad: readonly (readonly [name: string, text: string, line: number, says: RegExp])[] = [
  ['a quote inside a bare cell', 'a\nb"c,d\n', 2, /quote stands inside a cell; .*double each/],
  ['text behind a quoted cell', 'a\n\n"b"c\n', 3, /text stands beside quotes/],
  ['a quote that is never closed', 'a\n"b\nc\n', 2, /never closed/],
  ['a carriage return alone', 'a\rb', 1, /carriage return alone/],
];
for (const [name, text, line, says] of bad)
  test(`${name} is a fault with its line`, () => {
    const [fault, ...more] = readCsv(text).faults;
    assert.deepEqual(more, []);
    assert.equal(fault?.line, line);
    assert.match(fault.text, says);
  });

test('reading goes on behind a fault, so that all are told at once', () => {
  const { rows, faults } = readCsv('a,b\nc"c,d\ne,f\n"g"h,i\nj,k\n');
  assert.deepEqual(
    faults.map(({ line }) => line),
    [2, 4],
  );
  assert.deepEqual(
    rows.map(({ line }) => line),
    [1, 3, 5],
  );
});

test('a megabyte of text in one pair of quotes is read', () => {
  const long = 'x'.repeat(1_000_000);
  assert.equal(readCsv(`"${long}",b`).rows[0]?.cells[0]?.length, long.length);
});
