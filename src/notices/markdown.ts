/** A document as Markdown. What people wrote stands as text: it cannot become markup, links or HTML. */
import type { NoticeDraft } from '../domain/notice.ts';
import {
  visible,
  type Block,
  type Document,
  type Line,
  type Run,
  type Section,
} from './document.ts';
import { draftDocument } from './draft.ts';
import { wordsIn } from './words.ts';

/** Instants in UTC and `zone`, the organisation's. Ends with a newline. */
/** In the language of the draft. */
export function renderMarkdown(
  draft: NoticeDraft,
  zone: string,
  words = wordsIn(draft.language),
): string {
  return documentMarkdown(draftDocument(draft, { zone, words }));
}

export function documentMarkdown({ title, opening, sections, mark }: Document): string {
  const blocks = [
    `# ${inline(title)}`,
    ...opening.flatMap(block),
    ...sections.flatMap(section),
    ...(mark === undefined ? [] : ['---', `**${mark}**`]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function section({ heading, article, blocks }: Section): readonly string[] {
  const behind = article === undefined ? '' : ` (${inline(article)})`;
  return [`## ${inline(heading)}${behind}`, ...blocks.flatMap(block)];
}

function block(given: Block): readonly string[] {
  switch (given.kind) {
    case 'paragraph':
      return [styles[given.tone ?? 'plain'](unlisted(line(given.line)))];
    case 'verbatim':
      return [fenced(given.text)];
    case 'list':
      return [
        given.items
          .map((item, n) => `${given.isNumbered ? `${n + 1}.` : '-'} ${line(item)}`)
          .join('\n'),
      ];
    case 'field':
      return [`### ${inline(given.label)}`, ...given.blocks.flatMap(block)];
    case 'table':
      return [
        table(
          given.columns.map(({ heading }) => heading),
          given.rows,
        ),
      ];
  }
}

const styles = {
  strong: (text: string) => `**${text}**`,
  remark: (text: string) => `_${text}_`,
  plain: (text: string) => text,
};

/** At the beginning of a paragraph a number or a dash would make a list of it. */
function unlisted(text: string): string {
  return text.replace(/^-/, '\\-').replace(/^(\d+)([.)])/, '$1\\$2');
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.map(inline).join(' | ')} |`;
  return [row(heads), `|${heads.map(() => ' --- |').join('')}`, ...rows.map(row)].join('\n');
}

function line(runs: Line): string {
  return runs.map(run).join('');
}

function run(given: Run): string {
  if (typeof given === 'string') return inline(given);
  return 'own' in given ? given.own : `**${given.strong}**`;
}

/**
 * Word for word, so that it can be copied into an authority's form. The fence is longer than any
 * in the text, which is the one way out of a code block.
 */
function fenced(value: string): string {
  const text = visible(value);
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([found]) => found.length));
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
