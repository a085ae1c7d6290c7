/** Plain words, English or German, find the template's letters. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dataLetters, peopleLetters } from '../../../src/domain/edpb/words.ts';

const people: readonly (readonly [letter: string, words: readonly string[]])[] = [
  ['a', ['customers', 'Kunden', 'Kundinnen', 'Interessenten']],
  ['b', ['employees', 'Beschäftigte', 'Mitarbeitende', 'Mitarbeiter', 'Bewerberinnen']],
  ['d', ['children', 'Kinder', 'MINDERJÄHRIGE']],
  ['e', ['patients', 'Patienten', 'Patientinnen']],
  ['f', ['pupils', 'Schüler', 'Studierende']],
  ['g', ['subscribers', 'Abonnenten']],
  ['h', ['users', 'Nutzer', 'Nutzerinnen']],
  ['j', ['neighbours', 'Nachbarn', 'Kundenberater']],
];
const data: readonly (readonly [letter: string, words: readonly string[]])[] = [
  ['a', ['names', 'Namen', 'Stammdaten', 'Geburtsdatum']],
  ['b', ['contact data', 'Kontaktdaten', 'Anschriften', 'Postanschrift', 'E-Mail-Adressen']],
  ['c', ['biometric data', 'biometrische Daten']],
  ['j', ['genetic data', 'genetische Daten']],
  ['k', ['health data', 'Gesundheitsdaten', 'Patientenakten']],
  ['l', ['financial data', 'Finanzdaten']],
  ['o', ['location data', ' Standortdaten ']],
  ['q', ['credit cards', 'Zahlungsdaten', 'Bankverbindungen', 'IBAN', 'Kreditkartendaten']],
  ['s', ['credentials', 'Zugangsdaten', 'Passwörter', 'Passwort', 'Benutzernamen']],
  ['u', ['shoe sizes', 'Schuhgrößen', 'keine Gesundheitsdaten']],
];

for (const [letter, words] of people)
  test(`people, ${letter}: ${words.join(', ')}`, () => {
    for (const word of words) assert.equal(peopleLetters([word]), letter, word);
  });
for (const [letter, words] of data)
  test(`data, ${letter}: ${words.join(', ')}`, () => {
    for (const word of words) assert.equal(dataLetters([word]), letter, word);
  });

test('words of both languages go together, each letter once and in order', () => {
  assert.equal(dataLetters(['Zugangsdaten', 'names', 'passwords', 'Gesundheitsdaten']), 'a,k,s');
});
