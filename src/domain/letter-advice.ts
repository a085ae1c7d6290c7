/** For which kinds of data people can do something themselves, by the words in which the kinds were recorded. */
import type { AdvisedData } from './letter-words.ts';

/** English and German, as companies write them; in the order in which the advice is read. */
const advised: readonly (readonly [AdvisedData, RegExp])[] = [
  [
    'credentials',
    /credential|pass(word|phrase)|log-?in|token|user ?name|\bpin\b|passwort|passwörter|kennwort|zugangsdaten/,
  ],
  [
    'payment',
    /payment|(credit|debit) card|\bcards?\b|bank|\biban\b|zahlung|kreditkarte|kontonummer|kontoverbindung/,
  ],
  [
    'documents',
    /passports?\b|identity (card|document)|\bid (card|document|cop)|official document|driving licen|ausweis|reisep(a|ä)ss|führerschein/,
  ],
  [
    'identity',
    /national id|\bid number|identification|social security|tax (id|number)|dates? of birth|geburtsdat|steuernummer|sozialversicherung/,
  ],
  [
    'contact',
    /contact|address|e-?mail|phone|mobile|kontaktdaten|kontaktangaben|adress|anschrift|telefon/,
  ],
  ['health', /health|medical|patient|diagnos|genetic|gesundheit|genetisch/],
  ['location', /location|home address|whereabouts|\bgps\b|standort|wohnadresse|wohnanschrift/],
];

/** A kind of data that nobody foresaw has no advice: a person writes it. */
export function advisedData(categories: readonly string[]): readonly AdvisedData[] {
  const words = categories.map((category) => category.toLowerCase());
  return advised.flatMap(([kind, known]) => (words.some((word) => known.test(word)) ? [kind] : []));
}
