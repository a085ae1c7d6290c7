/** DORA: reports of major ICT-related incidents by financial entities. */
import type { EntityKind, LegalRule } from './rule.ts';

/** RTS 2025/301 Art. 5(5): no weekend relief for the initial notification and the intermediate report of these. */
const withoutRelief = [
  'credit-institution',
  'ccp',
  'trading-venue',
  'nis2-essential',
  'nis2-important',
] as const satisfies readonly EntityKind[];

export const dora = {
  'dora-19': {
    id: 'dora-19',
    version: '2025-03-12',
    title: 'Report a major ICT-related incident',
    regime: 'DORA',
    article: 'DORA Art. 19, RTS 2025/301 Art. 5',
    validFrom: '2025-03-12',
    enabled: true,
    binds: ['financial entity'],
    stages: [
      {
        id: 'initial',
        title: 'initial notification',
        article: 'RTS 2025/301 Art. 5(1)(a), (2)',
        anchor: { kind: 'classification' },
        amount: { unit: 'hours', count: 4 },
        cap: { anchor: { kind: 'awareness' }, hours: 24 },
        weekendRelief: { except: withoutRelief },
        note: 'At most 4 h after classification as major and 24 h after awareness, the earlier of the two; classified later than 24 h after awareness: 4 h after classification.',
      },
      {
        id: 'intermediate',
        title: 'intermediate report',
        article: 'RTS 2025/301 Art. 5(1)(b)',
        anchor: { kind: 'submission', of: 'initial', which: 'first' },
        amount: { unit: 'hours', count: 72 },
        weekendRelief: { except: withoutRelief },
        note: 'Due even if nothing changed; updated without undue delay, in any case when regular activities are recovered.',
      },
      {
        id: 'final',
        title: 'final report',
        article: 'RTS 2025/301 Art. 5(1)(c)',
        anchor: { kind: 'submission', of: 'intermediate', which: 'last' },
        amount: { unit: 'months', count: 1 },
        weekendRelief: { except: [] },
        note: 'Runs from the latest updated intermediate report.',
      },
    ],
    counting: 'reg-1182-71',
    ladder: 'policy',
    addressee: 'competent authority (DORA Art. 46)',
    sources: [
      {
        text: 'Delegated Regulation (EU) 2025/301 (CELEX 32025R0301), Art. 5(1) to (6)',
        mark: 'primary',
      },
      { text: 'Regulation (EU) 2022/2554 (CELEX 32022R2554), Art. 19', mark: 'primary' },
      {
        text: 'in force twenty days after publication on 20 February 2025: our count',
        mark: 'unverified',
      },
    ],
    verified: true,
    notes: [
      'If a limit cannot be met, tell the authority before it expires and say why (Art. 5(3)).',
    ],
  },
} as const satisfies Record<string, LegalRule>;
