/** What notices say of their own, beside what is recorded: the texts of one language, handed in. */
import type { PersonalData } from './commands.ts';
import type { FilingWords } from './filing-words.ts';
import type { TemplateFact } from './edpb/template.ts';
import type { MeasureWords } from './measures.ts';
import type { Language } from './language.ts';
import type { LetterWords } from './letter-words.ts';

export type NoticeWords = {
  readonly language: Language;
  /** A whole number in a sentence. What is copied into a form keeps its plain digits. */
  readonly count: (value: number) => string;
  /** To the minute, the seconds cut off, and always said to be UTC. */
  readonly utc: (atMs: number) => string;
  /** Of YYYY-MM-DD. */
  readonly date: (date: string) => string;
  /** Without a sign, rounded towards zero. */
  readonly span: (ms: number) => string;
  readonly yes: string;
  readonly no: string;
  /** Articles are recorded in English: `GDPR Arts. 28(3)(f), 33(3)(a)`. */
  readonly article: (english: string) => string;
  /** As the rules name whom they are owed to; a contract's stand as the policy file has them. */
  readonly addressee: (english: string) => string;
  readonly whom: Whom;
  readonly chronology: Readonly<Record<Stamp, string>>;
  readonly customer: CustomerWords;
  readonly authority: AuthorityWords;
  readonly filing: FilingWords;
  /** The communication of Art. 34. */
  readonly letter: LetterWords;
};

/** Whom to ask for what is missing. */
type Whom = {
  readonly dpo: string;
  readonly policyKeeper: string;
  readonly nobodyYet: string;
  readonly officer: (name: string) => string;
  readonly commander: (name: string) => string;
};

export type Stamp =
  | 'occurred'
  | 'detected'
  | 'vendorNotice'
  | 'aware'
  | 'declared'
  | 'acknowledged'
  | 'triaged'
  | 'contained'
  | 'recovered';

/** The notice of Art. 33(2). */
type CustomerWords = {
  readonly breach: string;
  readonly incident: string;
  readonly title: (what: string, customer: string, incident: string) => string;
  readonly subject: (what: string, organisation: string) => string;
  readonly headings: Readonly<
    Record<'incident' | 'data' | 'effects' | 'open' | 'assessment' | 'contact' | 'closing', string>
  >;
  readonly to: (customer: string) => string;
  readonly labels: Readonly<Record<CustomerItem, string>>;
  readonly salutation: (customer: string) => string;
  readonly openings: Readonly<Record<PersonalData, string>>;
  /** Ends each of the openings. */
  readonly asProcessor: string;
  /** Whether personal data was breached. */
  readonly answers: Readonly<Record<PersonalData, string>>;
  readonly nothingOpen: string;
  readonly stillOpen: (labels: readonly string[]) => string;
  readonly assessment: string;
  readonly closing: string;
};

export type CustomerItem =
  | 'salutation'
  | 'opening'
  | 'title'
  | 'summary'
  | 'personal-data'
  | 'occurred'
  | 'detected'
  | 'aware'
  | 'contained'
  | 'subject-categories'
  | 'subjects'
  | 'data-categories'
  | 'records'
  | 'share'
  | 'consequences'
  | 'measures'
  | 'open'
  | 'assessment'
  | 'processor'
  | 'address'
  | 'dpo-name'
  | 'dpo-contact'
  | 'contact'
  | 'reference'
  | 'closing'
  | 'signature';

/** The notice of Art. 33(1), beside the texts of its template. */
type AuthorityWords = {
  readonly title: (incident: string) => string;
  /** Stands for an article where the law names none. */
  readonly template: string;
  /** Main clauses, as those of `fieldIs`. */
  readonly facts: Readonly<Record<TemplateFact, string>>;
  readonly fieldIs: (no: number, letters: readonly string[]) => string;
  readonly either: (conditions: readonly string[]) => string;
  /** Field 29. */
  readonly isDesignated: string;
  /** The head of the reasons for a delay: when the hours ended, when the draft was made, how long after. */
  readonly delay: (ended: string, made: string, late: string) => string;
  readonly consequences: (recorded: string) => string;
  readonly measures: MeasureWords;
  /** Field 76: whose measures they are, and what a person has to see to. */
  readonly inForce: (measures: readonly string[]) => string;
  readonly nobodyElse: string;
  readonly elseUnknown: string;
};
