/** What the page of a link says, in German. */
import type { LinkPageWords } from '../en/link-pages.ts';

export const linkPages: LinkPageWords = {
  title: (incident) => `${incident} bestätigen`,
  whose: (name) => `Dieser Link gehört ${name}.`,
  willHappen: (incident, name) =>
    `Mit der Schaltfläche bestätigt ${name} den Vorfall ${incident}. Die Alarmierung endet, und es wird festgehalten.`,
  noMore:
    'Mehr steht hier nicht, denn ein Postfach kann das sein, was angegriffen wurde. Den Rest sehen Sie nach der Anmeldung.',
  severity: 'Schweregrad',
  phase: 'Stand',
  since: 'Gemeldet',
  acknowledge: 'Bestätigen',
  somebodyElse: 'Ich bin jemand anderes',
  signIn: 'Anmelden und den Vorfall ansehen',
  done: (incident) => `${incident} ist bestätigt. Die Alarmierung ist beendet.`,
  used: (at) => `Dieser Link wurde am ${at} benutzt. Er wirkt nur einmal.`,
  expired: (at) => `Dieser Link ist am ${at} abgelaufen. Melden Sie sich an, um zu bestätigen.`,
  dead: 'Dieser Link gilt nicht mehr. Melden Sie sich an, um zu bestätigen.',
  over: (incident) => `${incident} ist nicht offen. Es gibt nichts zu bestätigen.`,
  forwarded: (name) =>
    `Dieser Link gehört ${name}, und Sie sind als jemand anderes angemeldet. Es wurde nichts bestätigt, und dies ist festgehalten. Bestätigen Sie in Ihrem eigenen Namen auf der Seite des Vorfalls.`,
  refused: (why) => `Nicht angenommen: ${why}`,
  away: (incident) =>
    `${incident} antwortet gerade nicht. Es wurde nichts bestätigt: Versuchen Sie es noch einmal, rufen Sie jemanden an, oder nutzen Sie seventytwo ack ${incident}.`,
  tryAgain: 'Noch einmal versuchen',
  unknownTitle: 'Kein solcher Link',
  unknown:
    'Diesen Link gibt es nicht. Prüfen Sie, ob er vollständig kopiert wurde, oder melden Sie sich an.',
  tooMany: 'Zu viele Anfragen. Warten Sie eine Minute und versuchen Sie es noch einmal.',
};
