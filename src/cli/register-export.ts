/** The register as a file, written entry by entry: CSV for spreadsheets, JSON for machines, Markdown for people; PDF and DOCX whole. */
import { formatBoth } from '../calendar/format.ts';
import { withTimes } from '../calendar/with-times.ts';
import type { RegisterEntry } from '../domain/register-entry.ts';
import { byteOrderMark, csvLine } from '../evidence/csv.ts';
import { entryMarkdown, type EntryView } from '../evidence/entry-text.ts';
import { english } from '../notices/words.ts';
import type { Io } from './io.ts';
import { pagedFormats, renderPaged, tellLacking, type PagedFormat } from './paged.ts';
import { columns, registerRows } from './register-columns.ts';

export const exportFormats = ['csv', 'json', 'md', ...pagedFormats] as const;
export type ExportFormat = (typeof exportFormats)[number];

export type ExportView = EntryView & {
  readonly nowMs: number;
  readonly organisation: string;
  readonly bom: boolean;
  /** For progress, and for what a format could not show. */
  readonly io: Io;
};

export function exportParts(
  format: ExportFormat,
  entries: AsyncIterable<RegisterEntry>,
  view: ExportView,
): AsyncGenerator<string | Uint8Array> {
  switch (format) {
    case 'csv':
      return csv(entries, view);
    case 'json':
      return json(entries, view);
    case 'md':
      return markdown(entries, view);
    case 'pdf':
    case 'docx':
      return paged(format, entries, view);
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

/** Setting the pages is one call that cannot tell how far it is: said before, from about two seconds on. */
const longEntries = 100;

async function* paged(
  format: PagedFormat,
  entries: AsyncIterable<RegisterEntry>,
  view: ExportView,
): AsyncGenerator<Uint8Array> {
  const { registerDocument } = await import('./register-document.ts');
  const document = await registerDocument(entries, { ...view, words: english });
  const count = document.sections.length - 1;
  if (count >= longEntries)
    view.io.tell(`Setting ${count} entries on pages; this may take ten seconds.`);
  const { bytes, lacking } = await renderPaged(format, document);
  tellLacking(view.io, lacking);
  yield bytes;
}
