/** The catalogues of all languages: a language that lacks a sentence does not compile. */
import type { Language } from '../domain/language.ts';
import { mails as de } from './de/mails.ts';
import { mails as en, type MailWords } from './en/mails.ts';

export type { MailWords } from './en/mails.ts';
export { inLaw } from './law.ts';

export type Catalogue = {
  readonly mails: MailWords;
};

export const catalogues: Readonly<Record<Language, Catalogue>> = {
  en: { mails: en },
  de: { mails: de },
};
