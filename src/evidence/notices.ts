/** The drafts of notices in an evidence pack, word for word as they were stored, and which one stood at each filing. */
import { inline } from '../notices/markdown.ts';
import { sha256 } from '../register/audit.ts';
import type { Register } from '../register/database.ts';
import { readNotice, type StoredNotice } from '../register/notices.ts';
import { jsonFile, safeName, type PackFile, type Part } from './file.ts';
import type { FilingRecord, NoticeRecord, NoticeRecords } from './notice-record.ts';
import type { View } from './view.ts';

/** In which forms a draft goes into a pack, by the ending of the file: one line each. */
const forms: Readonly<Record<string, (kept: StoredNotice) => Part | Promise<Part>>> = {
  json: ({ json }) => json,
  md: ({ markdown }) => markdown,
};

/** The files of one draft. */
async function noticeFiles(kept: StoredNotice): Promise<readonly PackFile[]> {
  return Promise.all(
    Object.entries(forms).map(async ([ending, render]) => ({
      name: `notices/${safeName(kept.notice)}.${ending}`,
      parts: [await render(kept)],
    })),
  );
}

/** `fault` hears of a draft that is not as it was drafted. */
export async function* allNoticeFiles(
  register: Register,
  incidentId: string,
  { drafts, filings }: NoticeRecords,
  view: View,
  fault: (sentence: string) => void,
): AsyncGenerator<PackFile> {
  const records = [...drafts.values()];
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
    const kept = await readNotice(register, incidentId, id);
    if (!kept) {
      fault(`the register does not hold the draft ${id} any more`);
      continue;
    }
    if (sha256(kept.json) !== drafted.sha256)
      fault(`the draft ${id} in the register is not the one that was drafted`);
    yield* await noticeFiles(kept);
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
  for (const { seq, duty, stage, filed, reference, by, standing } of filings) {
    const stood = standing
      ? `draft ${standing.notice} stood, SHA-256 ${standing.sha256}`
      : 'no draft stood in the record';
    const text = `event ${seq}: ${duty} (${stage}) filed ${view.when(filed.atMs)}, reference ${reference}, recorded by ${view.whole(by)}; ${stood}`;
    yield `- ${inline(text)}\n`;
  }
  yield '\n## Drafted\n\n';
  if (records.length === 0) yield 'Nothing was drafted.\n';
  for (const record of records) yield `- ${inline(line(record, view))}\n`;
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
