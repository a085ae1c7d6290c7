/** Every sentence of the communication to the people concerned (GDPR Art. 34), in English: another language is another table. */
import type { LetterItem } from './letter-items.ts';

/** Kinds of data for which there is something that people can do themselves. */
export type AdvisedData =
  'credentials' | 'payment' | 'documents' | 'contact' | 'health' | 'location' | 'identity';

export type LetterWords = {
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
};

export const english: LetterWords = {
  subject: (organisation) => `Important: what happened to your personal data at ${organisation}`,
  salutation: { direct: 'Dear Sir or Madam,', announced: 'To all whose personal data we keep' },
  opening: {
    direct: (organisation) =>
      `Something happened at ${organisation} that concerns personal data about you. We tell you what happened, what it may mean for you, what we do about it and what you can do yourself.`,
    announced: (organisation) =>
      `Something happened at ${organisation} that concerns personal data. It may concern you too. We tell you what happened, what it may mean for you, what we do about it and what you can do yourself.`,
  },
  headings: {
    what: 'What happened',
    means: 'What it may mean for you',
    done: 'What we do about it',
    self: 'What you can do',
    ask: 'Whom you can ask',
    closing: 'Closing words',
  },
  labels: {
    salutation: 'Salutation',
    opening: 'Why we write',
    'what-happened': 'What happened',
    occurred: 'When it happened',
    data: 'Which data are concerned',
    consequences: 'What it may mean for you',
    measures: 'What we do about it',
    advice: 'What you can do',
    organisation: 'Who we are',
    'dpo-name': 'Our data protection officer',
    'dpo-contact': 'E-mail of our data protection officer',
    contact: 'Where you reach us',
    reference: 'Please quote',
    closing: 'Closing words',
    signature: 'Signature',
  },
  data: (kinds) => `${kinds.join(', ')}. Perhaps not all of this concerns you.`,
  advice: {
    credentials:
      'Change your password with us. If you use the same password anywhere else, change it there too, and take another one for each place. Where it is offered, switch on a second step at sign-in.',
    payment:
      'Look at the statements of your bank account and your cards in the next weeks. If you find a payment that you did not make, tell your bank at once; it can also block a card.',
    documents:
      'Ask the office that issued your identity document whether it should be blocked or replaced. Be careful when somebody writes to you about contracts that you did not make; that may be a sign that your document is misused.',
    identity:
      'Be careful when you get letters or bills about contracts that you did not make; that may be a sign that somebody uses your name.',
    contact:
      'Be careful with messages and calls in the next weeks, also when they seem to come from us. Do not open links or files that you did not expect, and give nobody a password or a code.',
    health:
      'Be careful when somebody writes to you about your health or asks you for money. Pay nothing, and tell us and the police.',
    location:
      'If somebody who must not find you could learn where you live or go, tell us or the police at once.',
  },
  closing: 'We are sorry that this happened.',
};
