/** A letter to people or to a customer as it goes out: its text alone, without what is only for whoever sends it. */
import { formatLocal } from '../calendar/format.ts';
import {
  isFixed,
  type NoticeDraft,
  type NoticeItem,
  type NoticeSection,
} from '../domain/notice.ts';
import { paragraph, type Block, type Document } from './document.ts';
import type { Words } from './words.ts';

export type LetterView = {
  /** The organisation's; its readers know no UTC. */
  readonly zone: string;
  readonly words: Words;
  readonly author: string;
  /** Until then every page says that it is not. */
  readonly isApproved: boolean;
};

/** Read as running text, without a heading. */
const plain: ReadonlySet<string> = new Set(['opening', 'closing']);

export function isLetter({ kind }: NoticeDraft): boolean {
  return kind === 'people' || kind === 'customer';
}

/** What is not recorded is left out: the draft, not the letter, names it. */
export function letterDocument(draft: NoticeDraft, view: LetterView): Document {
  const { words, author, isApproved } = view;
  const opening: Block[] = [];
  const sections: { readonly heading: string; readonly blocks: Block[] }[] = [];
  for (const section of draft.sections) {
    if (section.isInternal) continue;
    const blocks = section.items.flatMap((item) => told(item, section, view));
    if (blocks.length === 0) continue;
    if (plain.has(section.id)) (sections.at(-1)?.blocks ?? opening).push(...blocks);
    else sections.push({ heading: section.heading, blocks });
  }
  return {
    title: draft.subject ?? draft.title,
    ...{ language: words.language, author, pageOf: words.pageOf, madeAtMs: draft.generatedAtMs },
    ...(!isApproved && { mark: words.notApproved }),
    opening,
    sections,
  };
}

function told(
  item: NoticeItem,
  { heading }: NoticeSection,
  { zone, words }: LetterView,
): readonly Block[] {
  const { value, instant, label } = item;
  if (value === undefined) return [];
  if (instant)
    return [
      paragraph(label, { own: ': ' }, { own: formatLocal(instant.atMs, zone, words.language) }),
    ];
  const lines = value.split(/\n+/).filter((line) => line.trim() !== '');
  if (isFixed(item) || item.id === 'advice' || label === heading)
    return lines.map((line) => paragraph(line.trim()));
  const [first = '', ...others] = lines;
  return [
    paragraph(label, { own: ': ' }, first.trim()),
    ...others.map((line) => paragraph(line.trim())),
  ];
}
