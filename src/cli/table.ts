/** Columns of a list on a terminal, each as wide as its widest cell. */
import { stripVTControlCharacters } from 'node:util';
import { paint } from './io.ts';

/** Colours take no room. */
function visible(cell: string): number {
  return stripVTControlCharacters(cell).length;
}

/** The last column is not padded: nothing stands behind it. */
export function columns(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, n) =>
    Math.max(name.length, ...rows.map((row) => visible(row[n] ?? ''))),
  );
  const padded = (cell: string, width = 0): string => cell + ' '.repeat(width - visible(cell));
  const line = (cells: readonly string[]): string =>
    cells.map((cell, n) => (n === cells.length - 1 ? cell : padded(cell, widths[n]))).join('  ');
  return [paint('quiet', line(head)), ...rows.map(line)].join('\n');
}
