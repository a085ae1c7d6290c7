/** The words of notices in German. Terms are those of the German text of the GDPR. */
import type { NoticeWords } from '../../domain/notice-words.ts';
import { inLaw } from '../law.ts';
import { number } from '../numbers.ts';
import { article } from './article.ts';
import { law } from './law.ts';
import { measures } from './measures.ts';
import { letter } from './letter.ts';
import { filing } from './notice-filing.ts';
import { date, span, utc } from './values.ts';

const customer: NoticeWords['customer'] = {
  breach: 'Meldung einer Verletzung des Schutzes personenbezogener Daten',
  incident: 'Meldung eines Sicherheitsvorfalls',
  title: (what, name, id) => `${what} an ${name}, ${id}`,
  subject: (what, organisation) => `${what} (Art. 33 Abs. 2 DSGVO) durch ${organisation}`,
  to: (name) => `An ${name}`,
  headings: {
    incident: 'Was geschehen ist',
    data: 'Ihre Daten, soweit bekannt',
    effects: 'Folgen und Maßnahmen',
    open: 'Was wir noch nicht wissen',
    assessment: 'Was Sie als Verantwortlicher entscheiden',
    contact: 'An wen Sie sich wenden können',
    closing: 'Schluss',
  },
  labels: {
    salutation: 'Anrede',
    opening: 'Warum wir Ihnen schreiben',
    title: 'Kurzbezeichnung',
    summary: 'Was geschehen ist',
    'personal-data': 'Ob der Schutz personenbezogener Daten verletzt wurde',
    occurred: 'Zeitpunkt des Vorfalls',
    detected: 'Zeitpunkt der Entdeckung',
    aware:
      'Zeitpunkt, zu dem uns eine Verletzung des Schutzes personenbezogener Daten bekannt wurde',
    contained: 'Zeitpunkt der Eindämmung',
    'subject-categories': 'Kategorien der betroffenen Personen',
    subjects: 'Ungefähre Zahl der betroffenen Personen (alle Kunden zusammen)',
    'data-categories': 'Kategorien der betroffenen Datensätze',
    records: 'Ungefähre Zahl der betroffenen Datensätze (alle Kunden zusammen)',
    share: 'Welcher Anteil der Daten auf Sie entfällt',
    consequences: 'Wahrscheinliche Folgen',
    measures: 'Ergriffene oder vorgeschlagene Maßnahmen',
    open: 'Noch offen',
    assessment: 'Risikobewertung',
    processor: 'Auftragsverarbeiter',
    address: 'Anschrift',
    'dpo-name': 'Name des Datenschutzbeauftragten',
    'dpo-contact': 'E-Mail-Adresse des Datenschutzbeauftragten',
    contact: 'Anlaufstelle',
    reference: 'Unser Zeichen',
    closing: 'Schluss',
    signature: 'Unterschrift',
  },
  salutation: (_name) => 'Sehr geehrte Damen und Herren,',
  // They go on behind the comma of the salutation, so they begin with a small letter.
  openings: {
    yes: 'uns ist eine Verletzung des Schutzes personenbezogener Daten bekannt geworden. Davon können personenbezogene Daten betroffen sein, die wir in Ihrem Auftrag verarbeiten.',
    unknown:
      'wir bearbeiten einen Sicherheitsvorfall, der personenbezogene Daten betreffen kann, die wir in Ihrem Auftrag verarbeiten. Ob der Schutz personenbezogener Daten verletzt wurde, prüfen wir noch.',
    no: 'wir bearbeiten einen Sicherheitsvorfall. Nach unserem jetzigen Kenntnisstand wurde der Schutz personenbezogener Daten nicht verletzt; wir unterrichten Sie dennoch.',
  },
  asProcessor: 'Wir melden Ihnen dies als Ihr Auftragsverarbeiter nach Art. 33 Abs. 2 DSGVO.',
  answers: {
    yes: 'ja',
    no: 'nein, nach den bisherigen Feststellungen',
    unknown: 'wird noch geprüft',
  },
  nothingOpen: 'Nach unseren Aufzeichnungen ist nichts mehr offen.',
  stillOpen: (labels) =>
    `${labels.join('; ')}. Wir teilen es Ihnen mit, sobald wir es wissen, und warten damit nicht, bis alles bekannt ist.`,
  assessment:
    'Ob die Verletzung voraussichtlich zu einem Risiko für die Rechte und Freiheiten natürlicher Personen führt und ob Ihre Aufsichtsbehörde und die betroffenen Personen zu unterrichten sind, haben Sie als Verantwortlicher zu beurteilen. Wir haben das nicht für Sie beurteilt. Spätestens mit dem Zugang dieser Meldung gilt die Verletzung als Ihnen bekannt; von diesem Zeitpunkt an haben Sie 72 Stunden. Wir unterstützen Sie bei der Beurteilung ebenso wie bei der Unterrichtung.',
  closing:
    'Wir bedauern den Vorfall und die Umstände, die er Ihnen bereitet.\n\nMit freundlichen Grüßen',
};

const authority: NoticeWords['authority'] = {
  title: (id) => `Meldung einer Verletzung des Schutzes personenbezogener Daten, ${id}`,
  template: 'das Muster',
  facts: {
    late: 'dies ist eine neue Meldung, und sie erfolgt später als 72 Stunden nach dem Bekanntwerden',
    'in-eea': 'der Verantwortliche hat eine Niederlassung im EWR',
    'outside-eea': 'der Verantwortliche hat keine Niederlassung im EWR',
  },
  fieldIs: (no, letters) => `Feld ${no} ist ${letters.join(' oder ')}`,
  either: (conditions) => conditions.join(' oder '),
  isDesignated: 'Ja',
  delay: (ended, made, late) =>
    `Die 72 Stunden endeten am ${ended}; dieser Entwurf entstand am ${made}, ${late} danach.`,
  consequences: (recorded) => `Wahrscheinliche Folgen: ${recorded}`,
  measures,
  inForce: (told) =>
    `Bei der Bearbeitung von Vorfällen und ihren Aufzeichnungen, nach der Richtliniendatei zur Zeit dieses Entwurfs (zu berichtigen, was beim Eintritt der Verletzung noch nicht galt, und zu ergänzen um die Maßnahmen der betroffenen Systeme):\n${told.map((one) => `- ${one}`).join('\n')}`,
  nobodyElse: 'entfällt: keine andere Stelle ist beteiligt, siehe Feld 38',
  elseUnknown: 'noch zu ermitteln, siehe Feld 38',
};

export const notices: NoticeWords = {
  language: 'de',
  count: (value) => number('de', value),
  utc,
  date,
  span,
  yes: 'ja',
  no: 'nein',
  article,
  addressee: (english) => inLaw(law, english),
  whom: {
    dpo: 'der Datenschutzbeauftragte',
    policyKeeper: 'wer die Richtliniendatei führt',
    nobodyYet: 'die Einsatzleitung (noch hat niemand sie übernommen)',
    officer: (name) => `${name} (DSB)`,
    commander: (name) => `${name} (Einsatzleitung)`,
  },
  chronology: {
    occurred: 'eingetreten',
    detected: 'entdeckt',
    vendorNotice: 'Meldung einer anderen Stelle eingegangen',
    aware: 'Verletzung bekannt geworden',
    declared: 'als Vorfall erklärt',
    acknowledged: 'Bearbeitung übernommen',
    triaged: 'eingeschätzt',
    contained: 'eingedämmt',
    recovered: 'wiederhergestellt',
  },
  customer,
  authority,
  filing,
  letter,
};
