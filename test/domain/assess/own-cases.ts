/** Our own cases: each beside a neighbour that differs in the one fact that decides. */
import { attack, both, calm, encrypted, mistake, none, notify, ransom, stolen } from './given.ts';
import type { Case } from './given.ts';

const undecided = { authority: 'undecided', people: 'undecided' } as const;
const trusted = { recipients: 'trusted', deletion: 'confirmed' } as const;
const health = {
  data: [{ category: 'sensitive' }],
  specialCategories: 'substantial',
  contents: ['contact_details'],
} as const;

export const ownCases: readonly Case[] = [
  { says: 'nothing is known at all', facts: {}, ...undecided },
  {
    says: 'the kind of data is not known',
    facts: { confidentiality: 'unknown_recipients', malicious: true, individuals: 900 },
    ...undecided,
  },
  {
    says: 'an empty list of data says nothing',
    facts: { ...mistake, data: [], contents: undefined },
    authority: 'undecided',
    people: 'undecided',
  },
  {
    says: 'the compromise is not known',
    facts: { data: [{ category: 'sensitive' }], identification: 'maximum', malicious: true },
    ...undecided,
  },
  {
    says: 'only confidentiality is not known, and nothing else happened',
    facts: { ...calm, confidentiality: undefined, exfiltration: undefined },
    authority: 'undecided',
    people: 'not_required',
  },
  {
    says: 'grave harm is there, whatever the kind of data',
    facts: { ...ransom, data: undefined, effects: 'severe' },
    ...both,
  },
  {
    says: 'only the fixed facts of a mistake are given, the gaps are read harshly',
    facts: {
      data: [{ category: 'simple' }],
      identification: 'maximum',
      confidentiality: 'known_recipients',
      integrity: 'none',
      availability: 'none',
      malicious: false,
      individuals: 5,
      unintelligible: false,
    },
    ...both,
  },
  { says: 'certain that nobody got it', facts: calm, ...none },
  {
    says: 'nothing seen is not certain',
    facts: { ...calm, exfiltration: 'no_evidence' },
    ...notify,
  },
  { says: 'a lost stick with contacts', facts: { ...calm, exfiltration: 'possible' }, ...notify },
  {
    says: 'a lost stick with health data',
    facts: { ...calm, ...health, exfiltration: 'possible' },
    ...both,
  },
  {
    says: 'a lost stick with health data, well encrypted',
    facts: { ...calm, ...health, ...encrypted, exfiltration: 'possible' },
    ...none,
  },
  {
    says: 'the same, with the password on a label',
    facts: { ...calm, ...health, ...encrypted, encryption: 'doubtful', exfiltration: 'possible' },
    ...both,
  },
  {
    says: 'said to be encrypted and to be readable: the harsher counts',
    facts: { ...calm, encryption: 'strong_keys_safe', exfiltration: 'possible' },
    ...notify,
  },
  {
    says: 'encrypted, stolen, and the only copy',
    facts: { ...stolen, ...encrypted, availability: 'full', backup: 'none' },
    ...notify,
  },
  {
    says: 'encrypted, stolen, the only copy of what patients need',
    facts: {
      ...stolen,
      ...health,
      ...encrypted,
      availability: 'full',
      backup: 'none',
      vulnerablePeople: true,
    },
    ...both,
  },
  {
    says: 'a referral to the wrong doctor, who confirms deletion',
    facts: { ...mistake, ...health, ...trusted, individuals: 1 },
    ...none,
  },
  {
    says: 'the same, deletion only asked for',
    facts: { ...mistake, ...health, recipients: 'trusted', individuals: 1 },
    ...notify,
  },
  {
    says: 'the same for a thousand patients',
    facts: { ...mistake, ...health, ...trusted, individuals: 1_000 },
    ...notify,
  },
  {
    says: 'wages of two hundred to the wrong tax adviser, deleted',
    facts: { ...mistake, ...trusted, individuals: 200, contents: ['financial_situation'] },
    ...none,
  },
  {
    says: 'an employee bound to secrecy looks on purpose',
    facts: {
      ...mistake,
      ...trusted,
      malicious: true,
      data: [{ category: 'financial' }],
      contents: ['financial_situation'],
    },
    ...both,
  },
  {
    says: "a patient's letter to another patient",
    facts: { ...mistake, ...health, individuals: 1 },
    ...both,
  },
  {
    says: 'the same letter came back unopened',
    facts: { ...mistake, ...health, individuals: 1, deletion: 'returned_unread' },
    ...none,
  },
  {
    says: 'the same letter, opened, deletion confirmed',
    facts: { ...mistake, ...health, individuals: 1, deletion: 'confirmed' },
    ...both,
  },
  {
    says: 'the same, by a number that only clinics can read',
    facts: {
      ...mistake,
      ...health,
      ...{ individuals: 1, deletion: 'confirmed', identification: 'limited' },
    },
    ...notify,
  },
  {
    says: 'fifty addresses in the open',
    facts: { ...mistake, individuals: 50, deletion: 'none' },
    ...none,
  },
  { says: 'fifty-one addresses in the open', facts: { ...mistake, individuals: 51 }, ...notify },
  {
    says: 'sixteen addresses in the open, of children',
    facts: { ...mistake, individuals: 16, vulnerablePeople: true },
    ...notify,
  },
  {
    says: 'a note on lactose that nobody asks to delete',
    facts: { ...mistake, individuals: 15, specialCategories: 'incidental', deletion: 'none' },
    ...notify,
  },
  {
    says: 'addresses of party members in the open',
    facts: { ...mistake, ...health, individuals: 101, deletion: 'none' },
    ...both,
  },
  {
    says: 'an insurance paper with a national number to one wrong person',
    facts: {
      ...mistake,
      individuals: 1,
      contents: ['national_identifiers'],
      deletion: 'confirmed',
    },
    ...both,
  },
  {
    says: 'a card number to one wrong person, deletion confirmed',
    facts: { ...mistake, individuals: 1, contents: ['payment_data'], deletion: 'confirmed' },
    ...notify,
  },
  { says: 'a skimmer on a shop page', facts: { ...stolen, contents: ['payment_data'] }, ...both },
  {
    says: 'strong hashes with names and addresses',
    facts: { ...stolen, credentials: 'strongly_hashed' },
    ...notify,
  },
  {
    says: 'weak hashes with addresses, still valid',
    facts: { ...stolen, credentials: 'weakly_hashed', mitigation: 'partial' },
    ...both,
  },
  {
    says: 'weak hashes with addresses, all reset before use',
    facts: { ...stolen, credentials: 'weakly_hashed' },
    ...notify,
  },
  {
    says: 'clear passwords, all reset: they may open other doors',
    facts: { ...stolen, credentials: 'readable' },
    ...both,
  },
  {
    says: 'pseudonymous usage data stolen',
    facts: { ...stolen, identification: 'negligible', contents: [] },
    ...none,
  },
  {
    says: 'pseudonymous health data stolen',
    facts: { ...stolen, ...health, identification: 'negligible', contents: [] },
    ...both,
  },
  {
    says: 'addresses alone stolen identify enough',
    facts: { ...stolen, identification: 'negligible' },
    ...notify,
  },
  { says: 'a public directory copied', facts: { ...stolen, alreadyPublic: true }, ...none },
  {
    says: 'a public directory copied together with passwords',
    facts: { ...stolen, alreadyPublic: true, credentials: 'readable' },
    ...both,
  },
  {
    says: 'wages openly on the web',
    facts: {
      ...stolen,
      malicious: false,
      recipients: 'public',
      contents: ['financial_situation'],
      exfiltration: 'no_evidence',
    },
    ...both,
  },
  { says: 'addresses openly on the web', facts: { ...stolen, recipients: 'public' }, ...notify },
  {
    says: 'birth dates of a hundred stolen at once',
    facts: { ...stolen, individuals: 100, contents: ['identity_basics'] },
    ...notify,
  },
  {
    says: 'birth dates of a hundred open to a thief for weeks',
    facts: { ...stolen, individuals: 100, contents: ['identity_basics'], duration: 'weeks' },
    ...both,
  },
  {
    says: 'an attacker reached profiles, logs show no outflow',
    facts: { ...attack, contents: ['profile'], exfiltration: 'no_evidence' },
    ...notify,
  },
  {
    says: 'an attacker reached profiles, logs were not kept',
    facts: { ...attack, contents: ['profile'], exfiltration: 'possible' },
    ...both,
  },
  { says: 'restored after a day', facts: { ...ransom, restoreHours: 24 }, ...none },
  { says: 'restored after more than a day', facts: { ...ransom, restoreHours: 25 }, ...notify },
  {
    says: 'restored, but the door stands open',
    facts: { ...ransom, mitigation: 'none' },
    ...notify,
  },
  {
    says: 'restored in hours, wages went out late',
    facts: { ...ransom, restoreHours: 5, effects: 'significant' },
    ...both,
  },
  {
    says: 'records changed for good',
    facts: { ...calm, integrity: 'altered_not_recoverable' },
    ...notify,
  },
  {
    says: "patients' records changed for good",
    facts: { ...calm, ...health, integrity: 'altered_not_recoverable' },
    ...both,
  },
  {
    says: 'a customer list of a pharmacy stolen',
    facts: { ...stolen, data: [{ category: 'simple', adjustment: 2, reason: 'health shows' }] },
    ...both,
  },
];
