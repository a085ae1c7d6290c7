/** The Art. 33(2) notice as a mail: the sections of its draft, word for word, in the customer's own time. */
import { isFixed, type NoticeItem, type NoticeSection } from '../domain/notice.ts';
import { at, paragraph, type Block, type Letter, type MailRequest, type Row } from './letter.ts';
import { oneLine, paragraphs } from './line.ts';

/** Sections that are read as a letter, without a heading. */
const plain: ReadonlySet<string> = new Set(['opening', 'closing']);
/** Characters: what is longer, or has several lines, does not fit beside its label. */
const longestValue = 100;

export function customerNotice(request: MailRequest): Letter {
  const { notice, mail, words } = request;
  if (!notice) throw new Error(`the mail ${mail.key} of kind ${mail.kind} has no draft to send`);
  const subject = oneLine(notice.subject ?? notice.title);
  return {
    subject,
    heading: oneLine(notice.title.split(words.customers.to)[0] ?? notice.title),
    tone: 'calm',
    audience: 'customer',
    blocks: notice.sections.flatMap((section) => {
      const blocks = told(section, request);
      if (blocks.length === 0 || plain.has(section.id)) return blocks;
      return [{ kind: 'heading', text: oneLine(section.heading) } as const, ...blocks];
    }),
  };
}

/** What is not recorded is left out here: the section about what is not known yet names it. */
function told({ heading, items }: NoticeSection, request: MailRequest): readonly Block[] {
  const blocks: Block[] = [];
  let rows: Row[] = [];
  const endRows = (): void => {
    if (rows.length > 0) blocks.push({ kind: 'rows', rows });
    rows = [];
  };
  for (const item of items) {
    if (item.value === undefined) continue;
    const value = item.instant ? at(request, item.instant.atMs) : paragraphs(item.value);
    if (!isFixed(item) && value.length <= longestValue && !value.includes('\n')) {
      rows.push(row(item, value));
      continue;
    }
    endRows();
    if (!isFixed(item) && item.label !== heading)
      blocks.push({ kind: 'paragraph', text: oneLine(item.label), strong: true });
    blocks.push(...written(value));
  }
  endRows();
  return blocks;
}

function row({ label, id }: NoticeItem, value: string): Row {
  const isAddress = id === 'contact' || id === 'dpo-contact';
  return { label: oneLine(label), value, ...(isAddress && { href: `mailto:${value}` }) };
}

/** The writer's own paragraphs. */
function written(text: string): readonly Block[] {
  return text
    .split(/\n+/)
    .filter((line) => line.trim() !== '')
    .map((line) => paragraph(line.trim()));
}
