/** How to file by hand, in German; Art. 33(3) in the words of the German text of the GDPR. */
import type { MailWords } from '../en/mails.ts';

export const filing: MailWords['filing'] = {
  countedFrom: 'Gerechnet ab',
  provisionalFrom: (from) =>
    `${from}: vorläufig, weil noch niemand festgehalten hat, wann das Unternehmen Kenntnis erlangte`,
  changed: 'Geändert',
  wasDueBefore: (at) => `war zuvor fällig ${at}`,
  rule: 'Regel',
  version: (article, version) => `${article}, Fassung ${version}`,
  hours72: (rule) => `72 Stunden, ${rule}`,
  target: 'Eigenes Ziel',
  isTarget:
    'Das Gesetz nennt keine Zahl: unverzüglich. Dieser Zeitpunkt ist das eigene Ziel des Unternehmens.',
  latest: 'Spätestens vertretbar',
  latestAt: (at) =>
    `${at}, nach einer späteren Lesart (Verordnung Nr. 1182/71 Art. 3). Planen Sie nicht damit.`,
  openQuestion: 'Offene Frage',
  whetherBreached: 'ob der Schutz personenbezogener Daten verletzt wurde',
  authority: 'Aufsichtsbehörde',
  notInDirectory: (authority) =>
    `${authority}: nicht im Verzeichnis; suchen Sie das Portal der Behörde`,
  portal: 'Portal',
  portalChecked: (on) => `Portal, geprüft ${on}`,
  portalUnverified: (on) => `Portal, ungeprüft (${on}): vor Gebrauch prüfen`,
  noPortal: 'nicht bekannt; beginnen Sie bei der Website',
  website: 'Website, vor Gebrauch prüfen',
  others: 'Weitere',
  othersInDraft:
    'Nach organisation.establishments können auch andere Behörden eine Meldung verlangen. Die Liste steht im Entwurf unter „Wohin die Meldung geht“.',
  provisional:
    'Diese Frist ist vorläufig: Sie ist so gerechnet, als hätte das Unternehmen von Anfang an Kenntnis gehabt. Halten Sie fest, wann es Kenntnis erlangte, oder schließen Sie die Ersteinschätzung mit dem Ergebnis ab, dass der Schutz personenbezogener Daten nicht verletzt wurde.',
  declare: 'Zeitpunkt der Kenntnis festhalten',
  whomToTell: 'Wem zu melden ist',
  addressee: 'Adressat',
  customer: 'Kunde',
  record: 'Festhalten',
  where: 'Wo zu melden ist',
  byHand: 'Von Hand melden, wenn alles andere ausgefallen ist',
  steps: {
    portal:
      'Melden Sie auf dem oben genannten Portal, was bekannt ist, und kennzeichnen Sie die Meldung als unvollständig: Der Rest kann schrittweise folgen (Art. 33 Abs. 4).',
    reference: (incident) =>
      `Geben Sie Ihr eigenes Zeichen an, ${incident}. Notieren Sie die Uhrzeit und das Aktenzeichen, das Ihnen die Behörde gibt.`,
    late: (at) =>
      `Nach ${at}: Melden Sie trotzdem, und fügen Sie die Gründe für die Verzögerung bei (Art. 33 Abs. 1).`,
    record:
      'Sobald seventytwo wieder läuft, halten Sie die Meldung mit dem Befehl unten fest. Bis dahin gehen die Erinnerungen weiter.',
    register:
      'Dokumentieren Sie die Verletzung im Register, ob gemeldet oder nicht: Fakten, Auswirkungen und ergriffene Abhilfemaßnahmen (Art. 33 Abs. 5).',
  },
  contents: 'Was die Meldung mindestens enthalten muss, Art. 33 Abs. 3',
  content: {
    a: 'a) die Art der Verletzung, soweit möglich mit den Kategorien und der ungefähren Zahl der betroffenen Personen und der betroffenen Datensätze',
    b: 'b) Name und Kontaktdaten des Datenschutzbeauftragten oder einer sonstigen Anlaufstelle',
    c: 'c) die wahrscheinlichen Folgen',
    d: 'd) die ergriffenen oder vorgeschlagenen Maßnahmen, auch zur Abmilderung möglicher nachteiliger Auswirkungen',
  },
};
