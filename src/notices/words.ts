/** The fixed words of rendered notices and registers, for one language at a time. Names in braces are filled in. */
import type { Language } from '../domain/language.ts';
import type { NoticeItem } from '../domain/notice.ts';
import type { NoticePhase } from '../domain/notice-state.ts';

export type Words = {
  /** BCP 47: readers aloud and spelling checkers go by it. */
  readonly language: Language;
  /** On every page of what is not filed. */
  readonly mark: string;
  /** `{mark}`, `{when}`. */
  readonly made: string;
  /** Instead of `made` on a copy of what was filed: `{when}`, `{reference}`, `{made}`. */
  readonly filed: string;
  /** The same of a letter, which went to no authority. */
  readonly sent: string;
  /** `{state}`. */
  readonly phases: Readonly<Record<NoticePhase['kind'], string>>;
  readonly states: Readonly<Record<NoticePhase['state'], string>>;
  /** `{name}`, `{status}` of the template. */
  readonly numbered: string;
  readonly nothingMissing: string;
  readonly stillMissing: string;
  readonly notSettledYet: string;
  /** `{label}`, `{whom}`. */
  readonly ask: string;
  /** `{whom}`. */
  readonly missing: string;
  readonly missingMark: string;
  /** `{whom}`. */
  readonly notRecorded: string;
  readonly origins: Readonly<Record<NonNullable<NoticeItem['from']>, string>>;
  /** `{when}`: the condition. */
  readonly because: string;
  readonly notSettled: string;
  readonly howToFile: string;
  /** Of a letter, which goes to no authority. */
  readonly howToSend: string;
  /** On every page of a letter that nobody has approved. */
  readonly notApproved: string;
  /** `{page}`, `{pages}`. */
  readonly pageOf: string;
  readonly register: {
    readonly title: string;
    /** `{organisation}`, `{when}`, `{count}`. */
    readonly asOf: string;
    readonly overview: string;
    readonly columns: Readonly<Record<RegisterColumn, string>>;
  };
};

export type RegisterColumn =
  'incident' | 'began' | 'title' | 'personalData' | 'duties' | 'references';

export const english: Words = {
  language: 'en',
  mark: 'Draft, not filed',
  made: '{mark}. Made {when} from what was recorded until then; a person checks, completes and sends it.',
  filed:
    'Copy of the text from which a person filed the notice {when}, reference {reference}. It was made {made}. What the authority has on its own form counts.',
  sent: 'Copy of the letter that went out {when}, on record as {reference}. It was made {made}.',
  phases: {
    new: 'New notification, {state}',
    'follow-up': 'Follow-up notification, {state}',
  },
  states: { complete: 'complete', incomplete: 'incomplete', withdrawn: 'withdrawn' },
  numbered: 'Fields numbered as in the {name} ({status}).',
  nothingMissing: 'No mandatory item is missing.',
  stillMissing: 'Still missing',
  notSettledYet: 'Answered, but not settled',
  ask: '{label}: ask {whom}',
  missing: '{missing}; ask {whom}.',
  missingMark: 'Missing',
  notRecorded: 'Not recorded; ask {whom}.',
  origins: {
    record: 'from the record',
    policy: 'from the policy file',
    drafted: 'drafted by the product, to be checked',
    correction: 'written by a person for this notice',
  },
  because: 'here because {when}',
  notSettled: 'not settled',
  howToFile: 'How to file',
  howToSend: 'How it goes out',
  notApproved: 'Draft, not approved',
  pageOf: 'Page {page} of {pages}',
  register: {
    title: 'Register of personal data breaches (GDPR Art. 33(5))',
    asOf: '{organisation}, as of {when}. Entries: {count}.',
    overview: 'Overview',
    columns: {
      incident: 'Incident',
      began: 'Aware, or declared',
      title: 'What was wrong',
      personalData: 'Personal data',
      duties: 'Duties',
      references: 'References',
    },
  },
};

const german: Words = {
  language: 'de',
  mark: 'Entwurf, nicht eingereicht',
  made: '{mark}. Erstellt {when} aus dem, was bis dahin festgehalten war; eine Person prüft, ergänzt und versendet ihn.',
  filed:
    'Kopie des Textes, aus dem die Meldung eingereicht wurde: {when}, Aktenzeichen {reference}. Erstellt {made}. Es gilt, was der Behörde auf ihrem eigenen Formular vorliegt.',
  sent: 'Kopie des Schreibens, das hinausging: {when}, festgehalten als {reference}. Erstellt {made}.',
  phases: { new: 'Neue Meldung, {state}', 'follow-up': 'Folgemeldung, {state}' },
  states: { complete: 'vollständig', incomplete: 'unvollständig', withdrawn: 'Rücknahme' },
  numbered: 'Nummern der Felder nach: {name} ({status}).',
  nothingMissing: 'Es fehlt keine Pflichtangabe.',
  stillMissing: 'Noch fehlend',
  notSettledYet: 'Beantwortet, aber nicht abschließend',
  ask: '{label}; zu fragen: {whom}',
  missing: '{missing}; zu fragen: {whom}.',
  missingMark: 'Fehlt',
  notRecorded: 'Nicht festgehalten; zu fragen: {whom}.',
  origins: {
    record: 'aus den Aufzeichnungen',
    policy: 'aus der Richtliniendatei',
    drafted: 'vom Programm entworfen, zu prüfen',
    correction: 'für diese Meldung von einer Person geschrieben',
  },
  because: 'hier, denn {when}',
  notSettled: 'nicht abschließend',
  howToFile: 'Wie die Meldung eingereicht wird',
  howToSend: 'Wie sie hinausgeht',
  notApproved: 'Entwurf, nicht freigegeben',
  pageOf: 'Seite {page} von {pages}',
  register: {
    title:
      'Verzeichnis der Verletzungen des Schutzes personenbezogener Daten (DSGVO Art. 33 Abs. 5)',
    asOf: '{organisation}, Stand {when}. Einträge: {count}.',
    overview: 'Übersicht',
    columns: {
      incident: 'Vorfall',
      began: 'Bekannt geworden oder erklärt',
      title: 'Was geschehen ist',
      personalData: 'Personenbezogene Daten',
      duties: 'Pflichten',
      references: 'Aktenzeichen',
    },
  },
};

/** Of a draft: those of the language that it is written in. */
export function wordsIn(language: Language = 'en'): Words {
  return rendered[language];
}

const rendered: Readonly<Record<Language, Words>> = { en: english, de: german };
