/**
 * Plain text as format=flowed (RFC 3676): no line is longer than 78 columns on its way, and a program that knows the
 * format joins them again, so that a phone breaks them where its screen ends.
 */

/** Columns, with the space at the end of a line that goes on: RFC 3676 section 4.2 asks for 78 at most. */
const width = 76;

export function flowed(text: string): string {
  return text.split('\n').flatMap(flow).join('\n');
}

function flow(line: string): readonly string[] {
  // The separator before the footer ends in a space and goes on nowhere.
  if (line === '-- ') return [line];
  const whole = line.trimEnd();
  // Commands and addresses are copied: they stay in one piece.
  if (whole.length <= width || whole.startsWith('    ')) return [stuffed(whole)];
  const lines: string[] = [];
  let current = '';
  for (const word of whole.split(/(?<= )(?! )/)) {
    if (current !== '' && current.length + word.trimEnd().length > width) {
      lines.push(current);
      current = word;
    } else current += word;
  }
  return [...lines, current].map(stuffed);
}

/** Lines that would read as a quotation or as the start of another mail, or begin with a space. */
function stuffed(line: string): string {
  return /^( |>|From )/.test(line) ? ` ${line}` : line;
}
