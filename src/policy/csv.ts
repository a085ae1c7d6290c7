/** Reads CSV strictly by RFC 4180: commas, doubled quotes, line breaks within quotes. What is doubtful is a fault with its line. */

export type CsvRow = {
  readonly line: number;
  readonly cells: readonly string[];
  /** Where its text begins and, before the line end, ends. */
  readonly from: number;
  readonly to: number;
};
export type CsvFault = { readonly line: number; readonly text: string };

/** One cell, or what stands in its place; then a comma, a line end or the end. Sticky: nothing is skipped. */
const quoted = /"([^"]*(?:""[^"]*)*)"/y;
const bare = /[^",\r\n]*/y;
const separator = /,|\r\n|\n|$/y;
/** Where reading goes on behind a fault: the rest of a broken line would only bring more of them. */
const restOfLine = /[^\n]*(?:\n|$)/y;

const remedy = 'put the whole cell in quotes and double each quote inside it';
const told: Readonly<Record<string, string>> = {
  '"': `a quote stands inside a cell; ${remedy}`,
  '\r': 'a line ends with a carriage return alone; save the file with the usual line ends',
};

/** Rows of at least one cell that is not empty, with the line on which each begins, counted from 1. */
export function readCsv(text: string): {
  readonly rows: readonly CsvRow[];
  readonly faults: readonly CsvFault[];
} {
  const rows: CsvRow[] = [];
  const faults: CsvFault[] = [];
  let at = 0;
  let line = 1;
  let start = 1;
  let from = 0;
  let cells: string[] = [];

  function take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = at;
    const found = pattern.exec(text) ?? undefined;
    if (!found) return undefined;
    at += found[0].length;
    line += found[0].split('\n').length - 1;
    return found;
  }

  function skip(sentence: string): void {
    faults.push({ line, text: sentence });
    take(restOfLine);
    cells = [];
    start = line;
    from = at;
  }

  while (at < text.length || cells.length > 0) {
    if (text[at] === '"') {
      const cell = take(quoted);
      if (!cell) {
        faults.push({ line, text: 'a quote is opened and never closed; close it with "' });
        break;
      }
      cells.push((cell[1] ?? '').replaceAll('""', '"'));
    } else cells.push(take(bare)?.[0] ?? '');
    const end = take(separator);
    if (!end) {
      skip(told[text[at] ?? ''] ?? `text stands beside quotes; ${remedy}`);
    } else if (end[0] !== ',') {
      if (cells.some((cell) => cell.trim() !== ''))
        rows.push({ line: start, cells, from, to: at - end[0].length });
      cells = [];
      start = line;
      from = at;
    }
  }
  return { rows, faults };
}
