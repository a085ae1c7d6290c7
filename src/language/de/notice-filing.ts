/** The words of where a notice goes and how it is filed, in German. */
import { lands, type Place } from '../../domain/countries.ts';
import type { FilingWords } from '../../domain/filing-words.ts';
import { proposal } from './competence.ts';
import { date } from './values.ts';

const states = new Intl.DisplayNames('de', { type: 'region', fallback: 'code' });

/** Where German has a name other than the English one. */
const landNames: Readonly<Record<string, string>> = {
  ...{ 'DE-BY': 'Bayern', 'DE-HE': 'Hessen', 'DE-MV': 'Mecklenburg-Vorpommern' },
  ...{ 'DE-NI': 'Niedersachsen', 'DE-NW': 'Nordrhein-Westfalen', 'DE-RP': 'Rheinland-Pfalz' },
  ...{ 'DE-SN': 'Sachsen', 'DE-ST': 'Sachsen-Anhalt', 'DE-TH': 'Thüringen' },
};

/** What is not known here keeps its code. */
function place(code: Place): string {
  const land = landNames[code] ?? lands[code];
  if (land !== undefined) return `${land}, Deutschland`;
  return /^[A-Z]{2}$/.test(code) ? (states.of(code) ?? code) : code;
}

const steps: FilingWords['steps'] = {
  check: (id) =>
    `Prüfen Sie jedes Feld, und berichtigen Sie, was falsch ist, mit seventytwo notice set ${id} FELD WERT`,
  wait: {
    complete: 'Es fehlt nichts. Lesen Sie alles noch einmal durch, und reichen Sie es ein.',
    incomplete:
      'Warten Sie nicht auf das, was fehlt. Binnen der 72 Stunden ist eine unvollständige Meldung besser als keine, und der Rest kann schrittweise folgen (Art. 33 Abs. 4).',
    withdrawn:
      'Eine Rücknahme braucht das Aktenzeichen der Meldung, die sie zurücknimmt, und die Gründe.',
  },
  differs:
    'Die Richtliniendatei nennt eine andere Behörde als die, die sich aus den Niederlassungen ergibt. Entscheiden Sie vor dem Einreichen, welche die richtige ist, und berichtigen Sie die Richtliniendatei; melden Sie im Zweifel an beide.',
  people: (id, field) =>
    `Geben Sie an, in welchen Staaten die betroffenen Personen leben, mit seventytwo notice set ${id} ${field} "DE-BE, FR": Daraus ergeben sich die Behörden.`,
  land: 'In Deutschland hat jedes Land eine eigene Behörde: Stellen Sie das Land fest, dann die Behörde mit seventytwo authorities list --country DE',
  authority: (n, of, name, remark) =>
    `Behörde ${n} von ${of}, ${name}${remark === undefined ? '' : ` (${remark})`}: `,
  configured: 'in der Richtliniendatei genannt',
  separately: 'eine eigene Meldung nach eigenem Recht',
  noAuthority:
    'Noch lässt sich keine Behörde nennen. Warten Sie nicht darauf: Fragen Sie eine Behörde eines Staates, in dem betroffene Personen leben.',
  open: (entry) => {
    const { portal, verified, asOf = '', website, channel } = entry ?? {};
    const site = website === undefined ? '' : ` Website: ${website}`;
    if (portal === undefined) {
      const takes = channel === undefined ? '' : ` Sie nimmt Meldungen entgegen über: ${channel}.`;
      return `Das Verzeichnis kennt kein Portal dieser Behörde. Öffnen Sie die Website der Behörde, und suchen Sie dort, wie eine Verletzung zu melden ist.${takes}${site}`;
    }
    return verified
      ? `Öffnen Sie das Portal; seine Adresse ist durch eine Quelle bestätigt (Verzeichnis vom ${date(asOf)}): ${portal}`
      : `Die Adresse des Portals ist NICHT bestätigt (Verzeichnis vom ${date(asOf)}). Öffnen Sie zuerst die Website der Behörde, vergewissern Sie sich, dass es ihre eigene ist, und suchen Sie das Portal von dort aus.${site} Portal, nicht bestätigt: ${portal}`;
  },
  down: 'Ist das Portal nicht erreichbar: ',
  downOf: (name) => `Ist ${name} nicht erreichbar: `,
  portalDown: (entry) => {
    const { phone, email, address } = entry ?? {};
    const ways = [
      ...(phone === undefined ? [] : [`Telefon ${phone}`]),
      ...(email === undefined ? [] : [`E-Mail ${email}`]),
      ...(address === undefined ? [] : [`Post an ${address}`]),
    ];
    const reach =
      ways.length === 0
        ? 'suchen Sie auf der Website eine Telefonnummer, fragen Sie, wie zu melden ist'
        : `wenden Sie sich an die Behörde per ${ways.join(' oder ')} (nicht bestätigt), fragen Sie, wie zu melden ist${email === undefined ? '' : ', senden Sie keine personenbezogenen Daten in einer ungeschützten E-Mail'}`;
    return `Sichern Sie einen Nachweis jedes Versuchs (ein Bild mit Uhrzeit), ${reach}, und versuchen Sie es erneut. Die 72 Stunden hält das nicht an.`;
  },
  stale: (months) =>
    ` Das Verzeichnis ist ${months} Monate alt: Prüfen Sie, ob sich die Adressen geändert haben.`,
  copy: 'Übertragen Sie Feld für Feld. Das Formular der Behörde kann weniger, mehr oder in anderer Reihenfolge verlangen; es gilt, nicht dieses Muster.',
  keep: 'Bewahren Sie die Bestätigung des Portals und ihr Aktenzeichen auf.',
  record: (id, stage) =>
    `Damit die Erinnerungen enden, halten Sie die Meldung fest mit seventytwo duty file ${id} --reference AKTENZEICHEN --stage ${stage}`,
  recordUk: (id) =>
    `Die Meldung nach der UK GDPR hat eine eigene Frist: seventytwo duty start ${id} uk-gdpr-33 --reason GRUND`,
  recordSeveral: (id, stage, count) =>
    `Die erste festgehaltene Meldung beendet die Erinnerungen: Melden Sie zuerst an alle ${count}, und halten Sie es dann mit allen Aktenzeichen fest, seventytwo duty file ${id} --reference "AKTENZEICHEN; AKTENZEICHEN" --stage ${stage}`,
};

