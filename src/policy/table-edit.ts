/** Changes rows of a CSV by their id and leaves every other byte of it as it was. */
import { readCsv } from './csv.ts';

/** By column, `id` among them. An empty cell leaves what stands. */
export type Cells = Readonly<Record<string, string>>;

export type Merged =
  | {
      readonly text: string;
      readonly added: readonly string[];
      readonly changed: readonly string[];
      readonly missing?: never;
    }
  /** Columns that the file does not have. */
  | { readonly missing: readonly string[] };

/** `text` has a header and no fault: whoever reads the policy has seen to it. */
export function mergeRows(text: string, records: readonly Cells[]): Merged {
  const [header, ...rows] = readCsv(text).rows;
  const names = header?.cells.map((cell) => cell.trim()) ?? [];
  const used = records.flatMap((record) =>
    Object.keys(record).filter((name) => record[name] !== ''),
  );
  const missing = [...new Set(used)].filter((name) => !names.includes(name));
  if (missing.length > 0) return { missing };
  const idAt = names.indexOf('id');
  const byId = new Map(rows.map((row) => [row.cells[idAt]?.trim() ?? '', row]));
  const changes: { from: number; to: number; row: string; id: string }[] = [];
  const added: { row: string; id: string }[] = [];
  for (const record of records) {
    const id = record['id'] ?? '';
    const old = byId.get(id);
    const before = names.map((_name, n) => old?.cells[n]?.trim() ?? '');
    const after = names.map((name, n) => record[name] || (before[n] ?? ''));
    if (after.every((cell, n) => cell === before[n])) continue;
    const row = after.map(quoted).join(',');
    if (old) changes.push({ from: old.from, to: old.to, row, id });
    else added.push({ row, id });
  }
  const end = /\r?\n/.exec(text)?.[0] ?? '\n';
  let merged = text;
  // From the end: what stands before keeps its place.
  for (const { from, to, row } of changes.toSorted((a, b) => b.from - a.from))
    merged = merged.slice(0, from) + row + merged.slice(to);
  if (added.length > 0 && !merged.endsWith('\n')) merged += end;
  merged += added.map(({ row }) => row + end).join('');
  return {
    text: merged,
    added: added.map(({ id }) => id),
    changed: changes.map(({ id }) => id),
  };
}

/** The rows of a file as `mergeRows` takes them. */
export function cellsOf(text: string): readonly Cells[] {
  const [header, ...rows] = readCsv(text).rows;
  const names = header?.cells.map((cell) => cell.trim()) ?? [];
  return rows.map(({ cells }) =>
    Object.fromEntries(names.map((name, n) => [name, cells[n]?.trim() ?? ''])),
  );
}

function quoted(cell: string): string {
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
