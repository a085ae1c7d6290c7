/** Rules for data that was lost, out of reach or changed, and for what the breach does to people. */
import { beyond, type FactName, type Full } from './facts.ts';
import { isIntimate } from './grave.ts';
import type { Relief, Rule } from './rule.ts';

const loss = ['availability', 'integrity'] as const satisfies readonly FactName[];

/** "In good time" has no number in the guidelines: a few hours were good, two days were not. */
const timelyHours = 24;

export const restored: Relief = {
  id: 'restored-in-time',
  when: (facts) =>
    !beyond(facts, 'availability', 'temporal') &&
    !beyond(facts, 'integrity', 'altered_recoverable') &&
    facts.backup === 'complete' &&
    facts.restoreHours <= timelyHours &&
    !beyond(facts, 'effects', 'minor') &&
    // Somebody who broke in and was not shut out can do it again.
    (!facts.malicious || facts.mitigation !== 'none'),
  reads: [
    'availability',
    'integrity',
    'backup',
    'restoreHours',
    'effects',
    'malicious',
    'mitigation',
  ],
  says: 'All of the data was right and in reach again in good time, and nobody felt more than a nuisance.',
  sources: ['restored', 'noRisk', 'annexB', 'own'],
};

/** Whether anything was lost, out of reach or changed at all. */
export function isLoss(facts: Full): boolean {
  return facts.availability !== 'none' || facts.integrity !== 'none';
}

/** They hold only while the relief does not. */
export const lossRules: readonly Rule[] = [
  {
    id: 'not-restored-in-time',
    risk: 'risk',
    when: isLoss,
    reads: [...loss],
    says: 'Data was lost, out of reach or changed, and was not wholly right again in good time without effect on anybody.',
    sources: ['art33', 'noBackup', 'restored', 'annexB'],
  },
  {
    id: 'needed-data-gone',
    risk: 'high',
    when: (facts) =>
      (facts.availability === 'full' || facts.integrity === 'altered_not_recoverable') &&
      (isIntimate(facts) || facts.vulnerablePeople),
    reads: [...loss, 'data', 'contents', 'specialCategories', 'vulnerablePeople'],
    says: 'Data that people depend on, such as for their care, is gone or wrong for good.',
    sources: ['paper', 'annexB'],
  },
  {
    id: 'care-delayed',
    risk: 'high',
    when: (facts) =>
      isLoss(facts) &&
      isIntimate(facts) &&
      facts.vulnerablePeople &&
      facts.restoreHours > timelyHours,
    reads: [...loss, 'data', 'contents', 'specialCategories', 'vulnerablePeople', 'restoreHours'],
    says: 'Data that patients or other people in need of protection depend on was out of reach for long.',
    sources: ['delayedCare', 'annexB'],
  },
];

/** Whatever else is true: harm that is there cannot be argued away. */
export const effectRules: readonly Rule[] = [
  {
    id: 'harm',
    risk: 'high',
    when: (facts) => beyond(facts, 'effects', 'minor'),
    reads: ['effects'],
    says: 'People feel it, or are likely to, in a way that is hard to overcome: their health, money, rights, safety or good name.',
    sources: ['art34', 'recital75', 'harm'],
  },
];
