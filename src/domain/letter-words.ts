/** What the communication to the people concerned (GDPR Art. 34) says of its own, and what its sender is told. */
import type { LetterItem } from './letter-items.ts';

/** Kinds of data for which there is something that people can do themselves. */
export type AdvisedData =
  'credentials' | 'payment' | 'documents' | 'contact' | 'health' | 'location' | 'identity';

export type LetterWords = {
  readonly title: (isPublic: boolean, incident: string) => string;
  readonly subject: (organisation: string) => string;
  readonly salutation: { readonly direct: string; readonly announced: string };
  readonly opening: {
    readonly direct: (organisation: string) => string;
    readonly announced: (organisation: string) => string;
  };
  readonly headings: Readonly<
    Record<'what' | 'means' | 'done' | 'self' | 'ask' | 'closing', string>
  >;
  readonly labels: Readonly<Record<LetterItem | 'occurred' | 'organisation' | 'reference', string>>;
  /** Several kinds of data stand in one letter that all people get. */
  readonly data: (kinds: readonly string[]) => string;
  readonly advice: Readonly<Record<AdvisedData, string>>;
  readonly closing: string;
  readonly sending: SendingWords;
};

/** For whoever sends it, and no part of the letter. */
export type SendingWords = {
  readonly heading: string;
  readonly way: { readonly label: string; readonly directly: string; readonly inPublic: string };
  readonly effort: string;
  readonly exception: {
    readonly label: string;
    readonly none: string;
    readonly proposed: string;
    readonly confirmed: string;
  };
  readonly steps: {
    readonly notOwed: string;
    readonly rewrite: (command: string) => string;
    readonly checkAdvice: string;
    readonly approve: (command: string) => string;
    readonly publish: string;
    readonly send: string;
    readonly record: (command: string) => string;
    /** What stands for the reference in the command. */
    readonly example: { readonly directly: string; readonly inPublic: string };
  };
};
