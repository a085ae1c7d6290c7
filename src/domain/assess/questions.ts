/** Each fact as a question to a layperson, and what each answer means. Docs, JSON Schema and answers all say it in these words. */
import type { Content, FactName, Full, scales, ScaleName } from './facts.ts';

type Word<K extends ScaleName> = `${Full[K] & (string | boolean)}`;

export const asks: Readonly<Record<FactName, string>> = {
  data: 'Which kinds of data were affected? List every kind; the one that weighs most counts.',
  identification: 'How easily can somebody tell from the data who the people are?',
  confidentiality: 'Did anybody without right come to know the data?',
  integrity: 'Was data changed without right?',
  availability: 'Was data lost or out of reach?',
  malicious: 'Did somebody do it on purpose (theft, attack, abuse by an employee)?',
  individuals: 'How many people does the data concern? An estimate will do; take the higher one.',
  unintelligible: 'Is the data unreadable to whoever may have it, with the key not compromised?',
  contents: 'What notable things are in the data? An empty list says: none of them.',
  specialCategories:
    'Are special categories among it (Art. 9: health, ethnic origin, politics, religion, trade union, genes, biometrics, sexual life)?',
  credentials: 'Are passwords or other credentials among it, and in which form?',
  vulnerablePeople:
    'Are people in need of protection among those concerned (children, patients, the old, asylum seekers, people under threat)? Employees alone do not count here.',
  alreadyPublic: 'Was all of the data lawfully public before the breach?',
  recipients: 'Who has the data, or may have it?',
  deletion:
    'What became of the data at those who got it? What a thief promises counts for nothing.',
  exfiltration: 'How sure is it that somebody without right did, or did not, get at the data?',
  duration: 'For how long could somebody get at the data or use it?',
  encryption: 'How was the data encrypted, as whoever may have it finds it?',
  backup: 'Is there another copy from which everything can be restored (or is everything back)?',
  restoreHours: 'After how many hours was the data usable again? 0 when it always was.',
  effects: 'What does the breach do to people, or is it likely to do?',
  mitigation: 'What was done that stops further harm?',
};

export const answers: { readonly [K in ScaleName]: Readonly<Record<Word<K>, string>> } = {
  identification: {
    negligible: 'hardly anybody can be told, such as by a common name or a number alone',
    limited: 'few share what is known, with more effort',
    significant: 'most people can be told, such as by a rare name or a clear picture',
    maximum: 'the person stands there, such as by name with birth date or address',
  },
  confidentiality: {
    none: 'exposed at most: nothing shows that anybody came to know it',
    known_recipients: 'known to a limited number of people one can name',
    unknown_recipients: 'known to people one cannot count or name',
  },
  integrity: {
    none: 'unchanged, or put right before anybody used it',
    altered_recoverable: 'changed and perhaps used so, can be put right',
    altered_not_recoverable: 'changed and perhaps used so, cannot be put right',
  },
  availability: {
    none: 'always in reach, or restored without difficulty',
    temporal: 'out of reach for a time',
    full: 'lost for good, as when the only copy was stolen',
  },
  malicious: { false: 'an accident or an error', true: 'somebody meant it' },
  unintelligible: {
    true: 'nobody but us can read it, and the key is safe',
    false: 'it can be read, or the key may be out',
  },
  specialCategories: {
    none: 'none',
    incidental: 'a hint that tells next to nothing, such as a food preference',
    substantial: 'anything more',
  },
  credentials: {
    none: 'none',
    strongly_hashed: 'hashed by the state of the art, with a salt that is safe',
    weakly_hashed: 'hashed with an old algorithm, without salt, or the salt is out',
    readable: 'in clear text, guessed, or used by a stranger',
  },
  vulnerablePeople: { false: 'no', true: 'yes' },
  alreadyPublic: { true: 'yes, all of it', false: 'no' },
  recipients: {
    trusted: 'somebody bound to secrecy or by contract, such as the wrong department or a supplier',
    few_known: 'a few people one can name, without a bond',
    many_or_unknown: 'many people, or nobody knows who',
    hostile: 'somebody likely to misuse it, such as an attacker or a thief',
    public: 'everybody: it was published or openly reachable',
  },
  deletion: {
    returned_unread: 'it came back unopened',
    confirmed: 'they confirmed in writing that nothing is kept',
    requested: 'they were asked to delete or return it',
    none: 'nothing, or nobody can be asked',
  },
  exfiltration: {
    excluded_with_certainty:
      'proved that nobody got at it: complete logs, or it never left control',
    no_evidence: 'examined, and nothing shows it; not proved',
    possible: 'possible: a lost or stolen thing, an open door, not examined yet',
    confirmed: 'it happened',
  },
  duration: {
    hours: 'up to a day',
    days: 'up to a week',
    weeks: 'up to two months',
    months: 'longer',
  },
  encryption: {
    strong_keys_safe: 'state of the art, and keys and password are safe',
    doubtful: 'weak, or the keys may be out, or the device was unlocked',
    none: 'not at all (paper too)',
  },
  backup: {
    complete: 'everything',
    partial: 'some of it, or only on paper',
    none: 'nothing',
  },
  effects: {
    none: 'none',
    minor: 'a nuisance: a short delay, unwanted mail, time lost',
    significant: 'hard to overcome: money lost, fraud, shame, discrimination, wages late',
    severe: 'grave or lasting: health, safety, livelihood, care delayed',
  },
  mitigation: {
    effective: 'it stops the harm: door closed, passwords reset before use, systems clean',
    partial: 'some of it',
    none: 'nothing yet',
  },
};

export const contentMeanings: Readonly<Record<Content, string>> = {
  contact_details: 'names with postal or e-mail address or phone, and plain orders of goods',
  identity_basics: 'date or place of birth, licence plate, customer or policy number',
  profile: 'applications, CVs, assessments, marks, purchases over time: a picture of a person',
  financial_situation: 'wages, balances, statements, debts, insured sums',
  communications_or_location: 'what was said or written, with whom, or where somebody was',
  payment_data: 'cards or account access with which somebody can pay',
  identity_documents: 'copies or numbers of passports, identity cards, driving licences',
  national_identifiers: 'social security, tax or other national identification numbers',
  criminal_records: 'criminal convictions and offences (Art. 10)',
};

export const categoryMeanings: Readonly<Record<Full['data'][number]['category'], string>> = {
  simple: 'who and where: name, contact, education, family, work',
  behavioural: 'what people do: location, traffic, habits, preferences, purchases',
  financial: 'money: income, transactions, statements, cards, invoices',
  sensitive: 'special categories: health, politics, religion, sexual life',
};

export function answerOf(name: ScaleName, value: (typeof scales)[ScaleName][number]): string {
  const words: Readonly<Record<string, string>> = answers[name];
  return words[String(value)] ?? String(value);
}
