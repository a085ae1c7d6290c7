/** Which fact of a breach is asked next: only one that can still change the advice, those that settle most first. */
import type { FactName, Facts } from '../../domain/assess/facts.ts';
import { missingFacts, type Outcome } from '../../domain/assess/missing.ts';

/** What happened and to which data; then what takes the risk away; then what makes it high. */
const order: readonly FactName[] = [
  'data',
  ...(['confidentiality', 'exfiltration', 'availability', 'integrity'] as const),
  ...(['encryption', 'unintelligible', 'malicious', 'recipients', 'deletion'] as const),
  ...(['contents', 'specialCategories', 'credentials', 'vulnerablePeople'] as const),
  ...(['alreadyPublic', 'individuals', 'identification', 'effects'] as const),
  ...(['backup', 'restoreHours', 'mitigation', 'duration'] as const),
];

export type NextFact = { readonly fact: FactName; readonly why: string };

/** Undefined when no answer can change the advice any more; `skipped` are those that nobody knows yet. */
export function nextFact(facts: Facts, skipped: ReadonlySet<FactName>): NextFact | undefined {
  const open = new Map(
    missingFacts(facts).flatMap(({ fact, changes }) => {
      const why = whyAsked(changes);
      return why === undefined || skipped.has(fact) ? [] : [[fact, why] as const];
    }),
  );
  // Also a fact that is new to the domain and has no place in the order yet.
  const fact = order.find((name) => open.has(name)) ?? [...open.keys()][0];
  const why = fact && open.get(fact);
  return fact && why !== undefined ? { fact, why } : undefined;
}

function whyAsked(changes: readonly Outcome[]): string | undefined {
  const authority = changes.includes('authority') && 'the authority';
  const people = changes.includes('people') && 'the people concerned';
  const whom = [authority, people].filter((words) => words !== false).join(' and ');
  return whom === '' ? undefined : `Can still change whether ${whom} must be told.`;
}
