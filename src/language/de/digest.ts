/** The morning's digest, in German. */
import type { MailWords } from '../en/mails.ts';
import { plural } from '../numbers.ts';

export const digest: MailWords['digest'] = {
  about: 'Übersicht',
  counts: {
    duties: (count) => plural('de', count, { one: 'Pflicht offen', other: 'Pflichten offen' }),
    tasks: (count) => plural('de', count, { one: 'Aufgabe', other: 'Aufgaben' }),
    drafts: (count) =>
      plural('de', count, { one: 'Entwurf zur Freigabe', other: 'Entwürfe zur Freigabe' }),
    news: (count) => plural('de', count, { one: 'Neuigkeit', other: 'Neuigkeiten' }),
    unacknowledged: (count) => `${count} nicht bestätigt`,
  },
  heading: 'Was heute Morgen offen ist',
  opening: (name) =>
    `${name}, das ist offen und betrifft Sie. Was zuerst fällig ist, steht zuerst.`,
  onlyNews: (name) =>
    `${name}, für Sie ist nichts offen. Das ist seit der letzten Übersicht geschehen.`,
  sections: {
    duties: 'Gesetzliche Pflichten',
    unacknowledged: 'Von niemandem bestätigt',
    tasks: 'Ihre Aufgaben',
    drafts: 'Entwürfe, die auf Freigabe warten',
    news: 'Seit der letzten Übersicht',
  },
  declared: (span) => `vor ${span} gemeldet`,
  more: (count) => `und ${count} weitere`,
  happened: {
    assigned: 'Sie haben die Leitung oder das Protokoll übernommen',
    'task-given': 'Sie haben Arbeit bekommen',
    'duty-ended': 'Eine Pflicht ist erledigt',
    other: 'Es wurde etwas mitgeteilt',
  },
  all: 'Um alle zu sehen',
  why: 'Diese Mail kommt einmal am Tag, solange etwas offen ist; wann, steht in der Richtliniendatei unter people.<id>.digest.',
};
