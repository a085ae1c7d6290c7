/** Cases with what the guidelines advise: the eighteen of 01/2021 as far as they are known, and Annex B of 9/2022. */
import {
  both,
  calm,
  encrypted,
  mistake,
  none,
  notify,
  ransom,
  stolen,
  type Case,
} from './given.ts';

export const guidelineCases: readonly Case[] = [
  {
    says: '01: ransomware on encrypted data, backup, restored in hours, no exfiltration',
    facts: { ...ransom, ...encrypted, restoreHours: 5, individuals: 40 },
    ...none,
  },
  {
    says: '02: ransomware, no electronic backup, five working days, minor delays',
    facts: { ...ransom, backup: 'partial', restoreHours: 120, effects: 'minor', individuals: 40 },
    ...notify,
  },
  {
    says: '02 again, where logs show nothing but are no proof',
    facts: {
      ...ransom,
      ...{ backup: 'partial', restoreHours: 120, effects: 'minor', exfiltration: 'no_evidence' },
      contents: ['contact_details', 'financial_situation'],
    },
    ...notify,
  },
  {
    says: '03: ransomware in a hospital, backup, two days, operations cancelled',
    facts: {
      ...ransom,
      data: [{ category: 'simple' }, { category: 'sensitive' }],
      ...{ restoreHours: 48, individuals: 4_000, effects: 'severe', vulnerablePeople: true },
      specialCategories: 'substantial',
    },
    ...both,
  },
  {
    says: '04: ransomware with exfiltration, backup encrypted too, identity and card numbers',
    facts: {
      ...stolen,
      data: [{ category: 'simple' }, { category: 'financial', adjustment: 1, reason: 'cards' }],
      ...{ availability: 'full', integrity: 'altered_recoverable', backup: 'none' },
      ...{ individuals: 3_000, mitigation: 'partial' },
      contents: ['contact_details', 'identity_documents', 'payment_data'],
    },
    ...both,
  },
  {
    says: '05: job applications copied from a website for a month',
    facts: {
      ...stolen,
      ...{ individuals: 213, exfiltration: 'possible', duration: 'weeks' },
      contents: ['contact_details', 'identity_basics', 'profile'],
    },
    ...both,
  },
  {
    says: '05 told with birth dates only',
    facts: { ...stolen, individuals: 213, contents: ['contact_details', 'identity_basics'] },
    ...both,
  },
  {
    says: '06: strongly hashed passwords of a cooking site where nobody gives a name',
    facts: {
      ...stolen,
      ...{ individuals: 1_200, identification: 'negligible', contents: [] },
      ...{ credentials: 'strongly_hashed', unintelligible: true },
    },
    ...none,
  },
  {
    says: '07: credential stuffing at a bank',
    facts: {
      ...stolen,
      data: [{ category: 'simple' }, { category: 'financial', adjustment: 1, reason: 'accounts' }],
      ...{ individuals: 100_000, credentials: 'readable', mitigation: 'effective' },
      contents: ['identity_basics', 'national_identifiers'],
    },
    ...both,
  },
  {
    says: '08: an employee who leaves copies business contacts',
    facts: {
      ...stolen,
      ...{ confidentiality: 'known_recipients', individuals: 800, duration: 'months' },
      mitigation: 'partial',
    },
    ...notify,
  },
  {
    says: '08 with what the customers bought',
    facts: { ...stolen, data: [{ category: 'behavioural' }], individuals: 800 },
    ...notify,
  },
  {
    says: '09: a list of two dozen customers to an insurance agent bound to secrecy, deleted',
    facts: {
      ...mistake,
      data: [{ category: 'financial', adjustment: -1, reason: 'type and amount only' }],
      ...{ individuals: 24, recipients: 'trusted', deletion: 'confirmed' },
      contents: ['contact_details', 'financial_situation'],
    },
    ...none,
  },
  {
    says: '10: locked and encrypted tablets of a day-care centre stolen, backup there',
    facts: {
      ...stolen,
      ...encrypted,
      ...{ exfiltration: 'possible', vulnerablePeople: true, recipients: 'many_or_unknown' },
      contents: ['identity_basics', 'profile'],
    },
    ...none,
  },
  {
    says: '11: open notebook stolen, birth dates and addresses of 100,000 customers',
    facts: {
      ...stolen,
      ...{ exfiltration: 'possible', individuals: 100_000, recipients: 'many_or_unknown' },
      contents: ['contact_details', 'identity_basics'],
    },
    ...both,
  },
  {
    says: '12: paper log of an addiction clinic stolen, no copy',
    facts: {
      ...stolen,
      data: [{ category: 'sensitive' }],
      ...{ availability: 'full', backup: 'none', individuals: 50, vulnerablePeople: true },
      specialCategories: 'substantial',
    },
    ...both,
  },
  {
    says: '13: two parcels of shoes with their bills mixed up and called back',
    facts: { ...mistake, individuals: 2 },
    ...none,
  },
  {
    says: '14: the social security numbers of 60,000 job seekers attached to a mail',
    facts: {
      ...mistake,
      ...{ confidentiality: 'unknown_recipients', individuals: 60_000 },
      recipients: 'many_or_unknown',
      contents: ['contact_details', 'national_identifiers'],
    },
    ...both,
  },
  {
    says: '15: participants with two notes on lactose to fifteen former participants',
    facts: {
      ...mistake,
      data: [
        { category: 'simple' },
        { category: 'sensitive', adjustment: -3, reason: 'a food preference' },
      ],
      ...{ individuals: 15, specialCategories: 'incidental' },
    },
    ...none,
  },
  {
    says: '16: an insurance letter with birth date and licence plate to the wrong person',
    facts: {
      ...mistake,
      data: [{ category: 'financial', adjustment: -1, reason: 'a tariff, no account' }],
      ...{ individuals: 1, contents: ['contact_details', 'identity_basics'] },
    },
    ...notify,
  },
  {
    says: '17: an impostor has the bills of a phone customer sent to himself',
    facts: {
      ...stolen,
      data: [{ category: 'behavioural' }],
      ...{ individuals: 1, recipients: 'hostile', effects: 'significant' },
      contents: ['contact_details', 'communications_or_location'],
    },
    ...both,
  },
  {
    says: '18: mails with wages and family status forwarded to a stranger for months',
    facts: {
      ...stolen,
      data: [{ category: 'financial' }],
      ...{ individuals: 99, duration: 'months' },
      contents: ['financial_situation', 'profile'],
    },
    ...both,
  },
  {
    says: 'Annex B: encrypted backup on a stolen stick, other copies there',
    facts: { ...stolen, ...encrypted, recipients: 'many_or_unknown', exfiltration: 'possible' },
    ...none,
  },
  {
    says: 'Annex B: an online service loses customer records to an attacker',
    facts: { ...stolen, individuals: 5_000 },
    ...notify,
  },
  {
    says: 'Annex B: a power cut of minutes at a call centre',
    facts: { ...calm, availability: 'temporal', restoreHours: 0.1, effects: 'minor' },
    ...none,
  },
  {
    says: 'Annex B: ransomware, no backup, nothing else done by the malware',
    facts: { ...ransom, availability: 'full', backup: 'none', effects: 'minor' },
    ...notify,
  },
  {
    says: 'Annex B: ransomware in the clear, backup, restored in good time',
    facts: { ...ransom, restoreHours: 8 },
    ...none,
  },
  {
    says: 'Annex B: a monthly bank statement to the wrong customer',
    facts: {
      ...mistake,
      data: [{ category: 'financial' }],
      ...{ individuals: 1, contents: ['contact_details', 'financial_situation'] },
    },
    ...notify,
  },
  {
    says: 'Annex B: names, passwords and purchases of a marketplace published',
    facts: {
      ...stolen,
      data: [{ category: 'behavioural' }],
      ...{ individuals: 500_000, credentials: 'readable', recipients: 'public' },
      contents: ['contact_details', 'profile'],
    },
    ...both,
  },
  {
    says: 'Annex B: a flaw in a host lets customers see others; the logs prove that nobody did',
    facts: calm,
    ...none,
  },
  {
    says: 'Annex B: the same flaw without proof that nobody did',
    facts: { ...calm, exfiltration: 'no_evidence' },
    ...notify,
  },
  {
    says: 'Annex B: records of a hospital out of reach for 30 hours',
    facts: {
      ...ransom,
      data: [{ category: 'sensitive' }],
      ...{ restoreHours: 30, effects: 'minor', vulnerablePeople: true, individuals: 900 },
      specialCategories: 'substantial',
    },
    ...both,
  },
  {
    says: 'Annex B: student data to a list of more than a thousand',
    facts: {
      ...mistake,
      ...{ recipients: 'many_or_unknown', individuals: 3_000 },
      contents: ['contact_details'],
    },
    ...notify,
  },
  {
    says: 'Annex B: a newsletter with few addresses in the open',
    facts: { ...mistake, individuals: 16, deletion: 'none' },
    ...none,
  },
  {
    says: 'Annex B: a newsletter with many addresses in the open',
    facts: { ...mistake, individuals: 400, deletion: 'none', recipients: 'many_or_unknown' },
    ...notify,
  },
  {
    says: "Annex B: a psychotherapist's mailing list in the open",
    facts: {
      ...mistake,
      data: [{ category: 'simple', adjustment: 2, reason: 'everybody on it is in therapy' }],
      ...{ individuals: 40, deletion: 'none' },
    },
    ...both,
  },
  {
    says: 'Annex B: a mail in the open with first passwords',
    facts: { ...mistake, credentials: 'readable', deletion: 'none', mitigation: 'partial' },
    ...both,
  },
];
