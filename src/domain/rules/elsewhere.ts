/** Rules from outside the Union: the United Kingdom and the United States. */
import type { LegalRule } from './rule.ts';

export const elsewhere = {
  'uk-gdpr-33': {
    id: 'uk-gdpr-33',
    version: '2021-01-01',
    title: 'Notify the Information Commissioner',
    regime: 'UK GDPR',
    article: 'UK GDPR Art. 33(1)',
    validFrom: '2021-01-01',
    enabled: true,
    binds: ['controller'],
    stages: [
      {
        id: 'notification',
        title: 'notice to the Information Commissioner',
        article: 'UK GDPR Art. 33(1)',
        anchor: { kind: 'awareness' },
        amount: { unit: 'hours', count: 72 },
        note: 'The duty is "without undue delay"; hour 72 is the outer limit. A later notice gives reasons for the delay.',
      },
    ],
    counting: 'uk',
    ladder: 'policy',
    addressee: "Information Commissioner's Office",
    sources: [
      {
        text: 'UK GDPR Art. 33, unchanged by the Data (Use and Access) Act 2025',
        mark: 'secondary',
      },
    ],
    verified: false,
  },
  'us-sec-8k': {
    id: 'us-sec-8k',
    version: '2023-12-18',
    title: 'Disclose a material cybersecurity incident',
    regime: 'SEC',
    article: 'SEC Form 8-K Item 1.05',
    validFrom: '2023-12-18',
    enabled: true,
    binds: ['listed company'],
    stages: [
      {
        id: 'notification',
        title: 'Form 8-K',
        article: 'SEC Form 8-K Item 1.05',
        anchor: { kind: 'determination' },
        amount: { unit: 'working-days', count: 4 },
        note: 'Runs from the determination that the incident is material, which must come without unreasonable delay. The Attorney General may grant a delay in writing.',
      },
    ],
    counting: 'edgar',
    ladder: 'policy',
    addressee: 'Securities and Exchange Commission, through EDGAR',
    sources: [
      { text: 'Form 8-K Item 1.05 and General Instruction B.1, as described', mark: 'secondary' },
      {
        text: 'EDGAR dates what comes after 17:30 Eastern time as of the next business day, as described',
        mark: 'secondary',
      },
      { text: 'since 18 December 2023; smaller companies since 15 June 2024', mark: 'unverified' },
    ],
    verified: false,
  },
} as const satisfies Record<string, LegalRule>;
