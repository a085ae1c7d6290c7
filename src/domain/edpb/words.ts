/** Words that people use for groups of people and kinds of data, and the letters of the template for them. */

const people: readonly (readonly [letter: string, words: RegExp])[] = [
  ['a', /^(customers?|clients?|prospects?)$/],
  ['b', /^(employees?|staff|candidates?|applicants?)$/],
  ['d', /^(minors?|children)$/],
  ['e', /^patients?$/],
  ['f', /^(students?|pupils?)$/],
  ['g', /^subscribers?$/],
  ['h', /^users?$/],
];

const data: readonly (readonly [letter: string, words: RegExp])[] = [
  ['a', /^(names?|basic data|dates? of birth)$/],
  ['b', /^(contact (data|details)|address(es)?|e-?mail( address(es)?)?|(tele)?phone numbers?)$/],
  ['c', /^biometric data$/],
  ['j', /^genetic data$/],
  ['k', /^(health data|medical (data|records))$/],
  ['l', /^(financial|economic) data$/],
  ['o', /^location data$/],
  ['q', /^(payment (data|methods?)|credit cards?|bank accounts?)$/],
  ['s', /^(user )?(credentials?|passwords?|tokens?|usernames?)$/],
];

/** What no letter stands for goes under the letter for others: the description beside it holds the words. */
export function peopleLetters(words: readonly string[]): string {
  return letters(people, words, 'j');
}

export function dataLetters(words: readonly string[]): string {
  return letters(data, words, 'u');
}

function letters(
  table: readonly (readonly [string, RegExp])[],
  words: readonly string[],
  other: string,
): string {
  const found = words.map(
    (word) => table.find(([, known]) => known.test(word.trim().toLowerCase()))?.[0] ?? other,
  );
  return [...new Set(found)].toSorted().join(',');
}

/** Kinds of incident whose playbook says what happened; the others leave it open. */
export const incidentLetters: Readonly<Record<string, string | undefined>> = {
  ransomware: 'b',
  intrusion: 'c',
  phishing: 'd',
  'lost-device': 'i',
  'sent-to-wrong-recipient': 'r',
};
