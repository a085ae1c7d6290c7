/** The mail that announces a change of the policy, in German. */
import type { MailWords } from '../en/mails.ts';
import { plural } from '../numbers.ts';

export const policy: MailWords['policy'] = {
  about: 'Richtlinie',
  sections: {
    1: 'Maßnahmen',
    2: 'Verschlüsselung der Übertragung',
    3: 'Speicherort',
    4: 'Zugang',
    5: 'Zugangsdaten',
    6: 'Überwachung und Logs',
    7: 'Sicherungen',
    8: 'Vorfälle',
    9: 'Auftragsverarbeiter',
    10: 'Änderungen der Richtlinie',
    11: 'Kontakt',
  },
  subject: 'Die Sicherheitsrichtlinie hat sich geändert',
  heading: 'Die Sicherheitsrichtlinie hat sich geändert',
  text: (company) =>
    `${company} hat die Richtlinie für Sicherheitsvorfälle geändert. Diese Abschnitte sind betroffen:`,
  item: (section, title, count, keys) =>
    `Abschnitt ${section}, ${title}: ${plural('de', count, { one: 'Änderung', other: 'Änderungen' })} (${keys})`,
  before: 'Bisherige Fassung',
  after: 'Neue Fassung',
  since: 'In Kraft',
  fromNow: 'ab jetzt',
  whomToAsk: 'Rückfragen an',
  ask: 'Bereits offene Vorfälle laufen unter der Fassung weiter, mit der sie begonnen haben. Fragen Sie nach, wenn Sie nicht wissen, was eine Änderung für Sie bedeutet.',
  toRead: 'Nachlesen, was sich geändert hat (Administration)',
};
