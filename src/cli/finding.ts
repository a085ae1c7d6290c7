/** What a check found, as one line for people: mark, name, finding and remedy. */
import type { Finding } from '../doctor/check.ts';
import { paint, type Io, type Tone } from './io.ts';
import { wrap } from './wrap.ts';

const marks: Readonly<Record<Finding['result'], readonly [Tone, string]>> = {
  ok: ['good', '✓'],
  warning: ['warn', '!'],
  failed: ['bad', '✗'],
  unknown: ['quiet', '·'],
};

/** `width` of the names, so that several stand in columns. */
export function renderFinding(
  { name, result, found, remedy }: Pick<Finding, 'result' | 'found' | 'remedy'> & { name: string },
  width: number,
): string {
  const [tone, mark] = marks[result];
  const [first = '', ...more] = found.split('\n');
  const line = `${paint(tone, mark)} ${name.padEnd(width)} ${first}${remedy === undefined ? '' : `; ${remedy}`}`;
  return [line, ...more.map((text) => `    ${text}`)].join('\n');
}

/** On a terminal broken under its column; elsewhere a line each, so that it can be searched. */
export function printFinding(
  io: Io,
  finding: Parameters<typeof renderFinding>[0],
  width: number,
): void {
  const text = renderFinding(finding, width);
  if (!io.isTerminal) return io.print(text);
  // Mark, name and two spaces stand in front.
  for (const line of text.split('\n')) io.print(wrap(line, width + 3).join('\n'));
}
