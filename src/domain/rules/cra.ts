/** Cyber Resilience Act Art. 14: manufacturers of products with digital elements. */
import type { LegalRule, Stage } from './rule.ts';

const sources = [
  {
    text: 'Regulation (EU) 2024/2847 (CELEX 32024R2847), Art. 14; Arts. 71(2) and 69(3) for dates',
    mark: 'primary',
  },
] as const;

/** The first two stages of both kinds. */
function first(paragraph: string): readonly [Stage, Stage] {
  return [
    {
      id: 'early-warning',
      title: 'early warning notification',
      article: `CRA Art. 14(${paragraph})(a)`,
      anchor: { kind: 'awareness' },
      amount: { unit: 'hours', count: 24 },
    },
    {
      id: 'notification',
      title: paragraph === '2' ? 'vulnerability notification' : 'incident notification',
      article: `CRA Art. 14(${paragraph})(b)`,
      anchor: { kind: 'awareness' },
      amount: { unit: 'hours', count: 72 },
    },
  ];
}

const common = {
  version: '2026-09-11',
  regime: 'CRA',
  validFrom: '2026-09-11',
  enabled: true,
  binds: ['manufacturer'],
  counting: 'reg-1182-71',
  ladder: 'policy',
  addressee: 'coordinating CSIRT and ENISA, through the single reporting platform',
  sources,
  verified: true,
  notes: ['Tell the users of the product too (Art. 14(8)).'],
} as const;

export const cra = {
  'cra-14-vulnerability': {
    ...common,
    id: 'cra-14-vulnerability',
    title: 'Report an actively exploited vulnerability',
    article: 'CRA Art. 14(1), (2)',
    stages: [
      ...first('2'),
      {
        id: 'final',
        title: 'final report',
        article: 'CRA Art. 14(2)(c)',
        anchor: { kind: 'fix-available' },
        amount: { unit: 'days', count: 14 },
        note: 'Runs from the moment a corrective or mitigating measure is available.',
      },
    ],
  },
  'cra-14-incident': {
    ...common,
    id: 'cra-14-incident',
    title: 'Report a severe incident with a product',
    article: 'CRA Art. 14(3), (4)',
    stages: [
      ...first('4'),
      {
        id: 'final',
        title: 'final report',
        article: 'CRA Art. 14(4)(c)',
        anchor: { kind: 'submission', of: 'notification', which: 'first' },
        amount: { unit: 'months', count: 1 },
      },
    ],
  },
} as const satisfies Record<string, LegalRule>;
