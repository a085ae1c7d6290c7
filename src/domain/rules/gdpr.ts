/** GDPR Arts. 33 and 34, and the proposal that would change Art. 33(1). */
import type { LegalRule } from './rule.ts';

const text = 'Regulation (EU) 2016/679 (CELEX 32016R0679)';
const awareness = {
  mark: 'secondary',
  text: 'EDPB Guidelines 9/2022 v2.0, para 31: aware is a reasonable degree of certainty',
} as const;

export const gdpr = {
  'gdpr-33-1': {
    id: 'gdpr-33-1',
    version: '2018-05-25',
    title: 'Notify the supervisory authority',
    regime: 'GDPR',
    article: 'GDPR Art. 33(1)',
    validFrom: '2018-05-25',
    enabled: true,
    binds: ['controller'],
    stages: [
      {
        id: 'notification',
        title: 'notice to the supervisory authority',
        article: 'GDPR Art. 33(1)',
        anchor: { kind: 'awareness' },
        amount: { unit: 'hours', count: 72 },
        note: 'The duty is "without undue delay"; hour 72 is the outer limit. A later notice gives reasons for the delay.',
      },
    ],
    counting: 'reg-1182-71',
    ladder: 'policy',
    addressee: 'competent supervisory authority (Art. 55)',
    sources: [{ text: `${text}, Art. 33(1)`, mark: 'primary' }, awareness],
    verified: true,
  },
  'gdpr-33-2': {
    id: 'gdpr-33-2',
    version: '2018-05-25',
    title: 'Processor: notify the controller',
    regime: 'GDPR',
    article: 'GDPR Art. 33(2)',
    validFrom: '2018-05-25',
    enabled: true,
    binds: ['processor'],
    stages: [
      {
        id: 'notification',
        title: 'notice to the controller',
        article: 'GDPR Art. 33(2)',
        anchor: { kind: 'awareness' },
        amount: { unit: 'none', wording: 'without undue delay' },
        note: 'The law gives no hours, and no assessment of risk comes first. The contract may give hours: write them into the policy file as a rule; 24 h is a sensible target of your own.',
      },
    ],
    counting: 'reg-1182-71',
    ladder: 'policy',
    addressee: 'each controller concerned',
    sources: [{ text: `${text}, Art. 33(2)`, mark: 'primary' }],
    verified: true,
  },
  'gdpr-33-4': {
    id: 'gdpr-33-4',
    version: '2018-05-25',
    title: 'Send what was missing, in phases',
    regime: 'GDPR',
    article: 'GDPR Art. 33(4)',
    validFrom: '2018-05-25',
    enabled: true,
    binds: ['controller'],
    stages: [
      {
        id: 'notification',
        title: 'rest of the information to the supervisory authority',
        article: 'GDPR Art. 33(4)',
        anchor: { kind: 'submission', of: 'notification', which: 'first' },
        amount: { unit: 'none', wording: 'without undue further delay' },
        note: 'Say in the first notice that it is incomplete. Some authorities name a time for the rest (SE: four weeks).',
      },
    ],
    counting: 'reg-1182-71',
    ladder: 'policy',
    addressee: 'competent supervisory authority (Art. 55)',
    sources: [{ text: `${text}, Art. 33(4)`, mark: 'primary' }],
    verified: true,
  },
  'gdpr-34': {
    id: 'gdpr-34',
    version: '2018-05-25',
    title: 'Tell the people concerned',
    regime: 'GDPR',
    article: 'GDPR Art. 34',
    validFrom: '2018-05-25',
    enabled: true,
    binds: ['controller'],
    stages: [
      {
        id: 'notification',
        title: 'communication to the people concerned',
        article: 'GDPR Art. 34(1)',
        anchor: { kind: 'awareness' },
        amount: { unit: 'none', wording: 'without undue delay' },
        note: 'Only where a high risk to people is likely, and none of the exceptions of Art. 34(3) holds. The law gives no hours: as soon as possible.',
      },
    ],
    counting: 'reg-1182-71',
    ladder: 'policy',
    addressee: 'each person concerned',
    sources: [{ text: `${text}, Art. 34`, mark: 'primary' }],
    verified: true,
  },
} as const satisfies Record<string, LegalRule>;

export const omnibus = {
  'gdpr-omnibus-96h': {
    id: 'gdpr-omnibus-96h',
    version: '2025-11-19-proposal',
    title: 'PROPOSAL: notify the supervisory authority within 96 hours',
    regime: 'Digital Omnibus',
    article: 'GDPR Art. 33(1) as COM(2025) 837 would have it',
    enabled: false,
    binds: ['controller'],
    stages: [
      {
        id: 'notification',
        title: 'PROPOSAL, NOT LAW: notice through the single-entry point',
        article: 'GDPR Art. 33(1) as proposed',
        anchor: { kind: 'awareness' },
        amount: { unit: 'hours', count: 96 },
        note: 'NOT LAW: a proposal of the Commission (COM(2025) 837 of 19 November 2025), not adopted. The law is 72 hours (gdpr-33-1): plan with those.',
      },
    ],
    counting: 'reg-1182-71',
    ladder: 'policy',
    addressee: "ENISA's single-entry point, as proposed",
    sources: [
      { text: 'COM(2025) 837, 2025/0360(COD), as described in other texts', mark: 'secondary' },
      { text: 'its state after October 2026', mark: 'unverified' },
    ],
    verified: false,
    notes: ['As proposed, only where a high risk to people is likely.'],
  },
} as const satisfies Record<string, LegalRule>;
