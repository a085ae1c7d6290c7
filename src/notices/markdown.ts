/** A draft as Markdown. What people wrote stands as text: it cannot become markup, links or HTML. */
import { formatBoth } from '../calendar/format.ts';
import type { NoticeDraft, NoticeItem, NoticeSection } from '../domain/notice.ts';

const mark = '**Draft, not filed**';

/** Instants in UTC and `zone`, the organisation's. Ends with a newline. */
export function renderMarkdown(draft: NoticeDraft, zone: string): string {
  const blocks = [
    `# ${inline(draft.title)}`,
    `${mark}. Made ${formatBoth(draft.generatedAtMs, zone)} from what was recorded until then; a person checks, completes and sends it.`,
    ...phase(draft),
    ...missing(draft),
    ...open(draft),
    ...draft.sections.flatMap((section) => [
      `## ${inline(section.heading)} (${inline(section.article)})`,
      ...section.items.flatMap((item) => [
        `### ${inline(item.label)}`,
        told(item, zone),
        ...choices(item),
        ...remarks(item),
      ]),
    ]),
    ...steps(draft),
    '---',
    mark,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function phase({ phase: about, template }: NoticeDraft): readonly string[] {
  if (!about || !template) return [];
  return [
    `**${about.kind === 'new' ? 'New' : 'Follow-up'} notification, ${about.state}**`,
    `Fields numbered as in the ${inline(template.name)} (${inline(template.status)}).`,
  ];
}

function open({ sections }: NoticeDraft): readonly string[] {
  const items = sections.flatMap((section) => section.items).filter((item) => item.open);
  if (items.length === 0) return [];
  const lines = items.map(({ label, askWhom }) => `- ${inline(label)}: ask ${inline(askWhom)}`);
  return ['## Answered, but not settled', lines.join('\n')];
}

function steps({ steps: given }: NoticeDraft): readonly string[] {
  if (!given) return [];
  return ['## How to file', given.map((step, n) => `${n + 1}. ${inline(step)}`).join('\n')];
}

function choices({ options = [] }: NoticeItem): readonly string[] {
  return options.length === 0 ? [] : [options.map((option) => `- ${inline(option)}`).join('\n')];
}

const origins: Readonly<Record<NonNullable<NoticeItem['from']>, string>> = {
  record: 'from the record',
  policy: 'from the policy file',
  drafted: 'drafted by the product, to be checked',
  correction: 'written by a person for this notice',
};

/** Where the value came from, and why the item is there. */
function remarks({ from, when, open: isOpen }: NoticeItem): readonly string[] {
  const said = [
    ...(from ? [origins[from]] : []),
    ...(when === undefined ? [] : [`here because ${inline(when)}`]),
    ...(isOpen ? ['not settled'] : []),
  ].join('; ');
  return said === '' ? [] : [`_${said.charAt(0).toUpperCase()}${said.slice(1)}._`];
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
