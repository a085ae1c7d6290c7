/** The drafts of notices in an evidence pack, word for word as they were stored, on pages too, and which one each filing was made from. */
import type { NoticeDraft } from '../domain/notice.ts';
import type { Document } from '../notices/document.ts';
import { draftDocument, type DraftView } from '../notices/draft.ts';
import { inline } from '../notices/markdown.ts';
import { wordsIn } from '../notices/words.ts';
import type { Register } from '../register/database.ts';
import { readNotice, type StoredNotice } from '../register/notices.ts';
import { jsonFile, safeName, type PackFile, type Part } from './file.ts';
import { filingFrom, type FilingRecord, type NoticeRecord } from './notice-record.ts';
import type { Survey } from './survey.ts';
import type { View } from './view.ts';
import { sha256Of } from '../sha256.ts';

/** A draft as it was stored; and its document, unless it is of a form that no document can be made of. */
type Source = { readonly kept: StoredNotice; readonly document: Document | undefined };

/**
 * In which forms a draft goes into a pack, by the ending of the file: one line each. The libraries of those on pages are
 * loaded only where there is a draft.
 */
const forms: Readonly<Record<string, (source: Source) => Promise<Part | undefined> | Part>> = {
  json: ({ kept }) => kept.json,
  md: ({ kept }) => kept.markdown,
  pdf: async ({ document }) =>
    document &&
    (await (await import('../notices/pdf.ts')).renderPdf(document, { isAlike: true })).bytes,
  docx: async ({ document }) =>
    document && (await (await import('../notices/docx.ts')).renderDocx(document)),
};

/** The files of one draft. */
async function* noticeFiles(source: Source): AsyncGenerator<PackFile> {
  for (const [ending, render] of Object.entries(forms)) {
    const part = await render(source);
    if (part === undefined) continue;
    yield { name: `notices/${safeName(source.kept.notice)}.${ending}`, parts: [part] };
  }
}

/** Undefined where it was altered, or stored by a version that wrote drafts otherwise. */
function documentOf({ json }: StoredNotice, view: Omit<DraftView, 'words'>): Document | undefined {
  try {
    // oxlint-disable-next-line no-unsafe-type-assertion -- what is none shows below.
    const draft = JSON.parse(json) as NoticeDraft;
    return draftDocument(draft, { ...view, words: wordsIn(draft.language) });
  } catch (error) {
    // No JSON, no fields, or no time where one is wanted: a pack is made all the same, and says so.
    if (error instanceof SyntaxError || error instanceof TypeError || error instanceof RangeError)
      return undefined;
    throw error;
  }
}

/** `fault` hears of a draft that is not as it was drafted. */
export async function* allNoticeFiles(
  register: Register,
  { incident, notices, erasures, zone, names }: Survey,
  view: View,
  fault: (sentence: string) => void,
): AsyncGenerator<PackFile> {
  const { drafts, filings } = notices;
  const records = [...drafts.values()];
  const author = names.organisation;
  yield jsonFile('notices/list.json', {
    drafts: records.map((record) => told(record, view)),
    filings: filings.map(({ filed, ...filing }) => ({
      ...{ ...filing, filed: view.times(filed.atMs), recorded: view.times(filing.atMs) },
      byName: view.nameOf(filing.by),
    })),
  });
  yield { name: 'notices/list.md', parts: listing(records, filings, view) };
  for (const { id, drafted } of records) {
    if (!drafted) continue;
    const kept = await readNotice(register, incident.id, id);
    const isErased = erasures.some(({ manifest }) =>
      manifest.notices.some(({ notice }) => notice === id),
    );
    if (!kept && isErased) continue;
    if (!kept) {
      fault(`the register does not hold the draft ${id} any more`);
      continue;
    }
    if (sha256Of(kept.json) !== drafted.sha256)
      fault(`the draft ${id} in the register is not the one that was drafted`);
    const filed = filingFrom(notices, id);
    const document = documentOf(kept, {
      ...{ zone, ...(author !== undefined && { author }), ...(filed && { filed }) },
    });
    if (!document) fault(`the draft ${id} cannot be set on pages: its JSON is not that of a draft`);
    yield* noticeFiles({ kept, document });
  }
}

type Mark = NoticeRecord['requested'];

function told({ id, about, ...marks }: NoticeRecord, view: View) {
  const mark = <T extends Mark>(given: T) => ({
    ...{ ...given, ...view.times(given.atMs), byName: view.nameOf(given.by) },
  });
  const { requested, drafted, approved, sent } = marks;
  return {
    ...{ id, about, requested: mark(requested) },
    ...(drafted && { drafted: mark(drafted) }),
    ...(approved && { approved: mark(approved) }),
    ...(sent && { sent: mark(sent) }),
  };
}

function* listing(
  records: readonly NoticeRecord[],
  filings: readonly FilingRecord[],
  view: View,
): Generator<string> {
  yield '# Notices\n\nDrafts are made from the record; people file them, the product never does.\n\n';
  yield '## Filed\n\n';
  if (filings.length === 0) yield 'Nothing was filed.\n\n';
  for (const filing of filings) {
    const { seq, duty, stage, filed, reference, by } = filing;
    const text = `event ${seq}: ${duty} (${stage}) filed ${view.when(filed.atMs)}, reference ${reference}, recorded by ${view.whole(by)}; ${basis(filing)}`;
    yield `- ${inline(text)}\n`;
  }
  yield '\n## Drafted\n\n';
  if (records.length === 0) yield 'Nothing was drafted.\n';
  for (const record of records) yield `- ${inline(line(record, view))}\n`;
}

/** From which draft, and how that is known. */
function basis({ from, standing }: FilingRecord): string {
  if (!from) return 'no draft stood in the record';
  const { notice, sha256: hash, because } = from;
  if (because === 'newest')
    return `taken to be made from ${notice}, the newest draft then, as the filing recorded no approved one of its own; SHA-256 ${hash}`;
  const newer = standing && standing.notice !== notice ? `; ${standing.notice} was newer` : '';
  return `made from ${notice}, the approved draft that the filing recorded, SHA-256 ${hash}${newer}`;
}

function line({ id, about, requested, drafted, approved, sent }: NoticeRecord, view: View): string {
  const subject = 'duty' in about ? about.duty : `customer ${view.whole(about.customer)}`;
  const by = (mark: Mark): string => `${view.when(mark.atMs)} by ${view.whole(mark.by)}`;
  return [
    `${id} about ${subject}, asked for ${by(requested)}`,
    drafted ? `drafted ${view.when(drafted.atMs)}, SHA-256 ${drafted.sha256}` : 'not drafted',
    ...(approved ? [`approved ${by(approved)}`] : []),
    ...(sent ? [`handed to the mail ${view.when(sent.atMs)}`] : []),
  ].join('; ');
}
