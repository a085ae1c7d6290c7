/** The register as a document for an auditor: an overview as a table, then every breach with all that is recorded. */
import { formatBoth, formatUtc } from '../calendar/format.ts';
import { beganAtMs, type RegisterEntry } from '../domain/register-entry.ts';
import { Failure } from '../failure.ts';
import { fill, paragraph, type Document, type Section, type Table } from '../notices/document.ts';
import type { RegisterColumn, Words } from '../notices/words.ts';
import { headline, entrySections, type EntryView } from '../evidence/entry-text.ts';

export type RegisterView = EntryView & {
  readonly nowMs: number;
  readonly organisation: string;
  readonly words: Words;
};

/**
 * Characters of all that goes on pages. Setting 3 million of them (1,000 entries, 1,200 pages) took Typst
 * 1.1 GB and 8 s; this much took 0.7 GB and 6 s, which a small machine can spare. CSV, JSON and Markdown are written as they are read and know no limit.
 */
const mostCharacters = 2_000_000;

/** Stops reading at the limit: what cannot be set need not be gathered. */
export async function registerDocument(
  entries: AsyncIterable<RegisterEntry>,
  view: RegisterView,
): Promise<Document> {
  const { nowMs, organisation, words, zone } = view;
  const rows: (readonly string[])[] = [];
  const sections: Section[] = [];
  let characters = 0;
  for await (const entry of entries) {
    const told = section(entry, view);
    characters += JSON.stringify(told).length;
    if (characters > mostCharacters) throw tooLong(rows.length);
    rows.push(row(entry));
    sections.push(told);
  }
  const count = { own: String(rows.length) };
  const when = { own: formatBoth(nowMs, zone) };
  return {
    title: words.register.title,
    language: words.language,
    author: organisation,
    pageOf: words.pageOf,
    isLandscape: true,
    madeAtMs: nowMs,
    opening: [paragraph(...fill(words.register.asOf, { organisation, when, count }))],
    sections: [
      ...(rows.length === 0
        ? []
        : [{ heading: words.register.overview, blocks: [overview(rows, words)] }]),
      ...sections,
    ],
  };
}

function tooLong(fitting: number): Failure {
  return new Failure(
    'usage',
    'too-long',
    `the register is too long for one PDF or DOCX: ${fitting} entries fit; take a part of it with --from and --to, or use --format csv, json or md`,
  );
}

/** Widths beside each other. */
const shares: readonly (readonly [RegisterColumn, number])[] = [
  ['incident', 11],
  ['began', 18],
  ['title', 38],
  ['personalData', 11],
  ['duties', 20],
  ['references', 20],
];

function overview(rows: Table['rows'], { register }: Words): Table {
  const columns = shares.map(([column, share]) => ({ heading: register.columns[column], share }));
  return { kind: 'table', columns, rows };
}

/** In the order of `shares`. A duty for each of hundreds of customers is one line of this table. */
function row(entry: RegisterEntry): readonly string[] {
  const { id, title, personalData, duties } = entry;
  const states = countedBy(duties.map(({ rule, state }) => `${rule} ${state}`));
  const references = countedBy(
    duties.flatMap(({ filings }) => filings.map(({ reference }) => reference)),
  );
  return [
    id,
    formatUtc(beganAtMs(entry)),
    title,
    personalData,
    states.join('\n'),
    references.join('\n'),
  ];
}

const mostLines = 6;

function countedBy(lines: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  const all = [...counts].map(([line, count]) => (count === 1 ? line : `${line} (${count})`));
  return all.length <= mostLines
    ? all
    : [...all.slice(0, mostLines), `+ ${all.length - mostLines}`];
}

function section(entry: RegisterEntry, view: RegisterView): Section {
  return {
    heading: `${entry.id}: ${entry.title}`,
    blocks: [
      paragraph(headline(entry)),
      ...entrySections(entry, view).map(({ heading, lines }) => ({
        kind: 'field' as const,
        label: `${heading.charAt(0).toUpperCase()}${heading.slice(1)}`,
        state: 'told' as const,
        blocks: lines.map((line) => paragraph(line)),
      })),
    ],
  };
}
