/** The mails about hand-overs of the rota, in German. */
import type { MailWords } from '../en/mails.ts';

export const handOver: MailWords['handOver'] = {
  about: 'Bereitschaft',
  begins: {
    subject: (layer, until) => `Sie haben Bereitschaft (${layer}) bis ${until}`,
    openEnded: (layer) => `Sie haben bis auf Weiteres Bereitschaft (${layer})`,
    heading: 'Sie haben Bereitschaft',
    text: 'Ab jetzt erreicht Sie in dieser Schicht des Dienstplans zuerst, was gemeldet wird oder offen ist.',
    late: 'Sie haben bereits Bereitschaft; das ließ sich nicht rechtzeitig mitteilen. In dieser Schicht des Dienstplans erreicht Sie zuerst, was gemeldet wird oder offen ist.',
  },
  ends: {
    subject: (layer) => `Ihre Bereitschaft ist zu Ende (${layer})`,
    heading: 'Ihre Bereitschaft ist zu Ende',
    text: 'Was offen ist, bleibt bei denen, die es leiten. Sagen Sie Ihrer Nachfolge, was sie wissen muss.',
  },
  layer: 'Schicht',
  from: 'Von',
  until: 'Bis',
  untilFurtherNotice: 'auf Weiteres',
  handedOverBy: 'Übergeben von',
  handedOverTo: 'Übergeben an',
  after: 'Nach Ihnen',
  nobody: 'niemand',
  standingIn: 'Sie vertreten',
  ended: 'Beendet',
  notFollowed: 'In dieser Schicht hat jetzt niemand Bereitschaft. Klären Sie, wer übernehmen kann.',
  open: 'Offene Vorfälle',
  noneOpen: 'Kein Vorfall ist offen.',
  incident: (id, severity) => `${id}, Schweregrad ${severity}`,
  more: (count) => `und ${count} weitere`,
  toLook: 'Wer Bereitschaft hat, und wer als Nächstes',
  toTakeOver: 'Jemanden für eine Weile übernehmen lassen',
  who: 'wer',
  whenBegins: 'wann',
  whenEnds: 'bis wann',
  why: 'warum',
};
