/** What a person may write anew in the letter to the people concerned, by the name it has in the draft. */

export const letterItems = [
  'salutation',
  'opening',
  'what-happened',
  'data',
  'consequences',
  'measures',
  'advice',
  'dpo-name',
  'dpo-contact',
  'contact',
  'closing',
  'signature',
] as const;
export type LetterItem = (typeof letterItems)[number];

export function isLetterItem(id: string): id is LetterItem {
  return letterItems.some((item) => item === id);
}
