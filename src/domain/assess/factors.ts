/** How an ENISA score came about: each factor with its value, its points and what they mean. */
import { basePoints, contextOf, points } from './enisa.ts';
import type { DataItem, Facts } from './facts.ts';
import { answerOf, categoryMeanings } from './questions.ts';

export type Factor = {
  readonly part: 'dpc' | 'ei' | 'cb';
  readonly factor: string;
  readonly value: string;
  /** As a decimal; null while the fact is not known. */
  readonly points: number | null;
  readonly means: string;
};

const graded = [
  { part: 'ei', factor: 'identification' },
  { part: 'cb', factor: 'confidentiality' },
  { part: 'cb', factor: 'integrity' },
  { part: 'cb', factor: 'availability' },
  { part: 'cb', factor: 'malicious' },
] as const;

export function enisaFactors(facts: Facts): Factor[] {
  const data = facts.data ?? [];
  return [
    ...(data.length > 0 ? data.map(ofData) : [unknown('dpc', 'data')]),
    ...graded.map(({ part, factor }): Factor => {
      const value = facts[factor];
      if (value === undefined) return unknown(part, factor);
      const scale: Readonly<Record<string, number>> = points[factor];
      const quarters = scale[String(value)] ?? 0;
      return {
        ...{ part, factor, value: String(value), points: quarters / 4 },
        means: answerOf(factor, value),
      };
    }),
  ];
}

function ofData(item: DataItem): Factor {
  const { category, adjustment = 0, reason = '' } = item;
  const moved =
    adjustment === 0
      ? ''
      : `; ${basePoints[category] / 4} adjusted by ${adjustment > 0 ? '+' : ''}${adjustment}, because ${reason}`;
  return {
    ...{ part: 'dpc', factor: 'data', value: category, points: contextOf(item) },
    means: `${categoryMeanings[category]}${moved}`,
  };
}

function unknown(part: Factor['part'], factor: string): Factor {
  return { part, factor, value: 'not known', points: null, means: 'not known' };
}
