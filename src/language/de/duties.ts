/** The mails about a legal clock, in German. */
import type { MailWords } from '../en/mails.ts';
import { number } from '../numbers.ts';

const endings: MailWords['duties']['ended']['endings'] = {
  filed: {
    subject: 'Gemeldet',
    heading: 'Die Meldung ist abgegeben',
    text: 'Die Meldung ist festgehalten. Die Erinnerungen enden, und der Kalendereintrag ist abgesagt.',
  },
  withheld: {
    subject: 'Von der Meldung abgesehen',
    heading: 'Von der Meldung wird abgesehen',
    text: 'Zwei Personen haben entschieden, dass keine Meldung geschuldet ist; die Gründe sind festgehalten. Die Erinnerungen enden, und der Kalendereintrag ist abgesagt. Die Verletzung ist trotzdem im Register zu dokumentieren (Art. 33 Abs. 5).',
  },
  withdrawn: {
    subject: 'Nicht mehr fällig',
    heading: 'Die Pflicht ist entfallen',
    text: 'Der Vorfall war keine Verletzung des Schutzes personenbezogener Daten; die Gründe sind festgehalten. Die Erinnerungen enden, und der Kalendereintrag ist abgesagt.',
  },
  open: {
    subject: 'Läuft wieder',
    heading: 'Die Frist läuft wieder',
    text: 'Die Pflicht war erledigt und ist wieder offen. Bis wann, steht in der neuesten Mail mit einer Frist.',
  },
  draft: {
    subject: 'Läuft wieder',
    heading: 'Die Frist läuft wieder',
    text: 'Die Pflicht war erledigt und ist wieder offen; ein Entwurf liegt vor. Bis wann, steht in der neuesten Mail mit einer Frist.',
  },
};

export const duties: MailWords['duties'] = {
  task: (title, article) => `${title} (${article})`,
  lateNotNever:
    'Besser spät als nie: Melden Sie jetzt, und begründen Sie die Verzögerung (Art. 33 Abs. 1).',
  briefing: {
    subject: (left, task) => `Frist läuft, ${left}: ${task}`,
    subjectProvisional: (left, task) => `Vorläufige Frist läuft, ${left}: ${task}`,
    heading: 'Die Frist läuft',
    headingProvisional: 'Eine vorläufige Frist läuft',
    opening: (name, task) =>
      `${name}, für diesen Vorfall läuft eine gesetzliche Frist: ${task}. Sie ersetzt jeden früher genannten Termin. Bitte bewahren Sie diese Mail auf: Sie enthält, was Sie brauchen, auch wenn jedes andere System ausgefallen ist.`,
  },
  reminder: {
    overdue: (left) => `ÜBERFÄLLIG, ${left}`,
    provisional: (left) => `${left}, vorläufig`,
    subject: (left, task) => `${left}: ${task}`,
    heading: 'Die Meldung ist noch nicht abgegeben',
    headingLate: 'Die Meldung ist überfällig',
    incomplete:
      'Lieber fristgerecht und unvollständig melden als vollständig und zu spät: Der Rest kann schrittweise folgen (Art. 33 Abs. 4).',
    afterDue: (count) => `${number('de', count)} nach Fristende`,
    missed: (count, which) =>
      `Diese eine Mail steht für ${number('de', count)} fällige Erinnerungen (${which}): Das System war ausgefallen, oder die Mail konnte nicht zugestellt werden.`,
    filed: 'Gemeldet? Halten Sie es fest, dann enden die Erinnerungen',
    withholding: 'Absehen von der Meldung',
    proposed: (by) => `vorgeschlagen von ${by}; hält nichts auf, bis eine zweite Person zustimmt`,
    draft: 'Meldung entwerfen',
    notFiling:
      'Von der Meldung abzusehen verlangt festgehaltene Gründe und die Zustimmung einer zweiten Person.',
    propose: 'Vorschlagen',
  },
  ended: {
    endings,
    subject: (ending, task) => `${ending}: ${task}`,
    restOwed:
      'Die Meldung war nicht vollständig: Der Rest ist noch geschuldet, ohne unangemessene weitere Verzögerung (Art. 33 Abs. 4).',
    filed: 'Gemeldet',
    reference: 'Aktenzeichen',
    kind: 'Art',
    inTime: 'Erste Meldung fristgerecht',
    yes: 'ja',
    lateBy: (span) => `nein, ${span} zu spät`,
    recordedBy: 'Festgehalten von',
    proposedBy: 'Vorgeschlagen von',
    confirmedBy: 'Bestätigt von',
    wasDue: 'War fällig',
  },
};