export const filing: FilingWords = {
  heading: 'Wohin die Meldung geht',
  labels: {
    authority: 'Aufsichtsbehörde',
    portal: 'Wo zu melden ist',
    due: 'Ende der 72 Stunden',
    website: 'Website der Behörde',
    proposed: 'Vorschlag nach den Niederlassungen',
    differs: 'Die Richtliniendatei nennt eine andere Behörde',
    concerned: 'Betroffene Aufsichtsbehörden',
    people: 'Staaten, in denen die betroffenen Personen leben',
    unread: 'Als Staaten angegeben, aber nicht verstanden',
    separately: 'Eigene Meldungen außerhalb des EWR',
    why: 'Warum dorthin',
    check: 'Vor dem Einreichen zu prüfen',
  },
  notYet: 'noch lässt sich keine nennen',
  differsFrom: (authority) => `${authority}: Entscheiden Sie, welche die richtige ist`,
  usual: (countries) =>
    `${countries} (wo sie gewöhnlich leben, aus der Richtliniendatei; für diese Verletzung zu bestätigen)`,
  checked: (address, asOf) => `${address} (Verzeichnis vom ${asOf}, bestätigt)`,
  unchecked: (address, asOf) => `${address} (Verzeichnis vom ${asOf}, vor Gebrauch prüfen)`,
  unverified: (address, asOf) =>
    `${address} (Verzeichnis vom ${asOf}, nicht bestätigt, vor Gebrauch prüfen)`,
  place,
  whichIsOpen: (name) => `${name} (Behörde noch offen)`,
  proposal,
  steps,
};
