/** Answers the template's fields in their order: a field that depends on another is there only when that one says so. */
import type { NoticeWords } from '../notice-words.ts';
import type { Filing } from '../duty.ts';
import { lateByMs, standing, type NoticeSource, type OrganisationProfile } from '../notice.ts';
import { isEstablishedInEea } from './addressees.ts';
import { lettersOf, readAnswer } from './answer.ts';
import { duty, recorded } from './recorded.ts';
import type {
  Answered,
  Answers,
  Condition,
  Template,
  TemplateFact,
  TemplateField,
  TemplateOption,
} from './template.ts';

/** The field that says whether the notice is complete. */
const subType = 4;

export type Filled = {
  readonly shown: readonly TemplateField[];
  readonly answers: Answers;
};

export function fill(
  template: Template,
  source: NoticeSource,
  organisation: OrganisationProfile,
  nowMs: number,
  words: NoticeWords,
): Filled {
  const known = new Map([...recorded(source, organisation, nowMs, words), ...corrected(source)]);
  const facts = factsOf(source, organisation, nowMs);
  const answers = new Map<number, Answered>();
  const shown: TemplateField[] = [];
  for (const field of template.fields) {
    // Decided last, unless it is a withdrawal, on which other fields depend.
    const answer =
      field.no === subType ? (known.get(subType) ?? withdrawal(source)) : known.get(field.no);
    if (!holds(field.when, answers, facts)) continue;
    shown.push(field);
    if (answer) answers.set(field.no, answer);
  }
  if (!answers.has(subType)) {
    const rest = shown.filter(({ no }) => no !== subType);
    const isComplete = rest.every((field) => !isMissing(field, answers) && !isOpen(field, answers));
    answers.set(subType, { answer: isComplete ? 'a' : 'b', from: 'drafted' });
  }
  return { shown, answers };
}

/** Read once more: what came in by an older version must not break a draft. */
function corrected({ corrections = {} }: NoticeSource): readonly (readonly [number, Answered])[] {
  return Object.entries(corrections).flatMap(([no, correction]) => {
    const read = correction && readAnswer(Number(no), correction.value);
    return read && 'answer' in read
      ? [[Number(no), { answer: read.answer, from: 'correction' }] as const]
      : [];
  });
}

function withdrawal(source: NoticeSource): Answered | undefined {
  const isFiled = filedOf(source).length > 0;
  const isNone = source.personalData === 'no' || source.outcome === 'false-alarm';
  return isFiled && isNone ? { answer: 'c', from: 'record' } : undefined;
}

function filedOf({ duties }: NoticeSource): readonly Filing[] {
  const owed = duties[duty];
  return owed ? standing(owed) : [];
}

function factsOf(
  source: NoticeSource,
  organisation: OrganisationProfile,
  nowMs: number,
): ReadonlySet<TemplateFact> {
  const facts = new Set<TemplateFact>();
  if (filedOf(source).length === 0 && lateByMs(source, duty, nowMs) > 0) facts.add('late');
  facts.add(isEstablishedInEea(source, organisation) ? 'in-eea' : 'outside-eea');
  return facts;
}

function holds(
  condition: Condition | undefined,
  answers: Answers,
  facts: ReadonlySet<TemplateFact>,
): boolean {
  if (!condition) return true;
  if ('fact' in condition) return facts.has(condition.fact);
  return condition.any.some(({ field, is }) => lettersOf(answers.get(field)?.answer).includes(is));
}

export function isMissing(field: TemplateField, answers: Answers): boolean {
  return field.demanded !== 'never' && !answers.has(field.no);
}

/** Answered with "to be determined", or with a text that only the record wrote and a person must finish. */
export function isOpen(field: TemplateField, answers: Answers): boolean {
  const answered = answers.get(field.no);
  if (!answered) return false;
  if (answered.open) return true;
  if (chosen(field, answers).some(({ open }) => open)) return true;
  return answered.from === 'drafted' && field.demanded === 'when-shown';
}

export function chosen(field: TemplateField, answers: Answers): readonly TemplateOption[] {
  const letters = lettersOf(answers.get(field.no)?.answer);
  return field.options?.filter(({ letter }) => letters.includes(letter)) ?? [];
}
