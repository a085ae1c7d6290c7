/** The mails about customers to be told, in German. */
import type { MailWords } from '../en/mails.ts';
import { number, plural } from '../numbers.ts';

const count = (value: number): string => number('de', value);

export const customers: MailWords['customers'] = {
  to: ' an ',
  concerned: 'Betroffene Kunden',
  told: 'Informiert',
  failed: 'Nicht erreicht',
  open: 'Noch nicht informiert, die dringendsten zuerst',
  abridged: (all, names) => `${count(all)}: ${names}`,
  andMore: (more) =>
    `und ${plural('de', more, { one: 'weiterer Kunde', other: 'weitere Kunden' })}`,
  clocks:
    'Für jeden läuft eine eigene Frist, nach Vertrag oder eigenem Ziel; der Zeitpunkt oben ist der des dringendsten.',
  draft: 'Meldungen entwerfen',
  approve: 'Freigeben, wenn gelesen',
  send: 'Senden',
  each: 'Jeden Kunden ansehen',
  ended: {
    subject: (told, concerned) =>
      `${count(told)} von ${count(concerned)} Kunden informiert (Art. 33 Abs. 2 DSGVO)`,
    heading: 'Die Kunden sind informiert',
    headingSome: 'Ein Teil der Kunden ist informiert',
    over: 'Kein betroffener Kunde wartet mehr auf eine Meldung. Die Erinnerungen enden, und der Kalendereintrag ist abgesagt.',
    goesOn: (at) =>
      `Die Mailserver haben diese Meldungen angenommen. Für die übrigen läuft die Frist weiter; die dringendste endet ${at}.`,
  },
  unreached: {
    subject: (name) => `NICHT ZUGESTELLT: Meldung an ${name} (Art. 33 Abs. 2 DSGVO)`,
    heading: 'Ein Kunde konnte nicht informiert werden',
    text: (name) =>
      `Die Meldung an ${name} konnte nicht zugestellt werden. Sie muss den Kunden weiterhin unverzüglich erreichen (Art. 33 Abs. 2 DSGVO).`,
    reach: (name) =>
      `Erreichen Sie ${name} jetzt auf anderem Weg, zum Beispiel telefonisch, und vermerken Sie es beim Vorfall.`,
    correct: (field) => `Berichtigen Sie die Adresse bei ${field} in der Richtliniendatei.`,
    again: 'Senden Sie die Meldung erneut.',
    command: 'Erneut senden',
  },
  several: {
    subject: (failed) =>
      `NICHT ZUGESTELLT: Meldungen an ${count(failed)} Kunden (Art. 33 Abs. 2 DSGVO)`,
    heading: (failed) => `${count(failed)} Kunden konnten nicht informiert werden`,
    text: (failed) =>
      `Die Meldungen an ${count(failed)} Kunden konnten nicht zugestellt werden. Sie müssen die Kunden weiterhin unverzüglich erreichen (Art. 33 Abs. 2 DSGVO).`,
    reach:
      'Erreichen Sie die Kunden jetzt auf anderem Weg, zum Beispiel telefonisch, und vermerken Sie es beim Vorfall.',
    correct: 'Berichtigen Sie die Adressen in der Richtliniendatei oder in der Kundendatei.',
    again: 'Senden Sie die Meldungen erneut: Wer bereits informiert ist, erhält nichts.',
    why: 'Warum es jeweils scheiterte',
    command: 'Erneut senden',
  },
};
