/** What a legal duty is: its clock, its state, and what was filed or withheld. */
import type { FilingStage, Recommendation } from './commands.ts';
import type { PersonId } from './policy.ts';
import type { RuleId } from './rules.ts';
import type { Instant } from './shape.ts';

export type DutyId = RuleId;
export type DutyState = 'open' | 'draft' | 'filed' | 'withheld' | 'withdrawn';

/** What a clock runs from. `provisional` until awareness is declared. */
export type Anchor = Instant & {
  readonly kind: 'awareness' | 'detection' | 'vendor-notice';
  readonly provisional: boolean;
};

export type Filing = {
  readonly stage: FilingStage;
  readonly filed: Instant;
  readonly recordedAtMs: number;
  readonly recordedBy: PersonId;
  readonly reference: string;
  /** Frozen at filing; 0 when in time or when the clock was still provisional. */
  readonly lateByMs: number;
  readonly reasonsForDelay?: string;
  readonly againstAdvice?: string;
};

/** What the data protection officer or the deputy advised, GDPR Art. 39(1)(a). The controller decides. */
export type Advice = {
  readonly recommends: Recommendation;
  readonly reason: string;
  readonly by: PersonId;
  readonly atMs: number;
};

export type Withholding = {
  readonly reason: string;
  /** Why the advice to notify is not followed. */
  readonly againstAdvice?: string;
  readonly proposedBy: PersonId;
  readonly proposedAtMs: number;
  readonly confirmedBy?: PersonId;
  readonly confirmedAtMs?: number;
};

export type Duty = {
  readonly id: DutyId;
  readonly ruleVersion: string;
  readonly state: DutyState;
  readonly anchor: Anchor;
  readonly dueAtMs: number;
  /** Rungs at or before this instant are told; the ladder goes on behind it. */
  readonly remindedUntilMs: number;
  readonly filings: readonly Filing[];
  /** Art. 33(4): an initial filing leaves the rest owed. */
  readonly followUpOwed: boolean;
  readonly withholding?: Withholding;
  /** The newest. */
  readonly advice?: Advice;
};

/** Whether a duty still asks to be done. */
export function isOpen(duty: Duty): boolean {
  return duty.state === 'open' || duty.state === 'draft';
}
