/** The advice on a breach: what the rules, the reliefs and the gaps in the facts come to. A person decides. */
import { fill, harshest, isKnown, mildest, type FactName, type Facts } from './facts.ts';
import { isHigh, isRisk, judge, type Judgement } from './judge.ts';
import { missingFacts } from './missing.ts';
import type { Relief, Rule } from './rule.ts';
import type { SourceId } from './sources.ts';

/** Changes whenever a rule, a relief or a number of the assessment does. */
export const rulesVersion = '2026-11-22';

export type Authority = 'notify' | 'document_only' | 'undecided';
export type People = 'communicate' | 'not_required' | 'undecided';

export type Reason = {
  readonly id: string;
  /** What it speaks for. */
  readonly for: 'document' | 'undecided' | Exclude<Authority | People, 'undecided'>;
  readonly says: string;
  readonly sources: readonly SourceId[];
};

export type Advice = {
  /** Every breach is documented: GDPR Art. 33(5). */
  readonly document: true;
  readonly authority: Authority;
  readonly people: People;
  readonly because: readonly Reason[];
};

export function advise(facts: Facts): Advice {
  const worst = judge(fill(facts, harshest));
  const unknown = whatIsUnknown(facts);
  const best = judge(fill(facts, mildest));
  // Only what must be known to assess at all leaves the question open; any other gap is read harshly.
  const least = unknown.length > 0 ? best : worst;
  const authority =
    isRisk(least) === isRisk(worst) ? (isRisk(worst) ? 'notify' : 'document_only') : 'undecided';
  const people =
    isHigh(least) === isHigh(worst)
      ? isHigh(worst)
        ? 'communicate'
        : 'not_required'
      : 'undecided';
  return {
    document: true,
    authority,
    people,
    because: reasons({ facts, best, worst, unknown, authority, people }),
  };
}

/** The kind of data, and the compromise: unknown while nothing says that any happened, and not everything says that none did. */
function whatIsUnknown(facts: Facts): FactName[] {
  const compromise = (['confidentiality', 'integrity', 'availability'] as const).filter(
    (name) => !isKnown(facts, name),
  );
  const happened = (['confidentiality', 'integrity', 'availability'] as const).some(
    (name) => isKnown(facts, name) && facts[name] !== 'none',
  );
  return [...(isKnown(facts, 'data') ? [] : (['data'] as const)), ...(happened ? [] : compromise)];
}

type Findings = Pick<Advice, 'authority' | 'people'> & {
  readonly facts: Facts;
  readonly best: Judgement;
  readonly worst: Judgement;
  readonly unknown: readonly FactName[];
};

function reasons({ facts, best, worst, unknown, authority, people }: Findings): Reason[] {
  const isOpen = authority === 'undecided' || people === 'undecided';
  const certain = new Set(best.rules.map(({ id }) => id));
  const found = worst.rules.filter(({ id }) => certain.has(id));
  const feared = worst.rules.filter(({ id }) => !certain.has(id));
  return [
    ...(isOpen ? [undecided(unknown)] : []),
    ...found.map(reasonOf),
    ...(isOpen ? [] : gaps(facts, feared)),
    ...worst.reliefs.map(relieving),
    ...(authority === 'notify' && people === 'not_required' ? [noHighRisk] : []),
    documentation,
  ];
}

function reasonOf({ id, risk, says, sources }: Rule): Reason {
  return { id, for: risk === 'high' ? 'communicate' : 'notify', says, sources };
}

function gaps(facts: Facts, feared: readonly Rule[]): Reason[] {
  const names = missingFacts(facts)
    .filter(({ changes }) => changes.includes('authority') || changes.includes('people'))
    .map(({ fact }) => fact);
  if (names.length === 0) return [];
  return [
    {
      id: 'gaps',
      for: feared.some(({ risk }) => risk === 'high') ? 'communicate' : 'notify',
      says: `Not known, and therefore read harshly: ${names.join(', ')}. The answers may change the advice.`,
      sources: ['recital85', 'wrongSelfAssessment', 'inPhases'],
    },
  ];
}

function relieving({ id, says, sources }: Relief): Reason {
  return { id, for: 'document_only', says, sources };
}

function undecided(unknown: readonly FactName[]): Reason {
  return {
    id: 'unknown',
    for: 'undecided',
    says: `Not known: ${unknown.join(', ')}. Find out at once; do not wait for every detail, a notice can be completed later.`,
    sources: ['inPhases'],
  };
}

const noHighRisk: Reason = {
  id: 'no-high-risk',
  for: 'not_required',
  says: 'Nothing that is known makes a high risk for people likely. Telling them stays allowed, and an authority may ask for it.',
  sources: ['art34'],
};

const documentation: Reason = {
  id: 'document',
  for: 'document',
  says: 'Every breach is documented: facts, effects, measures and the reasons of the decision.',
  sources: ['art33document', 'documentation'],
};
