/** How an entry of the register reads on a terminal. */
import { oneLine } from '../domain/describe.ts';
import type { RegisterEntry } from '../domain/register-entry.ts';
import { headline, entrySections, type EntryView } from '../evidence/entry-text.ts';
import { paint } from './io.ts';

export function renderEntry(entry: RegisterEntry, view: EntryView): string {
  return [
    `${paint('strong', entry.id)}  ${oneLine(entry.title)}`,
    `  ${headline(entry)}`,
    ...entrySections(entry, view).flatMap(({ heading, lines }) => [
      '',
      paint('strong', heading),
      ...lines.map((line) => `  ${oneLine(line)}`),
    ]),
  ].join('\n');
}
