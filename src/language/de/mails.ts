/** Every sentence of the mails, in German: formal, with the terms of the German text of the GDPR. */
import type { Language } from '../../domain/language.ts';
import type { MailWords } from '../en/mails.ts';
import { list, plural } from '../numbers.ts';
import { alarms } from './alarms.ts';
import { customers } from './customers.ts';
import { digest } from './digest.ts';
import { duties } from './duties.ts';
import { filing } from './filing.ts';
import { handOver } from './hand-over.ts';
import { law } from './law.ts';
import { links } from './links.ts';
import { names } from './names.ts';
import { policy } from './policy.ts';
import { reviews } from './reviews.ts';
import { upkeep } from './upkeep.ts';

const language: Language = 'de';

const tasks = (count: number): string =>
  plural(language, count, { one: 'Aufgabe', other: 'Aufgaben' });

const dueTasks = (count: number): string =>
  plural(language, count, {
    one: 'Aufgabe dieses Vorfalls ist',
    other: 'Aufgaben dieses Vorfalls sind',
  });

export const mails: MailWords = {
  language,
  ...{
    names,
    law,
    duties,
    filing,
    customers,
    alarms,
    upkeep,
    reviews,
    policy,
    handOver,
    links,
    digest,
  },
  within: (text) => text,
  list: (all) => list(language, all),
  own: {
    whySkipped: 'warum sie nicht zutrifft',
    when: 'wann',
    whyCertain: 'was Gewissheit gab',
    reference: 'deren Aktenzeichen',
    whenFiled: 'wann Sie gemeldet haben',
    whyLate: 'warum verspätet',
    whyWithheld: 'warum ein Risiko unwahrscheinlich ist',
    broughtBack: 'wieder aufgenommen',
    whatWasLookedAt: 'was Sie geprüft haben',
  },
  time: {
    left: (span) => `noch ${span}`,
    late: (span) => `${span} zu spät`,
    dueNow: 'jetzt fällig',
    due: (at) => `fällig ${at}`,
    wasDue: (at) => `war fällig ${at}`,
  },
  frame: {
    urgent: 'bitte handeln',
    late: 'sofort handeln',
    insteadOf: (name) =>
      `Sie erhalten diese Mail, weil die Mail an ${name} nicht zugestellt wurde.`,
    contact: (address) => `Kontakt: ${address}`,
    company: (name, contact) => `${name}. Kontakt: ${contact}`,
    sender: (incident) =>
      `Gesendet von seventytwo zum Vorfall ${incident}. Es fragt nie nach einem Passwort.`,
    product:
      'Gesendet von seventytwo, das die Vorfälle festhält. Es fragt nie nach einem Passwort.',
    sentinel:
      'Gesendet vom Wächter von seventytwo, der die Vorfälle von außen überwacht. Er fragt nie nach einem Passwort.',
  },
  calendar: {
    provisional: (what) => `Vorläufig: ${what}`,
    ended: 'Die Pflicht ist erledigt.',
    deadline: (incident, what) =>
      `Frist des Vorfalls ${incident}: ${what}. Was zu tun ist, steht in den Mails zu diesem Vorfall.`,
  },
  labels: {
    incident: 'Vorfall',
    due: 'Fällig',
    showAll: 'Alles ansehen',
    officer: 'Datenschutzbeauftragte/r',
    deputy: 'Stellvertretung',
    decides: 'Entscheidet über die Meldung',
    contact: 'Kontaktadresse',
    whomToCall: 'Wen Sie anrufen können',
  },
  incident: {
    title: 'Titel',
    severity: 'Schweregrad',
    phase: 'Phase',
    detected: 'Entdeckt',
    reporter: 'Gemeldet von',
    reportForm: 'das Meldeformular',
    monitoring: (source) => `Überwachung (${source})`,
    commander: 'Einsatzleitung',
    personalData: 'Personenbezogene Daten',
  },
  page: {
    subject: (severity, title) =>
      `Vorfall, Schweregrad ${severity.toUpperCase()}, bitte bestätigen: ${title}`,
    opening: (name) => `${name}, Sie haben Bereitschaft und werden zu diesem Vorfall alarmiert.`,
    acknowledge: 'Bestätigen',
    nobodyLeft:
      'ist niemand mehr zu alarmieren: Dann erfahren alle, dass niemand erreicht werden konnte',
    othersTold: (all, several) =>
      `ist niemand mehr zu alarmieren: Dann ${several ? 'erfahren' : 'erfährt'} ${all}, dass niemand erreicht werden konnte`,
    next: (all, several) =>
      several ? `werden als Nächste ${all} alarmiert` : `wird als Nächstes ${all} alarmiert`,
    onCallIn: (layer) => `die Bereitschaft von ${layer}`,
    level: (level, levels) => `Das ist Stufe ${level} von ${levels}.`,
    together: (all) => `Mit Ihnen alarmiert: ${all}.`,
    late: (span) =>
      `Dieser Alarm wurde vor ${span} gesendet und hat Sie verspätet erreicht. Bestätigen Sie, falls es noch niemand getan hat.`,
    within: (span, at, then) => `Bestätigt niemand binnen ${span}, bis ${at}, ${then}.`,
  },
  nobody: {
    subject: (severity) => `NIEMAND ERREICHT: Vorfall mit Schweregrad ${severity}, ohne Bearbeiter`,
    heading: 'Niemand konnte erreicht werden',
    paged: (all) =>
      `Die gesamte Bereitschaft wurde alarmiert (${all}), und niemand hat bestätigt. Niemand bearbeitet diesen Vorfall.`,
    nobodyPaged:
      'Niemand hat Bereitschaft, der alarmiert werden darf: Es wurde niemand alarmiert. Niemand bearbeitet diesen Vorfall.',
    goesTo: (all) =>
      `Diese Mail geht an ${all}. Wer sie zuerst liest: Übernehmen Sie den Vorfall, oder rufen Sie jemanden an.`,
    whoever:
      'Diese Mail geht an alle. Wer sie zuerst liest: Übernehmen Sie den Vorfall, oder rufen Sie jemanden an.',
    take: 'Übernehmen',
    goesOn: 'Die Alarmierung beginnt wieder bei der ersten Person, bis jemand bestätigt.',
  },
  still: {
    subject: (severity, title) =>
      `Noch dran? Vorfall, Schweregrad ${severity.toUpperCase()}, ohne Neuigkeiten: ${title}`,
    heading: 'Sind Sie noch dran?',
    asked: (name, since) =>
      `${name}, Sie haben diesen Vorfall bestätigt. Seit ${since} wurde darin nichts festgehalten, und er ist nicht eingedämmt.`,
    answer:
      'Wenn Sie noch dran sind, sagen Sie es; eine Notiz oder jeder andere Befehl genügt auch',
    within: (at, then) =>
      `Ist bis ${at} nichts zu hören, beginnt die Alarmierung von vorn: Dann ${then}.`,
    late: 'Die Alarmierung hat inzwischen von vorn begonnen. Bestätigen Sie, falls es noch niemand getan hat.',
  },
  assigned: {
    subjectScribe: (title) => `Sie führen das Protokoll: ${title}`,
    subjectCommander: (title) => `Sie haben die Einsatzleitung: ${title}`,
    scribe: (name) =>
      `${name}, Sie führen ab jetzt das Protokoll dieses Vorfalls und entlasten damit die Einsatzleitung.`,
    commander: (name) => `${name}, Sie haben ab jetzt die Einsatzleitung dieses Vorfalls.`,
    provisional: 'vorläufig',
  },
  tasks: {
    subjectGiven: (count, title) => `${tasks(count)} für Sie: ${title}`,
    subjectDue: (count, title) => `${tasks(count)} fällig: ${title}`,
    given: (name) => `${name}, in diesem Vorfall gibt es Arbeit für Sie.`,
    due: (name, count) => `${name}, ${dueTasks(count)} fällig.`,
    done: 'Wenn eine erledigt ist',
    skip: 'Wenn eine nicht zutrifft',
    mandatory: 'verpflichtend',
    owner: (name) => `zuständig ${name}`,
  },
  glass: {
    subject: (name) => `Notzugriff durch ${name}: bitte prüfen`,
    heading: 'Jemand hat den Notzugriff ausgelöst',
    told: (name) =>
      `${name} hat jetzt den Notzugriff: Bis zum unten genannten Zeitpunkt gelten bei diesem Vorfall die Rechte der Bearbeitung und der Leitung.`,
    reason: 'Genannter Grund',
    from: 'Seit',
    until: 'Bis',
    look: 'Bitte sehen Sie sich an, was getan wurde (Zeitleiste), und halten Sie fest, ob es gerechtfertigt war. Vorher kann der Vorfall nicht geschlossen werden.',
    review: 'Wenn Sie es geprüft haben',
  },
  second: {
    somebody: 'Jemand',
    reasonsElsewhere:
      'Die Gründe sind beim Vorfall festgehalten. Sie stehen nicht in dieser Mail, weil gerade ein Postfach betroffen sein kann. Bitte lesen Sie sie, bevor Sie entscheiden.',
    read: 'Gründe lesen',
    agree: 'Wenn Sie zustimmen',
    withhold: {
      subject: (left, article) =>
        `${left}: zweite Person nötig, von der Meldung absehen (${article})?`,
      heading: 'Stimmen Sie zu, nicht zu melden?',
      proposal: (by, addressee) =>
        `${by} schlägt vor, von der Meldung abzusehen (Adressat: ${addressee}), weil ein Risiko für Personen unwahrscheinlich ist. Das gilt erst, wenn eine zweite Person zustimmt. Bis dahin laufen die Frist und die Erinnerungen weiter.`,
      otherwise: 'Wenn Sie nicht zustimmen, tun Sie hier nichts und geben Sie die Meldung ab.',
    },
    awareness: {
      subject: 'Zweite Person nötig: Zeitpunkt der Kenntnis später ansetzen?',
      heading: 'Stimmen Sie einem späteren Zeitpunkt der Kenntnis zu?',
      proposal: (by) =>
        `${by} schlägt einen späteren Zeitpunkt der Kenntnis vor als den festgehaltenen. Damit würde die Frist später enden; das gilt deshalb erst, wenn eine zweite Person zustimmt. Bis dahin zählt der frühere Zeitpunkt.`,
      recorded: 'Festgehalten',
      proposed: 'Vorgeschlagen',
      otherwise:
        'Wenn Sie nicht zustimmen, tun Sie nichts: Der festgehaltene Zeitpunkt bleibt bestehen.',
    },
  },
};
