/** The mails of the daily upkeep, in German. */
import type { MailWords } from '../en/mails.ts';
import { plural } from '../numbers.ts';

const punkte = (count: number): string =>
  plural('de', count, { one: 'Punkt braucht', other: 'Punkte brauchen' });

const vendorRemedy = (about: string): string =>
  `Prüfen Sie Vertrag und Dienstleister, danach: seventytwo vendors review ${about}`;

export const upkeep: MailWords['upkeep'] = {
  about: 'Wartung',
  subject: {
    news: (count) => `${punkte(count)} Ihre Aufmerksamkeit`,
    again: (count) => `${punkte(count)} weiterhin Ihre Aufmerksamkeit`,
    well: 'Alles ist wieder in Ordnung',
  },
  heading: {
    news: 'Etwas braucht Ihre Aufmerksamkeit',
    again: 'Das braucht weiterhin Ihre Aufmerksamkeit',
    well: 'Alles ist wieder in Ordnung',
  },
  text: {
    news: 'Der tägliche Blick auf die Installation hat etwas gefunden, das bisher nicht da war.',
    again:
      'Der tägliche Blick auf die Installation findet dasselbe wie vor einer Woche. Diese Mail kommt wöchentlich.',
    well: 'Der tägliche Blick auf die Installation findet nichts mehr von dem, was Ihnen mitgeteilt wurde.',
  },
  mustBeMended: 'Muss behoben werden: Eine Frist, eine Mail oder das Register steht auf dem Spiel',
  needsCare: 'Darum sollte sich jemand kümmern',
  isNew: 'neu',
  item: (says, remedy) => `${says}. ${remedy}.`,
  more: (count) => `${plural('de', count, { one: 'Befund', other: 'Befunde' })} mehr.`,
  lookNow: 'Jetzt noch einmal nachsehen',
  findings: {
    'not-running': {
      says: (about) =>
        `${about} ist im Register offen, aber nichts läuft dafür: Kein Alarm und keine Erinnerung geht hinaus`,
      remedy: (about) => `Jeder Befehl holt ihn zurück: seventytwo note ${about} "zurückgeholt"`,
    },
    'not-recorded': {
      says: (about, detail) => `${about} läuft seit ${detail} und steht nicht im Register`,
      remedy: (about) =>
        `Sehen Sie in das Log des Workers, danach: seventytwo register rebuild ${about}`,
    },
    stuck: {
      says: (about, detail) => `${about} steht still seit ${detail}`,
      remedy: () => 'Siehe docs/operating.md, stuck incidents',
    },
    'no-timer': {
      says: (about, detail) =>
        `${about}: Diese offene Pflicht hat seit ${detail} keine Erinnerung vor sich`,
      remedy: () =>
        'Sehen Sie sie jetzt an, und überwachen Sie die Frist von Hand; danach hilft seventytwo doctor',
    },
    behind: {
      says: (about, detail) => `Was in ${about} geschieht, gelangt nicht in das Register ${detail}`,
      remedy: () =>
        'Sehen Sie in das Log des Workers: Er schreibt wieder, sobald das Register offen ist',
    },
    'unreachable-person': {
      says: (about, detail) => `Die jüngste Mail an ${about} wurde endgültig abgelehnt (${detail})`,
      remedy: (about) => `Berichtigen Sie die Adresse von ${about} in der Policy`,
    },
    'own-deputy': {
      says: (about, detail) => `${about} ist ${detail}, zugleich Datenschutzbeauftragte Person`,
      remedy: () => 'Benennen Sie in der Policy jemand anderen für die Stellvertretung',
    },
    'one-mailbox': {
      says: (about, detail) => `${about}: Diese ${detail} Personen teilen sich eine Adresse`,
      remedy: () => 'Geben Sie in der Policy jeder Person eine eigene Adresse',
    },
    'alone-on-call': {
      says: (about, detail) => `${about} nennt allein ${detail}: Sonst wird niemand alarmiert`,
      remedy: () => 'Benennen Sie in der Policy eine zweite Person',
    },
    'on-call-gap': {
      says: (about, detail) =>
        `In der Schicht ${about} des Dienstplans hat am ${detail} niemand Bereitschaft`,
      remedy: () =>
        'Siehe seventytwo oncall lint; dann jemanden übernehmen lassen: seventytwo oncall override',
    },
    'mail-path': {
      says: (about, detail) => `${about}: Keine Mail kann übergeben werden (${detail})`,
      remedy: () => 'Siehe »mail path« in seventytwo doctor',
    },
    checkpoint: {
      says: (about) => `${about}: Der jüngste Prüfpunkt der Audit-Kette wurde nicht gemailt`,
      remedy: () => 'Siehe seventytwo doctor, danach seventytwo audit checkpoint --mail',
    },
    backup: {
      says: () => 'Die Sicherungen sind nicht, wie sie sein sollen',
      remedy: () => 'Siehe die Zeile »backups« in seventytwo doctor',
    },
    'key-expiring': {
      says: (about, detail) => `Der Zugangsschlüssel ${about} gilt bis ${detail}`,
      remedy: () => 'Erneuern Sie ihn vor diesem Tag, oder entziehen Sie ihn',
    },
    'vendor-overdue': {
      says: (about, detail) =>
        `Die Prüfung des Dienstleisters ${about} ist überfällig seit ${detail}`,
      remedy: vendorRemedy,
    },
    'vendor-unreviewed': {
      says: (about) => `Der Dienstleister ${about} wurde noch nie geprüft`,
      remedy: vendorRemedy,
    },
    'vendor-due': {
      says: (about, detail) => `Die Prüfung des Dienstleisters ${about} ist fällig am ${detail}`,
      remedy: (about) => `Vereinbaren Sie einen Termin, danach: seventytwo vendors review ${about}`,
    },
    'policy-review': {
      says: (_about, detail) => `Die Policy ist zur Durchsicht fällig seit ${detail}`,
      remedy: () =>
        'Lesen Sie sie, ändern Sie, was veraltet ist, danach: seventytwo policy reviewed',
    },
    'not-looked-at': {
      says: (about, detail) => `${about} konnte nicht geprüft werden (${detail})`,
      remedy: () => 'Siehe seventytwo doctor',
    },
  },
};
