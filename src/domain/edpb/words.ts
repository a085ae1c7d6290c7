/** Words that people use for groups of people and kinds of data, in every language at once, and the letters of the template for them. */

const people: readonly (readonly [letter: string, words: RegExp])[] = [
  ['a', /^(customers?|clients?|prospects?|kund(e|en|in|innen)|interessent(en|innen)?)$/],
  [
    'b',
    /^(employees?|staff|candidates?|applicants?|mitarbeiter(innen)?|mitarbeitende|beschäftigte|angestellte|personal|bewerber(innen)?)$/,
  ],
  ['d', /^(minors?|children|minderjährige|kinder)$/],
  ['e', /^(patients?|patient(en|innen))$/],
  ['f', /^(students?|pupils?|schüler(innen)?|studierende|student(en|innen))$/],
  ['g', /^(subscribers?|abonnent(en|innen)?)$/],
  ['h', /^(users?|nutzer(innen)?|benutzer(innen)?|anwender(innen)?)$/],
];

const data: readonly (readonly [letter: string, words: RegExp])[] = [
  [
    'a',
    /^(names?|basic data|dates? of birth|namen?|vornamen?|nachnamen?|stammdaten|geburtsdat(um|en))$/,
  ],
  [
    'b',
    /^(contact (data|details)|address(es)?|e-?mail( address(es)?)?|(tele)?phone numbers?|kontaktdaten|(post)?anschrift(en)?|adress(e|en|daten)|e-?mail-?adressen?|telefonnummern?)$/,
  ],
  ['c', /^(biometric data|biometrische daten)$/],
  ['j', /^(genetic data|genetische daten)$/],
  [
    'k',
    /^(health data|medical (data|records)|gesundheitsdaten|medizinische daten|patient(en)?akten?|krankenakten?)$/,
  ],
  ['l', /^((financial|economic) data|finanzdaten|wirtschaftsdaten)$/],
  ['o', /^(location data|standortdaten)$/],
  [
    'q',
    /^(payment (data|methods?)|credit cards?|bank accounts?|zahlungs(daten|mittel)|kreditkarten(daten|nummern)?|bank(daten|verbindung(en)?|konten)|kontodaten|kontonummern|ibans?)$/,
  ],
  [
    's',
    /^((user )?(credentials?|passwords?|tokens?|usernames?)|zugangsdaten|anmeldedaten|pass(wort|wörter)|kennw(ort|örter)|benutzernamen?)$/,
  ],
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
