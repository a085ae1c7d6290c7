/** The catalogues of all languages: a language that lacks a sentence does not compile. */
import type { Language } from '../domain/language.ts';
import type { NoticeWords } from '../domain/notice-words.ts';
import { linkPages as germanLinkPages } from './de/link-pages.ts';
import { mails as germanMails } from './de/mails.ts';
import { notices as germanNotices } from './de/notices.ts';
import { linkPages as englishLinkPages, type LinkPageWords } from './en/link-pages.ts';
import { mails as englishMails, type MailWords } from './en/mails.ts';
import { notices as englishNotices } from './en/notices.ts';

export type { MailWords } from './en/mails.ts';
export { inLaw } from './law.ts';

export type Catalogue = {
  readonly mails: MailWords;
  readonly notices: NoticeWords;
  readonly linkPages: LinkPageWords;
};

export const catalogues: Readonly<Record<Language, Catalogue>> = {
  en: { mails: englishMails, notices: englishNotices, linkPages: englishLinkPages },
  de: { mails: germanMails, notices: germanNotices, linkPages: germanLinkPages },
};
