/** The words of notices in every language. Another language is one more row. */
import type { Language } from '../domain/language.ts';
import type { NoticeWords } from '../domain/notice-words.ts';
import { notices as de } from './de/notices.ts';
import { notices as en } from './en/notices.ts';

export const noticeWords: Readonly<Record<Language, NoticeWords>> = { en, de };
