/** A filled template as its own JSON: `{"field_3": "a", …}`. It demands some fields that are hidden; those say why. */
import { chosen, type Filled } from './fill.ts';
import type { OrganisationProfile } from '../notice.ts';
import type { NoticeWords } from '../notice-words.ts';
import type { Answer, Template, TemplateField } from './template.ts';

export type Written = Readonly<Record<string, Answer>>;

export function written(
  template: Template,
  filled: Filled,
  organisation: OrganisationProfile,
  { authority: words }: NoticeWords,
): Written {
  return Object.fromEntries(
    template.fields.flatMap((field) => {
      const answer = filled.shown.includes(field)
        ? writtenAnswer(field, filled)
        : hiddenAnswer(field, filled, organisation, words);
      return answer === undefined ? [] : [[`field_${field.no}`, answer] as const];
    }),
  );
}

export function writtenAnswer(field: TemplateField, { answers }: Filled): Answer | undefined {
  if (field.unfit) return undefined;
  if (field.kind !== 'choice') return answers.get(field.no)?.answer;
  // It takes one letter, the first; the draft has all of them.
  const [first] = chosen(field, answers);
  return first && (first.written === undefined ? first.letter : (first.written ?? undefined));
}

function hiddenAnswer(
  { no, demanded }: TemplateField,
  { answers }: Filled,
  { dpoName, dpoEmail }: OrganisationProfile,
  words: NoticeWords['authority'],
): Answer | undefined {
  if (demanded !== 'always') return undefined;
  const officer: Readonly<Record<number, Answer>> = {
    29: words.isDesignated,
    30: dpoName,
    31: dpoEmail,
  };
  // The sections for controllers inside and outside the EEA: one is shown, the other does not apply.
  if (no === 113 || no === 120) return 'b';
  if (officer[no] !== undefined) return officer[no];
  return answers.get(38)?.answer === 'b' ? words.nobodyElse : words.elseUnknown;
}
