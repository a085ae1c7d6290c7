/** Numbers, lists and plurals as a language writes them. */
import type { Language } from '../domain/language.ts';

/** From 10,000 on in groups: below, a number in a sentence is read at a glance. */
export function number(language: Language, value: number): string {
  return new Intl.NumberFormat(language, { useGrouping: 'min2' }).format(value);
}

/** The number with its noun, such as `1 task` or `3 tasks`; languages with more forms than two name them all. */
export function plural(
  language: Language,
  value: number,
  forms: { readonly other: string } & Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>,
): string {
  const noun = forms[new Intl.PluralRules(language).select(value)] ?? forms.other;
  return `${number(language, value)} ${noun}`;
}

/** Names one after the other, with the word of the language before the last where it has one. */
export function list(language: Language, names: readonly string[]): string {
  return new Intl.ListFormat(language, { type: 'unit' }).format(names);
}
