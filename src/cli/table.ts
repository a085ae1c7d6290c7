/** Columns of a list on a terminal, each as wide as its widest cell. */
import { paint } from './io.ts';

/** The last column is not padded: nothing stands behind it. */
export function columns(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, n) =>
    Math.max(name.length, ...rows.map((row) => row[n]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, n) => (n === cells.length - 1 ? cell : cell.padEnd(widths[n] ?? 0)))
      .join('  ');
  return [paint('quiet', line(head)), ...rows.map(line)].join('\n');
}
