/** What a check found, as one line for people: mark, name, finding and remedy. */
import type { Finding } from '../doctor/check.ts';
import { paint, type Tone } from './io.ts';

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
