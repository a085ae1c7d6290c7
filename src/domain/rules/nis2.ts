/** NIS2 Art. 23: essential and important entities. National law differs: nis2-national.ts. */
import { nis2National } from './nis2-national.ts';
import type { LegalRule } from './rule.ts';

export const nis2 = {
  'nis2-23': {
    id: 'nis2-23',
    version: '2024-10-18',
    title: 'Report a significant incident',
    regime: 'NIS2',
    article: 'NIS2 Art. 23(4)',
    validFrom: '2024-10-18',
    enabled: true,
    binds: ['NIS2 entity'],
    stages: [
      {
        id: 'early-warning',
        title: 'early warning',
        article: 'NIS2 Art. 23(4)(a)',
        anchor: { kind: 'awareness' },
        amount: { unit: 'hours', count: 24 },
      },
      {
        id: 'notification',
        title: 'incident notification',
        article: 'NIS2 Art. 23(4)(b)',
        anchor: { kind: 'awareness' },
        amount: { unit: 'hours', count: 72 },
        forEntity: { entity: 'trust-service', amount: { unit: 'hours', count: 24 } },
      },
      {
        id: 'intermediate',
        title: 'intermediate report',
        article: 'NIS2 Art. 23(4)(c)',
        anchor: { kind: 'awareness' },
        amount: { unit: 'none', wording: 'on request' },
        note: 'Only when the CSIRT or the authority asks for it.',
      },
      {
        id: 'final',
        title: 'final report',
        article: 'NIS2 Art. 23(4)(d), (e)',
        anchor: { kind: 'submission', of: 'notification', which: 'first' },
        amount: { unit: 'months', count: 1 },
        note: 'If the incident still runs then: a progress report by then, and the final report within one month of its handling.',
      },
    ],
    counting: 'reg-1182-71',
    ladder: 'policy',
    addressee: 'CSIRT or, where national law says so, the competent authority',
    sources: [
      { text: 'Directive (EU) 2022/2555 (CELEX 32022L2555), Art. 23(1) to (4)', mark: 'primary' },
      { text: 'national acts: a third-party record of September 2026', mark: 'secondary' },
    ],
    verified: true,
    notes: [
      'Tell the recipients of the service too, without undue delay (Art. 23(1), (2)). Financial entities report under DORA instead.',
    ],
    national: nis2National,
  },
} as const satisfies Record<string, LegalRule>;
