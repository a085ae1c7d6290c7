/** What is not known, and what the answers could still change. */
import { disclosureRules } from './disclosure.ts';
import { factNames, fill, harshest, isKnown, mildest, type FactName, type Facts } from './facts.ts';
import { isHigh, isRisk, judge } from './judge.ts';
import { effectRules, isLoss, lossRules, restored } from './loss.ts';
import { reliefs } from './relief.ts';
import type { Rule } from './rule.ts';

export type Outcome = 'score' | 'authority' | 'people';

export type Missing = {
  readonly fact: FactName;
  /** What its answer could change, given the right answers to the other gaps. Empty: nothing any more. */
  readonly changes: readonly Outcome[];
};

const scored: readonly FactName[] = [
  'data',
  'identification',
  'confidentiality',
  'integrity',
  'availability',
  'malicious',
];

export function missingFacts(facts: Facts): Missing[] {
  const open = openFacts(facts);
  return factNames
    .filter((name) => !isKnown(facts, name))
    .map((fact) => ({
      fact,
      changes: [
        ...(scored.includes(fact) ? (['score'] as const) : []),
        ...(open.authority.has(fact) ? (['authority'] as const) : []),
        ...(open.people.has(fact) ? (['people'] as const) : []),
      ],
    }));
}

type Open = Readonly<Record<'authority' | 'people', ReadonlySet<FactName>>>;

/** The facts of every rule that holds in one reading of the gaps and not in the other, while that can matter. */
function openFacts(facts: Facts): Open {
  const mild = fill(facts, mildest);
  const harsh = fill(facts, harshest);
  const isOpen = ({ when }: Pick<Rule, 'when'>): boolean => when(mild) !== when(harsh);
  const [best, worst] = [judge(mild), judge(harsh)];
  // What is neither lost nor changed in any reading needs no backup.
  const loss = isLoss(harsh) ? [restored, ...lossRules] : [];
  const either = [...reliefs, ...loss, ...effectRules].filter(isOpen);
  const high = disclosureRules.filter(isOpen);
  const namesOf = (rules: readonly Pick<Rule, 'reads'>[]): FactName[] =>
    rules.flatMap(({ reads }) => reads);
  return {
    authority: new Set(isRisk(best) === isRisk(worst) ? [] : namesOf(either)),
    people: new Set(isHigh(best) === isHigh(worst) ? [] : namesOf([...either, ...high])),
  };
}
