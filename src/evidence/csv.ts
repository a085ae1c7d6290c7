/** Writes lines of CSV (RFC 4180) that a spreadsheet opens without running any of it. */

/** What a line ends with, RFC 4180. */
const lineEnd = '\r\n';
/** Excel takes a file without it for one of the machine's old code page. */
export const byteOrderMark = '\ufeff';

export function csvLine(cells: readonly (string | number | boolean | undefined)[]): string {
  return cells.map(toCell).join(',') + lineEnd;
}

function toCell(value: string | number | boolean | undefined): string {
  if (typeof value !== 'string') return value === undefined ? '' : String(value);
  const text = withoutFormula(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Full-width signs begin a formula too, and some spreadsheets look behind leading space. */
const formula = /^(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/;

/** The apostrophe is a spreadsheet's own sign that text follows (OWASP, CSV injection). */
function withoutFormula(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}
