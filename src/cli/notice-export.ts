/** `notice export`: one draft as one file, or to standard output. */
import type { NoticeDraft } from '../domain/notice.ts';
import { Failure } from '../failure.ts';
import type { Document } from '../notices/document.ts';
import { draftDocument, type DraftView } from '../notices/draft.ts';
import { renderTemplateJson } from '../notices/json.ts';
import { isLetter, letterDocument } from '../notices/letter.ts';
import { documentMarkdown } from '../notices/markdown.ts';
import { wordsIn } from '../notices/words.ts';
import type { StoredNotice } from '../register/notices.ts';
import { settleExport } from './audit.ts';
import type { Io } from './io.ts';
import { printJson } from './json.ts';
import { eventsOf } from './look.ts';
import { requireOut, writeNewFile } from './new-file.ts';
import { approvalOf, draftOf, findNotice } from './notice.ts';
import {
  isPaged,
  pagedFormats,
  renderPaged,
  tellLacking,
  type Paged,
  type PagedFormat,
} from './paged.ts';
import { openSession, type Given, type Session } from './session.ts';
import { shown } from './shown.ts';

type Filed = NonNullable<DraftView['filed']>;

type Format = 'md' | 'json' | PagedFormat;
const formats: readonly Format[] = ['md', 'json', ...pagedFormats];

/** What the file holds, and in a few words what that is. */
type Content = Paged & { readonly what: string };

export async function runNoticeExport(
  io: Io,
  given: Given,
  [typed = '', notice]: readonly string[],
): Promise<void> {
  const format = readFormat(given);
  const printed = given['out'] === undefined && !isPaged(format);
  const out = printed ? undefined : requireOut(given['out'], `the file for the ${format}`);
  const session = await openSession(io, given);
  const kept = await findNotice(session, typed, notice);
  const { bytes, what, lacking } =
    given['letter'] === true
      ? await letterIn(session, kept, format)
      : await draftIn(session, kept, format);
  if (out === undefined) return io.print(Buffer.from(bytes).toString('utf8').trimEnd());
  await writeNewFile(out, { force: given['force'] === true }, [bytes], async (written) => {
    const { incidentId, notice: made } = kept;
    if (session.remote)
      await session.remote.recordExport(incidentId, {
        ...{ notice: made, format, sha256: written.sha256 },
      });
    else await settleExport(session, `notice ${incidentId} ${made} ${format}`, written);
  });
  tellLacking(io, lacking);
  const about = { files: [out], ...(lacking.length > 0 && { lackingSigns: lacking }) };
  if (given.json) return printJson(session, about);
  io.print(`${what}. Written to ${out}`);
}

function readFormat(given: Given): Format {
  const asked = typeof given['format'] === 'string' ? given['format'] : 'md';
  const format = formats.find((known) => known === asked);
  if (!format)
    throw new Failure(
      'usage',
      'bad-input',
      `--format is ${shown(asked)}; use one of ${formats.join(', ')}`,
    );
  if (given['letter'] === true && format === 'json')
    throw new Failure('usage', 'bad-input', '--letter has no form as json; use md, pdf or docx');
  return format;
}

async function draftIn(session: Session, kept: StoredNotice, format: Format): Promise<Content> {
  const what = 'Draft, not filed';
  if (!isPaged(format)) {
    // In the template's own keys where it has one; a notice to a customer has none.
    const json = format === 'json' ? (renderTemplateJson(draftOf(kept)) ?? kept.json) : undefined;
    return { bytes: Buffer.from(json ?? kept.markdown), lacking: [], what };
  }
  const filed = await filedFrom(session, kept);
  const paged = await renderPaged(format, toDocument(session, kept, filed));
  return { ...paged, what: filed ? `Copy of what was filed as ${filed.reference}` : what };
}

/** The letter alone, as it goes out; until somebody approved it, with a mark that says so. */
async function letterIn(session: Session, kept: StoredNotice, format: Format): Promise<Content> {
  const draft = draftOf(kept);
  if (!isLetter(draft))
    throw new Failure(
      'usage',
      'bad-input',
      `--letter is for letters to people or customers, and ${kept.notice} goes to the authority; leave --letter out`,
    );
  const isApproved = (await approvalOf(session, kept)) !== undefined;
  const document = letterDocument(draft, { ...viewOf(session, draft), isApproved });
  const content = isPaged(format)
    ? await renderPaged(format, document)
    : { bytes: Buffer.from(documentMarkdown(document)), lacking: [] };
  return { ...content, what: isApproved ? 'The letter as approved' : 'Draft, not approved' };
}

function toDocument(session: Session, kept: StoredNotice, filed: Filed | undefined): Document {
  const draft = draftOf(kept);
  return draftDocument(draft, { ...viewOf(session, draft), ...(filed && { filed }) });
}

/** In the organisation's zone unless another is asked for: a document is not its reader's screen. */
function viewOf({ options, policy }: Session, { language }: NoticeDraft) {
  const { name, zone } = policy.organisation;
  return { zone: options.zone ?? zone, words: wordsIn(language), author: name };
}

/** The filing that is taken to be made from this draft, as evidence packs tell it. */
async function filedFrom(
  session: Session,
  { incidentId, notice }: StoredNotice,
): Promise<Filed | undefined> {
  const { filingFrom, noticeRecords } = await import('../evidence/notice-record.ts');
  const records = noticeRecords();
  for (const event of await eventsOf(session, incidentId)) records.add(event);
  return filingFrom(records.end(), notice);
}
