/** The register as a file, written entry by entry: CSV for spreadsheets, JSON for machines, Markdown for people. */
import { formatBoth } from '../calendar/format.ts';
import { withTimes } from '../calendar/with-times.ts';
import type { RegisterEntry } from '../domain/register-entry.ts';
import { byteOrderMark, csvLine } from '../evidence/csv.ts';
import { entryMarkdown, type EntryView } from '../evidence/entry-text.ts';
import { columns, registerRows } from './register-columns.ts';

export const exportFormats = ['csv', 'json', 'md'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export type ExportView = EntryView & {
  readonly nowMs: number;
  readonly organisation: string;
  readonly bom: boolean;
};

export function exportParts(
  format: ExportFormat,
  entries: AsyncIterable<RegisterEntry>,
  view: ExportView,
): AsyncGenerator<string> {
  switch (format) {
    case 'csv':
      return csv(entries, view);
    case 'json':
      return json(entries, view);
    case 'md':
      return markdown(entries, view);
  }
}

async function* csv(
  entries: AsyncIterable<RegisterEntry>,
  { bom }: ExportView,
): AsyncGenerator<string> {
  yield `${bom ? byteOrderMark : ''}${csvLine(Object.keys(columns))}`;
  for await (const entry of entries) yield registerRows(entry).map(csvLine).join('');
}

async function* json(
  entries: AsyncIterable<RegisterEntry>,
  { organisation, nowMs, zone }: ExportView,
): AsyncGenerator<string> {
  const head = withTimes({ organisation, exportedAtMs: nowMs }, zone);
  yield `${JSON.stringify(head).slice(0, -1)},"entries":[`;
  let before = '\n';
  for await (const entry of entries) {
    yield before + JSON.stringify(withTimes(entry, zone));
    before = ',\n';
  }
  yield '\n]}\n';
}

async function* markdown(
  entries: AsyncIterable<RegisterEntry>,
  view: ExportView,
): AsyncGenerator<string> {
  yield `# Register of personal data breaches (GDPR Art. 33(5))\n\n`;
  yield `${view.organisation.replace(/\s+/g, ' ')}, as of ${formatBoth(view.nowMs, view.zone)}\n\n`;
  let count = 0;
  for await (const entry of entries) {
    count += 1;
    yield entryMarkdown(entry, view);
  }
  yield `${count} ${count === 1 ? 'entry' : 'entries'}\n`;
}
