/** Reads what a person typed as the answer to a field of the template, or says what it takes. */
import { answerKinds } from './kinds.ts';
import type { Answer } from './template.ts';

export type ReadAnswer = { readonly answer: Answer } | { readonly fault: string };

/** The fault is the end of a sentence that begins with the field. */
export function readAnswer(field: number, typed: string): ReadAnswer {
  const kind = answerKinds[field];
  const text = typed.trim();
  switch (kind) {
    case undefined:
      return { fault: 'is not one of the template' };
    case 'text':
      return { answer: typed };
    case 'flag':
      if (text !== 'yes' && text !== 'no') return { fault: 'takes yes or no' };
      return { answer: text === 'yes' };
    case 'count':
      return /^\d{1,12}$/.test(text)
        ? { answer: Number(text) }
        : { fault: 'takes a whole number, 0 or more' };
    case 'date':
      return isDate(text) ? { answer: text } : { fault: 'takes a date such as 2026-11-27' };
    case 'instant':
      return isInstant(text)
        ? { answer: new Date(text).toISOString() }
        : { fault: 'takes a time in UTC such as 2026-11-27T18:20Z' };
    default:
      return readLetters(text, kind.letters, kind.several);
  }
}

/** Letters in the order of the template, each once. */
function readLetters(text: string, letters: readonly string[], several: boolean): ReadAnswer {
  const given = text.toLowerCase().split(/[\s,;]+/);
  const fit = given.every((letter) => letters.includes(letter)) && (several || given.length === 1);
  if (fit) return { answer: letters.filter((letter) => given.includes(letter)).join(',') };
  return { fault: `takes ${several ? 'one or more' : 'one'} of ${letters.join(', ')}` };
}

export function lettersOf(answer: Answer | undefined): readonly string[] {
  return typeof answer === 'string' ? answer.split(',') : [];
}

/** 30 February is none, although JavaScript takes it for 2 March. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const parsed = Date.parse(text);
  return !Number.isNaN(parsed) && new Date(parsed).toISOString().startsWith(text);
}

function isInstant(text: string): boolean {
  const [date = '', time = ''] = text.split('T');
  return isDate(date) && /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?Z$/.test(time);
}
