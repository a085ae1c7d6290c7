/** Cases as a lawyer would put them: scores worked out by hand, advice from the guidelines' outcomes and the decisions of authorities alone. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseFacts } from '../../../src/assess/read.ts';
import { assess } from '../../../src/domain/assess/assess.ts';
import type { Facts } from '../../../src/domain/assess/facts.ts';
import { calm } from './given.ts';

/** Categories with their adjustments, then identification, the circumstances, people; score; why. */
const scores = `
simple            | negligible  | none none none accident                       | 5   | 1 0.25 0 0.25 low            | the least: 1 x 0.25
sensitive         | maximum     | unknown_recipients altered_not_recoverable full attack | 1000 | 4 1 2 6 very_high more_than_100_individuals | the most: 4 x 1 + 2
simple            | maximum     | unknown_recipients altered_recoverable none accident | 5 | 1 1 0.75 1.75 low       | a quarter below 2 is low
simple            | maximum     | unknown_recipients none none attack           | 5   | 1 1 1 2 medium               | exactly 2 is medium
financial         | significant | unknown_recipients none none accident         | 5   | 3 0.75 0.5 2.75 medium       | a quarter below 3 is medium
financial         | maximum     | none none none accident                       | 5   | 3 1 0 3 high                 | exactly 3 is high
sensitive         | significant | unknown_recipients none temporal accident     | 5   | 4 0.75 0.75 3.75 high        | a quarter below 4 is high
sensitive         | maximum     | none none none accident                       | 5   | 4 1 0 4 very_high            | exactly 4 is very high
simple-1          | maximum     | none none none accident                       | 5   | 1 1 0 1 low                  | never below 1
financial-9       | maximum     | none none none accident                       | 5   | 1 1 0 1 low                  | never below 1, however far
sensitive+2       | maximum     | none none none accident                       | 5   | 4 1 0 4 very_high            | never above 4
behavioural+5     | limited     | none none none accident                       | 5   | 4 0.5 0 2 medium             | never above 4, however far
simple+2          | limited     | known_recipients none none accident           | 5   | 3 0.5 0.25 1.75 low          | customers of an online pharmacy: health can be assumed
simple+3,financial | maximum    | none none none accident                       | 5   | 4 1 0 4 very_high            | undercover police outweigh bank data: the highest after adjusting
sensitive-3,behavioural,financial-2 | limited | none none none accident         | 5   | 2 0.5 0 1 low                | the highest after adjusting, not before
simple            | limited     | none altered_recoverable temporal accident    | 100 | 1 0.5 0.5 1 low              | exactly 100 people are not more than 100
simple            | limited     | none altered_recoverable temporal accident    | 101 | 1 0.5 0.5 1 low more_than_100_individuals | 101 people raise a flag and not the score
simple            | limited     | known_recipients none none accident unreadable | 5  | 1 0.5 0.25 0.75 low unintelligible_data | unreadable data raises a flag and does not lower the score
simple            | limited     | known_recipients none none accident unreadable | 500 | 1 0.5 0.25 0.75 low more_than_100_individuals unintelligible_data | both flags
`;

describe('the ENISA score', () => {
  for (const line of scores.trim().split('\n')) {
    const [data = '', identification = '', around = '', people = '', expected = '', why = ''] = line
      .split('|')
      .map((cell) => cell.trim());
    it(`${expected}: ${why}`, () => {
      const [confidentiality, integrity, availability, intent, reading] = around.split(' ');
      const facts = parseFacts(
        JSON.stringify({
          data: data.split(',').map((item) => {
            const [, category, step] = /^([a-z]+)([+-]\d)?$/.exec(item) ?? [];
            return { category, ...(step && { adjustment: Number(step), reason: why }) };
          }),
          ...{ identification, confidentiality, integrity, availability },
          malicious: intent === 'attack',
          individuals: Number(people),
          unintelligible: reading === 'unreadable',
        }),
        'the case',
      );
      const { dpc, ei, cb, se, level, flags } = assess(facts).enisa;
      assert.equal([dpc, ei, cb, se, level, ...flags].join(' '), expected);
      assert.ok([dpc, ei, cb, se].every((value) => typeof value === 'number'));
    });
  }
});

const thief = { malicious: true, recipients: 'hostile', deletion: 'none' } as const;
const out = { ...thief, confidentiality: 'unknown_recipients', exfiltration: 'confirmed' } as const;
const sent = {
  confidentiality: 'known_recipients',
  exfiltration: 'confirmed',
  recipients: 'few_known',
} as const;
const locked = { encryption: 'strong_keys_safe', unintelligible: true } as const;
const of = (category: 'simple' | 'behavioural' | 'financial' | 'sensitive'): Facts => ({
  data: [{ category }],
});
/** What somebody gives who has read nothing but the first eight facts. */
const { data, identification, confidentiality, integrity, availability, malicious } = calm;
const eight = { data, identification, confidentiality, integrity, availability, malicious };

