/** A section of the policy file as CSV: held to the same checks, with every fault and its line. */
import type { z } from 'zod';
import { readCsv, type CsvFault, type CsvRow } from './csv.ts';
import { faultsOf, wording } from './faults.ts';

export type TableFile<T> = {
  readonly entries: Readonly<Record<string, T>>;
  /** Of the rows with a fault too: what refers to them is not wrong for that. */
  readonly lines: ReadonlyMap<string, number>;
  /** In the order of the file. */
  readonly faults: readonly CsvFault[];
};

export type TableKind<T> = {
  /** A row by its columns, `id` among them; empty cells are left out. */
  readonly row: z.ZodType<T & { readonly id: string }>;
  readonly columns: readonly string[];
  /** The others may be left out. */
  readonly required: readonly string[];
};

export function readTable<T>(text: string, kind: TableKind<T>): TableFile<Omit<T, 'id'>> {
  const { rows, faults: broken } = readCsv(text);
  const [header, ...entries] = rows;
  const names = header?.cells.map((cell) => cell.trim()) ?? [];
  const inHeader = headerFaults(header, names, kind);
  // Under a wrong header every row would be a fault.
  if (inHeader.length > 0)
    return { entries: {}, lines: new Map(), faults: inOrder([...inHeader, ...broken]) };
  const faults: CsvFault[] = [...broken];
  const lines = new Map<string, number>();
  const read = new Map<string, Omit<T, 'id'>>();
  for (const { line, cells } of entries) {
    const fault = (sentence: string): void => void faults.push({ line, text: sentence });
    if (cells.length !== names.length) {
      fault(
        `has ${cells.length} cells, the header ${names.length}; put a cell that holds a comma in quotes`,
      );
      continue;
    }
    const written = Object.fromEntries(
      cells
        .map((cell, n) => [names[n] ?? '', cell.trim()] as const)
        .filter(([, cell]) => cell !== ''),
    );
    const checked = kind.row.safeParse(written, { error: wording });
    if (!checked.success)
      for (const issue of checked.error.issues)
        for (const { path, message } of faultsOf(issue, written))
          fault(`${path.map(String).join('.')} ${message}`);
    const name = written['id'];
    if (name === undefined) continue;
    const before = lines.get(name);
    if (before !== undefined) fault(`${name} stands on line ${before} already; keep one of them`);
    else lines.set(name, line);
    if (!checked.success) continue;
    const { id: key, ...rest } = checked.data;
    read.set(key, rest);
  }
  return { entries: Object.fromEntries(read), lines, faults: inOrder(faults) };
}

function headerFaults(
  header: CsvRow | undefined,
  names: readonly string[],
  { columns, required }: Pick<TableKind<unknown>, 'columns' | 'required'>,
): readonly CsvFault[] {
  const optional = columns.filter((name) => !required.includes(name));
  const spare = `${optional.slice(0, -1).join(', ')} and ${optional.at(-1)}`;
  const wanted = `write ${columns.join(',')} on the first line, in any order; ${spare} may be left out`;
  const line = header?.line ?? 1;
  if (names.length === 1 && /[;\t]/.test(names[0] ?? ''))
    return [{ line, text: 'its cells are not separated by commas; save it as CSV with commas' }];
  if (!names.some((name) => columns.includes(name)))
    return [{ line, text: `there is no header; ${wanted}` }];
  const unknown = names.filter((name) => !columns.includes(name));
  const missing = required.filter((name) => !names.includes(name));
  const twice = names.filter((name, n) => names.indexOf(name) < n);
  return [
    ...unknown.map((name) => ({
      line,
      text: `the column ${JSON.stringify(name)} is not known; remove it or use one of ${columns.join(', ')}`,
    })),
    ...twice.map((name) => ({ line, text: `the column ${name} stands twice; keep one` })),
    ...missing.map((name) => ({ line, text: `the column ${name} is missing; ${wanted}` })),
  ];
}

function inOrder(faults: readonly CsvFault[]): readonly CsvFault[] {
  return faults.toSorted((a, b) => a.line - b.line);
}
