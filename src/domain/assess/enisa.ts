/** ENISA's severity of a breach (2013): SE = DPC x EI + CB, in integer quarters because every value is one. */
import {
  fill,
  harshest,
  isKnown,
  mildest,
  type Category,
  type DataItem,
  type Facts,
  type Full,
} from './facts.ts';

export type Level = 'low' | 'medium' | 'high' | 'very_high';
export type Flag = 'more_than_100_individuals' | 'unintelligible_data';

/** Decimals as ENISA writes them; null where a fact that it needs is not known. */
export type EnisaScore = {
  /** Data processing context, 1 to 4. */
  readonly dpc: number | null;
  /** Ease of identification, 0.25 to 1. */
  readonly ei: number | null;
  /** Circumstances of the breach, 0 to 2. */
  readonly cb: number | null;
  /** Severity, 0.25 to 6. */
  readonly se: number | null;
  readonly level: Level | null;
  /** They do not change the score. */
  readonly flags: readonly Flag[];
};

/** Quarters. */
export const basePoints: Readonly<Record<Category, number>> = {
  simple: 4,
  behavioural: 8,
  financial: 12,
  sensitive: 16,
};
const contextRange = { least: 4, most: 16 } as const;

/** Quarters. DPC and EI are both in quarters, so that their product is divided by 4 once. */
export const points = {
  identification: { negligible: 1, limited: 2, significant: 3, maximum: 4 },
  confidentiality: { none: 0, known_recipients: 1, unknown_recipients: 2 },
  integrity: { none: 0, altered_recoverable: 1, altered_not_recoverable: 2 },
  availability: { none: 0, temporal: 1, full: 2 },
  malicious: { false: 0, true: 2 },
} as const;

const circumstances = ['confidentiality', 'integrity', 'availability', 'malicious'] as const;

/** The score of one kind of data, 1 to 4: whole, because adjustments are. */
export function contextOf({ category, adjustment = 0 }: DataItem): number {
  const { least, most } = contextRange;
  return Math.min(most, Math.max(least, basePoints[category] + adjustment * 4)) / 4;
}

/** The highest of several counts. */
export function contextScore(data: readonly DataItem[]): number {
  return Math.max(...data.map(contextOf));
}

function circumstanceQuarters(facts: Full): number {
  return (
    points.confidentiality[facts.confidentiality] +
    points.integrity[facts.integrity] +
    points.availability[facts.availability] +
    points.malicious[facts.malicious ? 'true' : 'false']
  );
}

/** Severity in quarters, 1 to 24. DPC is whole, so the product stays whole quarters. */
export function severityQuarters(facts: Full): number {
  return (
    contextScore(facts.data) * points.identification[facts.identification] +
    circumstanceQuarters(facts)
  );
}

/** Bounds in quarters; "below 2 is low" was read in ENISA's words, the others in two other sources. */
export function levelOf(quarters: number): Level {
  if (quarters < 8) return 'low';
  if (quarters < 12) return 'medium';
  return quarters < 16 ? 'high' : 'very_high';
}

export function enisaScore(facts: Facts): EnisaScore {
  const full = fill(facts, harshest);
  const dpc = isKnown(facts, 'data') ? contextScore(full.data) : null;
  const ei = isKnown(facts, 'identification')
    ? points.identification[full.identification] / 4
    : null;
  const cb = circumstances.every((name) => isKnown(facts, name))
    ? circumstanceQuarters(full) / 4
    : null;
  const complete = dpc !== null && ei !== null && cb !== null;
  const quarters = severityQuarters(full);
  return {
    ...{ dpc, ei, cb },
    se: complete ? quarters / 4 : null,
    level: complete ? levelOf(quarters) : null,
    flags: flagsOf(facts),
  };
}

function flagsOf({ individuals, unintelligible }: Facts): Flag[] {
  return [
    ...(individuals !== undefined && individuals > 100
      ? (['more_than_100_individuals'] as const)
      : []),
    ...(unintelligible === true ? (['unintelligible_data'] as const) : []),
  ];
}

export type ScoreRange = {
  readonly least: { readonly se: number; readonly level: Level };
  readonly most: { readonly se: number; readonly level: Level };
};

/** Between which scores the truth lies while facts are missing. */
export function enisaRange(facts: Facts): ScoreRange {
  return { least: at(fill(facts, mildest)), most: at(fill(facts, harshest)) };
}

function at(facts: Full): { readonly se: number; readonly level: Level } {
  const quarters = severityQuarters(facts);
  return { se: quarters / 4, level: levelOf(quarters) };
}
