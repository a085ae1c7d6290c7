/** What a rule of the assessment is: a condition that only harm can make true, and what then follows. */
import type { FactName, Full } from './facts.ts';
import type { SourceId } from './sources.ts';

/** What a breach is likely to mean for people: the two thresholds of GDPR Arts. 33(1) and 34(1). */
export type Risk = 'risk' | 'high';

/** `when` stays true when any fact gets worse: that is what keeps the whole advice monotone. */
export type Rule = {
  readonly id: string;
  readonly risk: Risk;
  readonly when: (facts: Full) => boolean;
  /** Every fact that `when` looks at: while it is open, these are worth finding out. */
  readonly reads: readonly FactName[];
  readonly says: string;
  readonly sources: readonly SourceId[];
};

/** `when` stays true when any fact gets better. */
export type Relief = Omit<Rule, 'risk'>;

/** Only contact details, or nothing notable at all. */
export function isPlain({ contents }: Full): boolean {
  return contents.every((content) => content === 'contact_details');
}
