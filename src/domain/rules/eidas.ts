/** eIDAS, as amended in 2024: providers of trust services. */
import type { LegalRule } from './rule.ts';

const common = {
  version: '2024-05-20',
  regime: 'eIDAS',
  validFrom: '2024-05-20',
  enabled: true,
  counting: 'reg-1182-71',
  ladder: 'policy',
  verified: true,
  notes: ['Tell the people affected too.'],
} as const;

const amended = {
  text: 'Regulation (EU) No 910/2014 as amended by Regulation (EU) 2024/1183',
  mark: 'primary',
} as const;
const since = {
  text: 'applies since 20 May 2024, when the amendment came into force',
  mark: 'unverified',
} as const;

export const eidas = {
  'eidas-24': {
    ...common,
    id: 'eidas-24',
    title: 'Qualified trust service: notify a breach or disruption',
    article: 'eIDAS Art. 24(2)(fb)',
    binds: ['qualified trust service'],
    stages: [
      {
        id: 'notification',
        title: 'notification',
        article: 'eIDAS Art. 24(2)(fb)',
        anchor: { kind: 'incident-start' },
        amount: { unit: 'hours', count: 24 },
        note: 'Runs from the incident itself, not from awareness: it may be over before anybody knows. Then notify at once.',
      },
    ],
    addressee: 'supervisory body, and other competent bodies where relevant',
    sources: [amended, since],
  },
  'eidas-19a': {
    ...common,
    id: 'eidas-19a',
    title: 'Non-qualified trust service: notify a breach or disruption',
    article: 'eIDAS Art. 19a(1)(b)',
    binds: ['trust service'],
    stages: [
      {
        id: 'notification',
        title: 'notification',
        article: 'eIDAS Art. 19a(1)(b)',
        anchor: { kind: 'awareness' },
        amount: { unit: 'hours', count: 24 },
      },
    ],
    addressee: 'supervisory body, and other competent bodies where relevant',
    sources: [amended, since],
  },
} as const satisfies Record<string, LegalRule>;
