/** What a duty asks for, in a language: titles, articles, addressees and notes of the shipped rules. */

/**
 * By the English text. By rule id would be wrong: an incident keeps the text of the version that it began under,
 * and a text that is no longer, or never was, one of a shipped rule must be shown as it was recorded.
 */
export type LawWords = Readonly<Record<string, string>>;

/** The text itself where there is no other: rules of contracts are the company's own words. */
export function inLaw(words: LawWords, text: string): string {
  return (Object.hasOwn(words, text) ? words[text] : undefined) ?? text;
}
