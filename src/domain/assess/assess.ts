/** The whole answer on a breach: score, advice and what is missing. */
import { advise, rulesVersion, type Advice } from './advice.ts';
import { enisaRange, enisaScore, type EnisaScore, type ScoreRange } from './enisa.ts';
import { enisaFactors, type Factor } from './factors.ts';
import type { Facts } from './facts.ts';
import { missingFacts, type Missing } from './missing.ts';

export type Assessment = {
  readonly rulesVersion: string;
  readonly enisa: EnisaScore;
  /** Equal ends once nothing that it needs is missing. */
  readonly range: ScoreRange;
  readonly factors: readonly Factor[];
  readonly advice: Advice;
  readonly missing: readonly Missing[];
};

export function assess(facts: Facts): Assessment {
  return {
    rulesVersion,
    enisa: enisaScore(facts),
    range: enisaRange(facts),
    factors: enisaFactors(facts),
    advice: advise(facts),
    missing: missingFacts(facts),
  };
}
