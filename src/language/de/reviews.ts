/** The mails of a review of access, in German. */
import type { MailWords } from '../en/mails.ts';
import { plural } from '../numbers.ts';

const personen = (count: number): string =>
  plural('de', count, { one: 'Person ist', other: 'Personen sind' });

export const reviews: MailWords['reviews'] = {
  about: 'Zugang',
  roles: {
    reporter: 'meldet',
    responder: 'reagiert',
    commander: 'leitet',
    dpo: 'Datenschutzbeauftragte oder Stellvertretung',
    'decision-maker': 'entscheidet über Meldungen',
    admin: 'Administration',
    auditor: 'Revision',
  },
  subject: {
    opened: (due) => `Bitte bestätigen, wer handeln darf, bis ${due}`,
    reminder: (count, due) => `${personen(count)} nicht bestätigt, bis ${due}`,
    closed: (count) =>
      `Die Überprüfung ist beendet, ${plural('de', count, { one: 'Schlüssel', other: 'Schlüssel' })} entzogen`,
  },
  heading: {
    opened: 'Wer handeln darf: bitte bestätigen',
    reminder: 'Wer handeln darf: bitte den Rest bestätigen',
    closed: 'Die Überprüfung der Zugänge ist beendet',
  },
  text: {
    opened:
      'Das sind alle, die handeln dürfen, und was sie dürfen. Bestätigen Sie, wer das weiterhin braucht; ändern Sie die Policy, oder entziehen Sie einen Schlüssel, wo jemand mehr hat als nötig.',
    reminder: 'Diese Personen sind noch nicht bestätigt.',
    closed: 'Das ist das Ergebnis der Überprüfung.',
  },
  ends: (due) => `Wer bis ${due} von niemandem bestätigt ist, verliert dann alle Schlüssel.`,
  notAlone: 'Niemand bestätigt sich selbst, solange es noch jemanden in der Administration gibt.',
  left: (person) => `${person}, nicht mehr in der Policy`,
  without: 'kein Schlüssel',
  key: (id, until) => `Schlüssel ${id} bis ${until}`,
  confirmedBy: (person) => `bestätigt von ${person}`,
  open: 'nicht bestätigt',
  ended: 'Entzogen',
  spared: (person, id) =>
    `Nicht bestätigt und trotzdem behalten: der Schlüssel ${id} von ${person}, ohne den niemand mehr einen vergeben könnte. Bestätigen Sie ihn, oder geben Sie jemand anderem in der Administration einen Schlüssel, und entziehen Sie diesen.`,
  toConfirm: 'Bestätigen',
  toLook: 'Alles ansehen',
};
