/** `notice export`: one draft as one file, or to standard output. */
import { writeFile } from 'node:fs/promises';
import { Failure } from '../failure.ts';
import type { Document } from '../notices/document.ts';
import { draftDocument, type DraftView } from '../notices/draft.ts';
import { renderTemplateJson } from '../notices/json.ts';
import { isLetter, letterDocument } from '../notices/letter.ts';
import { documentMarkdown } from '../notices/markdown.ts';
import { wordsIn } from '../notices/words.ts';
import type { StoredNotice } from '../register/notices.ts';
import type { Io } from './io.ts';
import { printJson } from './json.ts';
import type { Given } from './menu/add.ts';
import { draftOf, findNotice } from './notice.ts';
import { isPaged, pagedFormats, renderPaged, tellLacking } from './paged.ts';
import { openSession, withRegister, type Session } from './session.ts';
import { shown } from './shown.ts';

type Filed = NonNullable<DraftView['filed']>;

const texts: Readonly<Record<string, (kept: StoredNotice) => string>> = {
  md: ({ markdown }) => markdown,
  // In the template's own keys where it has one; a notice to a customer has none.
  json: (kept) => renderTemplateJson(draftOf(kept)) ?? kept.json,
};

export async function runNoticeExport(
  io: Io,
  given: Given,
  [typed = '', notice]: readonly string[],
): Promise<void> {
  const format = typeof given['format'] === 'string' ? given['format'] : 'md';
  const text = Object.hasOwn(texts, format) ? texts[format] : undefined;
  if (!text && !isPaged(format))
    throw new Failure(
      'usage',
      'bad-input',
      `--format is ${shown(format)}; use one of ${[...Object.keys(texts), ...pagedFormats].join(', ')}`,
    );
  if (given['letter'] === true) return exportLetter(io, given, typed, notice, format);
  const out = typeof given['out'] === 'string' ? given['out'] : undefined;
  if (out === undefined && !text)
    throw new Failure('usage', 'bad-input', `--out is missing; ${format} goes into a file`);
  const session = await openSession(io, given);
  const kept = await findNotice(session, typed, notice);
  if (out === undefined) return io.print(text?.(kept).trimEnd() ?? '');
  if (!isPaged(format)) {
    await save(out, text?.(kept) ?? '');
    return tell(session, out, 'Draft, not filed');
  }
  const filed = await filedFrom(session, kept);
  const { bytes, lacking } = await renderPaged(format, toDocument(session, kept, filed));
  await save(out, bytes);
  tellLacking(io, lacking);
  return tell(
    session,
    out,
    filed ? `Copy of what was filed as ${filed.reference}` : 'Draft, not filed',
    lacking,
  );
}

/** The letter alone, as it goes out; until somebody approved it, with a mark that says so. */
async function exportLetter(
  io: Io,
  given: Given,
  typed: string,
  notice: string | undefined,
  format: string,
): Promise<void> {
  if (format === 'json')
    throw new Failure('usage', 'bad-input', '--letter has no form as json; use md, pdf or docx');
  const out = typeof given['out'] === 'string' ? given['out'] : undefined;
  if (out === undefined && isPaged(format))
    throw new Failure('usage', 'bad-input', `--out is missing; ${format} goes into a file`);
  const session = await openSession(io, given);
  const kept = await findNotice(session, typed, notice);
  const draft = draftOf(kept);
  if (!isLetter(draft))
    throw new Failure(
      'usage',
      'bad-input',
      `--letter is for letters to people or customers, and ${kept.notice} goes to the authority; leave --letter out`,
    );
  const { approvalOf } = await import('./notice-approve.ts');
  const isApproved = (await approvalOf(session, kept)) !== undefined;
  const words = wordsIn(draft.language);
  const { organisation } = session.policy;
  const zone = session.options.zone ?? organisation.zone;
  const document = letterDocument(draft, { zone, words, author: organisation.name, isApproved });
  if (out === undefined) return io.print(documentMarkdown(document).trimEnd());
  const { bytes, lacking } = isPaged(format)
    ? await renderPaged(format, document)
    : { bytes: documentMarkdown(document), lacking: [] };
  await save(out, bytes);
  tellLacking(io, lacking);
  tell(session, out, isApproved ? 'The letter as approved' : 'Draft, not approved', lacking);
}

/** In the organisation's zone unless another is asked for: a document is not its reader's screen. */
function toDocument(
  { options, policy }: Session,
  kept: StoredNotice,
  filed: Filed | undefined,
): Document {
  const draft = draftOf(kept);
  return draftDocument(draft, {
    zone: options.zone ?? policy.organisation.zone,
    words: wordsIn(draft.language),
    author: policy.organisation.name,
    ...(filed && { filed }),
  });
}

/** The filing that is taken to be made from this draft, as evidence packs tell it. */
async function filedFrom(
  session: Session,
  { incidentId, notice }: StoredNotice,
): Promise<Filed | undefined> {
  const [{ filingFrom, noticeRecords }, { eventsOf }] = await Promise.all([
    import('../evidence/notice-record.ts'),
    import('../register/journal.ts'),
  ]);
  return withRegister(session, async (register) => {
    const records = noticeRecords();
    for await (const event of eventsOf(register, incidentId)) records.add(event);
    return filingFrom(records.end(), notice);
  });
}

function tell(session: Session, out: string, what: string, lacking: readonly string[] = []): void {
  const about = { files: [out], ...(lacking.length > 0 && { lackingSigns: lacking }) };
  if (session.options.json) return printJson(session, about);
  session.io.print(`${what}. Written to ${out}`);
}

/** Drafts hold personal data: only the owner may read them. Never over another file. */
async function save(path: string, content: string | Uint8Array): Promise<void> {
  await writeFile(path, content, { flag: 'wx', mode: 0o600 }).catch((error: unknown) => {
    throw new Failure(
      'usage',
      'bad-file',
      `${path} cannot be written, or is there already; choose another file with --out`,
      error,
    );
  });
}
