/** The line below `up`, and what it has written. */
import { stripVTControlCharacters } from 'node:util';
import { startStatusLine } from '../../src/cli/up-status.ts';
import type { ConnectionSettings } from '../../src/temporal.ts';

export function watchStatus(settings: ConnectionSettings) {
  const written: string[] = [];
  const printed: string[] = [];
  const status = startStatusLine({
    terminal: { write: (text) => written.push(text), columns: 200 },
    settings,
    restarts: () => 0,
    print: (text) => void printed.push(text),
    signal: new AbortController().signal,
  });
  return { status, printed, shown: () => stripVTControlCharacters(written.join('\n')), written };
}
