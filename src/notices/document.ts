/** A document before it has a format: what Markdown, PDF and DOCX are rendered from. */

/**
 * A plain string is text that somebody wrote: no renderer may take it for markup. `own` and `strong`
 * are the renderer's fixed words and instants.
 */
export type Run = string | { readonly own: string } | { readonly strong: string };
export type Line = readonly Run[];

export type Block =
  | { readonly kind: 'paragraph'; readonly line: Line; readonly tone?: 'strong' | 'remark' }
  /** Word for word, line breaks and all, so that it can be copied into an authority's form. */
  | { readonly kind: 'verbatim'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly Line[]; readonly isNumbered?: true }
  | Field
  | Table;

/** One question and what is said to it. */
export type Field = {
  readonly kind: 'field';
  readonly label: string;
  /** What is missing must be seen at a glance. */
  readonly state: 'told' | 'missing' | 'absent';
  readonly blocks: readonly Exclude<Block, Field | Table>[];
};

export type Table = {
  readonly kind: 'table';
  /** `share` is the width beside that of the other columns. */
  readonly columns: readonly { readonly heading: string; readonly share: number }[];
  readonly rows: readonly (readonly string[])[];
};

export type Section = {
  readonly heading: string;
  /** The article of the law that it answers. */
  readonly article?: string;
  readonly blocks: readonly Block[];
};

export type Document = {
  readonly title: string;
  /** BCP 47. */
  readonly language: string;
  /** Who answers for it. */
  readonly author?: string;
  /** What every page says of it, such as that it is a draft; absent on a copy of what was filed. */
  readonly mark?: string;
  /** At the foot of each page; `{page}` and `{pages}` stand for the numbers. */
  readonly pageOf: string;
  readonly isLandscape?: true;
  /** When it was made from the record: the same document gives the same bytes. */
  readonly madeAtMs: number;
  readonly opening: readonly Block[];
  readonly sections: readonly Section[];
};

export function paragraph(...line: Line): Block & { readonly kind: 'paragraph' } {
  return { kind: 'paragraph', line };
}

export function strong(text: string): Block & { readonly kind: 'paragraph' } {
  return { kind: 'paragraph', line: [{ own: text }], tone: 'strong' };
}

/** A sentence with `{name}` where a run belongs, whatever the order of the words in its language. */
export function fill(sentence: string, runs: Readonly<Record<string, Run>>): Line {
  return sentence
    .split(/(\{\w+\})/)
    .filter((part) => part !== '')
    .map((part) => {
      const name = /^\{(\w+)\}$/.exec(part)?.[1];
      return (name === undefined ? undefined : runs[name]) ?? { own: part };
    });
}

export function textOf(run: Run): string {
  if (typeof run === 'string') return run;
  return 'own' in run ? run.own : run.strong;
}

/** Control and direction characters could hide or reorder text. Newlines and tabs stay. */
export function visible(value: string): string {
  return value
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\n\t])[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '�');
}

/**
 * For PDF and DOCX, which refuse more: a byte order mark inside a text is an old word joiner; halves
 * of surrogate pairs and non-characters are no text at all.
 */
export function printable(value: string): string {
  return visible(value)
    .replace(/\ufeff/g, '\u2060')
    .replace(/[\p{Cs}\p{Noncharacter_Code_Point}]/gu, '\ufffd');
}