const advised: readonly (readonly [outcome: string, why: string, facts: Facts])[] = [
  ['undecided undecided', 'nothing is known', {}],
  ['undecided undecided', 'the kind of data is not known', { ...eight, ...out, data: [] }],
  [
    'notify undecided',
    'the kind of data is not known, but that strangers took it is enough for the authority',
    { ...calm, ...out, data: [] },
  ],
  ['undecided undecided', 'the compromise is not known', { ...of('sensitive'), individuals: 9 }],
  ['notify communicate', 'any other gap is read harshly', { ...of('simple'), ...out }],
  [
    'notify communicate',
    'a mis-sent mail of which little is known: on doubt notify',
    { ...eight, confidentiality: 'known_recipients', individuals: 1, unintelligible: false },
  ],
  [
    'notify communicate',
    'unreadable, it is said, and nothing else is known: a gap is no protection',
    { ...eight, ...out, individuals: 500, unintelligible: true },
  ],
  [
    'notify communicate',
    'unreadable, it is said, but the keys are doubtful',
    { ...calm, ...of('financial'), ...out, unintelligible: true, encryption: 'doubtful' },
  ],
  [
    'notify communicate',
    'name and national number of one person, to one recipient (UODO): few people are no relief',
    { ...calm, ...sent, individuals: 1, deletion: 'none', contents: ['national_identifiers'] },
  ],
  [
    'document_only not_required',
    'sixteen addresses in cc (BE 62/2022)',
    { ...calm, ...sent, individuals: 16, deletion: 'requested' },
  ],
  [
    'notify communicate',
    'a political mail to 101 addresses (NL, PVV)',
    {
      ...{ ...calm, ...sent, ...of('sensitive'), specialCategories: 'substantial' },
      ...{ recipients: 'many_or_unknown', deletion: 'requested', individuals: 101 },
    },
  ],
  [
    'document_only not_required',
    '01/2021 case 1: ransomware, encrypted data, backup, nothing taken',
    { ...calm, ...thief, ...locked, restoreHours: 4 },
  ],
  [
    'notify not_required',
    '01/2021 case 2: ransomware, paper backup only, five days',
    {
      ...{ ...calm, ...thief, availability: 'temporal', exfiltration: 'no_evidence' },
      ...{ backup: 'partial', restoreHours: 120, effects: 'minor' },
    },
  ],
  [
    'notify communicate',
    '01/2021 case 5: job applications taken from a website',
    { ...calm, ...out, ...of('behavioural'), contents: ['contact_details', 'profile'] },
  ],
  [
    'document_only not_required',
    '01/2021 case 6: hashed and salted passwords',
    {
      ...{ ...calm, ...out, identification: 'limited', contents: [], individuals: 1200 },
      credentials: 'strongly_hashed',
    },
  ],
  [
    'notify communicate',
    'the same with weak hashes that were not reset',
    {
      ...{ ...calm, ...out, identification: 'limited', contents: [], individuals: 1200 },
      ...{ credentials: 'weakly_hashed', mitigation: 'partial' },
    },
  ],
  [
    'notify not_required',
    '01/2021 case 8: customer contacts taken by a former employee',
    { ...calm, ...sent, malicious: true, deletion: 'none', individuals: 300, effects: 'minor' },
  ],
  [
    'document_only not_required',
    '01/2021 case 9: a list sent to a trusted third party that deleted it',
    { ...calm, ...sent, recipients: 'trusted', deletion: 'confirmed', individuals: 24 },
  ],
  [
    'document_only not_required',
    '01/2021 case 10: stolen tablets, encrypted, with a backup',
    { ...calm, ...thief, ...locked, exfiltration: 'possible', vulnerablePeople: true },
  ],
  [
    'notify not_required',
    'the same without a backup: encryption does not bring back what is lost',
    { ...calm, ...thief, ...locked, availability: 'full', backup: 'none', effects: 'minor' },
  ],
  [
    'notify communicate',
    '01/2021 case 12: stolen paper files of patients, no copy',
    {
      ...{ ...calm, ...out, ...of('sensitive'), specialCategories: 'substantial' },
      ...{ availability: 'full', backup: 'none', exfiltration: 'possible', vulnerablePeople: true },
    },
  ],
  [
    'document_only not_required',
    '01/2021 case 13: two parcels swapped',
    { ...calm, ...sent, individuals: 2, deletion: 'requested' },
  ],
  [
    'notify communicate',
    '01/2021 case 14: job seekers with social security numbers, by mail',
    {
      ...{ ...calm, ...sent, recipients: 'many_or_unknown', deletion: 'requested' },
      ...{ individuals: 60_000, contents: ['contact_details', 'national_identifiers'] },
    },
  ],
  [
    'notify not_required',
    '01/2021 case 16: insurance letters with the wrong annex',
    {
      ...{ ...calm, ...sent, individuals: 2, deletion: 'none', effects: 'minor' },
      data: [{ category: 'financial', adjustment: -1, reason: 'insured sums only' }],
      contents: ['contact_details', 'identity_basics', 'financial_situation'],
    },
  ],
  [
    'notify communicate',
    '01/2021 case 17: a call centre gives billing data of one person to an impostor',
    {
      ...{ ...calm, ...out, ...of('behavioural'), individuals: 1, effects: 'significant' },
      contents: ['contact_details', 'communications_or_location'],
    },
  ],
  [
    'notify not_required',
    'nothing shows that it was taken, and that is not proved',
    { ...calm, ...thief, exfiltration: 'no_evidence', contents: ['contact_details'] },
  ],
];

describe('the advice to a lawyer', () => {
  for (const [outcome, why, facts] of advised)
    it(`${outcome}: ${why}`, () => {
      const { authority, people, document } = assess(facts).advice;
      assert.equal(`${authority} ${people}`, outcome);
      assert.equal(document, true);
    });
});
