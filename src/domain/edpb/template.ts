/** The template of a notice to the authority as data: its fields, and what each depends on. */

/** What a condition may ask beside the answer to another field. */
export type TemplateFact = 'late' | 'in-eea' | 'outside-eea';

export type Condition =
  | { readonly fact: TemplateFact }
  /** Shown when one of these answers was given. */
  | { readonly any: readonly { readonly field: number; readonly is: string }[] };

export type TemplateOption = {
  readonly letter: string;
  readonly text: string;
  /** Such as "to be determined": for a notice that is not complete. */
  readonly open?: boolean | undefined;
  /** What the template's own JSON writes instead of the letter; null when it can hold nothing. */
  readonly written?: string | null | undefined;
};

export type AnswerKind = 'text' | 'flag' | 'count' | 'instant' | 'date' | 'choice';

export type TemplateField = {
  readonly no: number;
  readonly title: string;
  readonly section: string;
  readonly article?: string | undefined;
  readonly kind: AnswerKind;
  readonly demanded: 'always' | 'when-shown' | 'never';
  readonly when?: Condition | undefined;
  readonly ask: 'dpo' | 'commander' | 'policy';
  /** Several options can hold at once. */
  readonly several?: boolean | undefined;
  /** The template's own JSON can hold no answer. */
  readonly unfit?: boolean | undefined;
  readonly options?: readonly TemplateOption[] | undefined;
};

export type Template = {
  readonly title: string;
  readonly version: string;
  readonly status: string;
  readonly sections: Readonly<Record<string, string>>;
  readonly fields: readonly TemplateField[];
};

/** Instants as ISO 8601 in UTC, dates as YYYY-MM-DD, choices as letters with commas between. */
export type Answer = string | number | boolean;

export type Origin = 'record' | 'policy' | 'drafted' | 'correction';

export type Answered = {
  readonly answer: Answer;
  readonly from: Origin;
  /** A proposal, also where the template always wants an answer: a person must settle it. */
  readonly open?: true;
};

export type Answers = ReadonlyMap<number, Answered>;
