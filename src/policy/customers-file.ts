/** The customers file: a CSV that is held to the checks of the policy file's section, with every fault and its line. */
import { customer, type Customer } from './customer.ts';
import { readCsv, type CsvFault, type CsvRow } from './csv.ts';
import { faultsOf, wording } from './faults.ts';
import { id } from './values.ts';

export type CustomersFile = {
  readonly customers: Readonly<Record<string, Customer>>;
  /** Of the rows with a fault too: what refers to them is not wrong for that. */
  readonly lines: ReadonlyMap<string, number>;
  /** In the order of the file. */
  readonly faults: readonly CsvFault[];
};

const columns = ['id', ...Object.keys(customer.shape)];
const required = ['id', 'name', 'email'];
const row = customer.extend({ id });

export function readCustomers(text: string): CustomersFile {
  const { rows, faults: broken } = readCsv(text);
  const [header, ...entries] = rows;
  const names = header?.cells.map((cell) => cell.trim()) ?? [];
  const inHeader = headerFaults(header, names);
  // Under a wrong header every row would be a fault.
  if (inHeader.length > 0)
    return { customers: {}, lines: new Map(), faults: inOrder([...inHeader, ...broken]) };
  const faults: CsvFault[] = [...broken];
  const lines = new Map<string, number>();
  const customers = new Map<string, Customer>();
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
    const read = row.safeParse(written, { error: wording });
    if (!read.success)
      for (const issue of read.error.issues)
        for (const { path, message } of faultsOf(issue, written))
          fault(`${path.map(String).join('.')} ${message}`);
    const name = written['id'];
    if (name === undefined) continue;
    const before = lines.get(name);
    if (before !== undefined) fault(`${name} stands on line ${before} already; keep one of them`);
    else lines.set(name, line);
    if (!read.success) continue;
    const { id: key, ...rest } = read.data;
    customers.set(key, rest);
  }
  return { customers: Object.fromEntries(customers), lines, faults: inOrder(faults) };
}

function headerFaults(header: CsvRow | undefined, names: readonly string[]): readonly CsvFault[] {
  const wanted = `write ${columns.join(',')} on the first line, in any order; zone, within and language may be left out`;
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
