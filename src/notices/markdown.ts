/** A draft as Markdown. What people wrote stands as text: it cannot become markup, links or HTML. */
import { formatBoth } from '../calendar/format.ts';
import type { NoticeDraft, NoticeItem, NoticeSection } from '../domain/notice.ts';

const mark = '**Draft, not filed**';

/** Instants in UTC and `zone`, the organisation's. Ends with a newline. */
export function renderMarkdown(draft: NoticeDraft, zone: string): string {
  const blocks = [
    `# ${inline(draft.title)}`,
    `${mark}. Made ${formatBoth(draft.generatedAtMs, zone)} from what was recorded until then; a person checks, completes and sends it.`,
    ...missing(draft),
    ...draft.sections.flatMap((section) => [
      `## ${inline(section.heading)} (${inline(section.article)})`,
      ...section.items.flatMap((item) => [`### ${inline(item.label)}`, told(item, zone)]),
    ]),
    '---',
    mark,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function missing({ sections }: NoticeDraft): readonly string[] {
  const items = sections.flatMap((section: NoticeSection) => section.items).filter(isMissing);
  if (items.length === 0) return ['No mandatory item is missing.'];
  const lines = items.map(({ label, askWhom }) => `- ${inline(label)}: ask ${inline(askWhom)}`);
  return ['## Still missing', lines.join('\n')];
}

function isMissing(item: NoticeItem): boolean {
  return item.mandatory && item.value === undefined;
}

function told(item: NoticeItem, zone: string): string {
  if (item.instant) return formatBoth(item.instant.atMs, zone);
  if (item.value !== undefined) return fenced(item.value);
  const absent = item.mandatory ? '**Missing**' : 'Not recorded';
  return `${absent}; ask ${inline(item.askWhom)}.`;
}

/**
 * Word for word, so that it can be copied into an authority's form. The fence is longer than any
 * in the text, which is the one way out of a code block.
 */
function fenced(value: string): string {
  const text = visible(value);
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}text\n${text}\n${fence}`;
}

/** Every ASCII sign is escaped, as CommonMark allows; the three of HTML as entities, for laxer readers. */
export function inline(value: string): string {
  return (
    visible(value)
      .replace(/\s+/g, ' ')
      .trim()
      .replace(
        /[!-/:-@[-`{-~]/g,
        (sign) => entities[sign] ?? (harmless.has(sign) ? sign : `\\${sign}`),
      )
      // A dot makes a link only behind www, in the dialects that link bare addresses.
      .replace(/www\./gi, (start) => `${start.slice(0, -1)}\\.`)
  );
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Signs that mean nothing inside a line, left alone so that the source stays readable. */
const harmless = new Set([',', ';', "'", '"', '/', '%', '?', '(', ')', '.', '-']);

/** Control and direction characters could hide or reorder text. Newlines and tabs stay. */
function visible(value: string): string {
  return value
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\n\t])[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '�');
}
