/** What changed from one draft of a notice to another, item by item. */
import type { NoticeDraft, NoticeItem } from '../domain/notice.ts';

export type Change = {
  readonly what: 'added' | 'changed' | 'removed';
  readonly id: string;
  readonly label: string;
  readonly before?: string;
  readonly after?: string;
};

/** In the order of the newer draft; what it no longer has stands at the end. */
export function difference(before: NoticeDraft, after: NoticeDraft): readonly Change[] {
  const old = valued(before);
  const now = valued(after);
  const changes = [...now.values()].flatMap((item): readonly Change[] => {
    const { id, label, value } = item;
    const former = old.get(id);
    if (value === undefined || (former && isSame(former, item))) return [];
    const was = former?.value;
    return [
      was === undefined
        ? { what: 'added', id, label, after: value }
        : { what: 'changed', id, label, before: was, after: value },
    ];
  });
  const removed = [...old.values()].flatMap(({ id, label, value }): readonly Change[] =>
    value === undefined || now.has(id) ? [] : [{ what: 'removed', id, label, before: value }],
  );
  return [...changes, ...removed];
}

/** By the answer where there is one: in another language the same letter has another text. */
function isSame(before: NoticeItem, after: NoticeItem): boolean {
  return before.answer === undefined || after.answer === undefined
    ? before.value === after.value
    : before.answer === after.answer;
}

function valued({ sections }: NoticeDraft): ReadonlyMap<string, NoticeItem> {
  const items = sections.flatMap((section) => section.items);
  return new Map(
    items.filter(({ value }) => value !== undefined).map((item) => [item.id, item] as const),
  );
}
