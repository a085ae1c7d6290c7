/** The document of a draft: what is missing first, then its sections, then how to file it. */
import { formatBoth } from '../calendar/format.ts';
import type { Filing } from '../domain/duty.ts';
import type { NoticeDraft, NoticeItem, NoticeSection } from '../domain/notice.ts';
import {
  fill,
  paragraph,
  strong,
  type Block,
  type Document,
  type Field,
  type Line,
  type Run,
  type Section,
} from './document.ts';
import type { Words } from './words.ts';

export type DraftView = {
  /** The organisation's; instants stand in it and in UTC. */
  readonly zone: string;
  readonly words: Words;
  /** Who notifies. */
  readonly author?: string;
  /** What was filed from this very draft: then it is no draft any more. */
  readonly filed?: Pick<Filing, 'filed' | 'reference'>;
};

export function draftDocument(draft: NoticeDraft, view: DraftView): Document {
  const { words, author, filed } = view;
  return {
    title: draft.title,
    language: words.language,
    ...(author !== undefined && { author }),
    ...(!filed && { mark: words.mark }),
    pageOf: words.pageOf,
    madeAtMs: draft.generatedAtMs,
    opening: [
      about(draft, view),
      ...phase(draft, words),
      ...(missingOf(draft).length === 0 ? [paragraph({ own: words.nothingMissing })] : []),
    ],
    sections: [
      ...asks(words.stillMissing, missingOf(draft), words),
      ...asks(
        words.notSettledYet,
        itemsOf(draft).filter(({ open }) => open),
        words,
      ),
      ...inOrder(draft).map(({ heading, article, items }) => ({
        ...{ heading, article },
        blocks: items.map((item) => field(item, view)),
      })),
      ...steps(draft, words),
    ],
  };
}

/** What is only for whoever sends a letter stands with the steps, behind the letter. */
function inOrder({ sections }: NoticeDraft): readonly NoticeSection[] {
  const sent = sections.filter(({ isInternal }) => !isInternal);
  return [...sent, ...sections.filter(({ isInternal }) => isInternal)];
}

function about({ kind, generatedAtMs }: NoticeDraft, { zone, words, filed }: DraftView): Block {
  const made = { own: formatBoth(generatedAtMs, zone, words.language) };
  return paragraph(
    ...(filed
      ? fill(kind === 'authority' ? words.filed : words.sent, {
          when: { own: formatBoth(filed.filed.atMs, zone, words.language) },
          reference: filed.reference,
          made,
        })
      : fill(words.made, { mark: { strong: words.mark }, when: made })),
  );
}

function phase({ phase: owed, template }: NoticeDraft, words: Words): readonly Block[] {
  if (!owed || !template) return [];
  return [
    strong(words.phases[owed.kind].replace('{state}', words.states[owed.state])),
    paragraph(...fill(words.numbered, { name: template.name, status: template.status })),
  ];
}

function itemsOf({ sections }: NoticeDraft): readonly NoticeItem[] {
  return sections.flatMap(({ items }) => items);
}

function missingOf(draft: NoticeDraft): readonly NoticeItem[] {
  return itemsOf(draft).filter(isMissing);
}

function isMissing(item: NoticeItem): boolean {
  return item.mandatory && item.value === undefined;
}

/** A list of whom to ask for what; nothing when there is nothing to ask. */
function asks(heading: string, items: readonly NoticeItem[], { ask }: Words): readonly Section[] {
  if (items.length === 0) return [];
  const lines = items.map(({ label, askWhom }) => fill(ask, { label, whom: askWhom }));
  return [{ heading, blocks: [{ kind: 'list', items: lines }] }];
}

function field(item: NoticeItem, { zone, words }: DraftView): Field {
  const { options = [], label, instant, value } = item;
  return {
    ...{ kind: 'field', label },
    state: instant || value !== undefined ? 'told' : item.mandatory ? 'missing' : 'absent',
    blocks: [
      instant
        ? paragraph({ own: formatBoth(instant.atMs, zone, words.language) })
        : value === undefined
          ? paragraph(...untold(item, words))
          : { kind: 'verbatim', text: value },
      ...(options.length === 0
        ? []
        : [{ kind: 'list', items: options.map((option) => [option]) } as const]),
      ...remark(item, words),
    ],
  };
}

function untold({ mandatory, askWhom }: NoticeItem, words: Words): Line {
  const missing = { strong: words.missingMark };
  return fill(mandatory ? words.missing : words.notRecorded, { missing, whom: askWhom });
}

/** Where the value came from, and why the item is there. */
function remark({ from, when, open }: NoticeItem, words: Words): Field['blocks'] {
  const parts: readonly Line[] = [
    ...(from ? [[{ own: words.origins[from] }]] : []),
    ...(when === undefined ? [] : [fill(words.because, { when })]),
    ...(open ? [[{ own: words.notSettled }]] : []),
  ];
  if (parts.length === 0) return [];
  const [first, ...rest] = parts.flatMap((part, n) => (n === 0 ? part : [{ own: '; ' }, ...part]));
  const line = [...(first === undefined ? [] : [capital(first)]), ...rest, { own: '.' }];
  return [{ kind: 'paragraph', line, tone: 'remark' }];
}

function capital(run: Run): Run {
  if (typeof run === 'string' || !('own' in run)) return run;
  return { own: `${run.own.charAt(0).toUpperCase()}${run.own.slice(1)}` };
}

function steps({ kind, steps: given }: NoticeDraft, words: Words): readonly Section[] {
  if (!given) return [];
  const heading = kind === 'authority' ? words.howToFile : words.howToSend;
  const items = given.map((step) => [step]);
  return [{ heading, blocks: [{ kind: 'list', items, isNumbered: true }] }];
}
