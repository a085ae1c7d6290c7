/** What a legal duty is: its clock, its state, and what was filed or withheld. */
import type { Exception, FilingStage, Recommendation } from './commands.ts';
import type { PersonId } from './policy.ts';
import type { Ladder } from './ladder.ts';
import type { AnchorKind, StageId } from './rules/rule.ts';
import type { Instant } from './shape.ts';

/**
 * `gdpr-33-1`; with its stage where a rule has several, `nis2-23/early-warning`; with the customer to whom it is
 * owed, `gdpr-33-2:globex`.
 */
export type DutyId = string;
/** Art. 34: tell the people concerned. */
export const peopleRule = 'gdpr-34';
export type DutyState = 'open' | 'draft' | 'filed' | 'withheld' | 'withdrawn';

/** What a clock runs from. `provisional` until awareness is declared. */
export type Anchor = Instant & {
  readonly kind: AnchorKind | 'vendor-notice' | 'submission';
  readonly provisional: boolean;
};

/** A draft that somebody approved, and the SHA-256 of its JSON. */
export type ApprovedDraft = { readonly notice: string; readonly sha256: string };

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
  /** The newest approved draft when it was filed. */
  readonly approved?: ApprovedDraft;
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
  readonly exception?: Exception;
  /** Why the advice to notify is not followed. */
  readonly againstAdvice?: string;
  readonly proposedBy: PersonId;
  readonly proposedAtMs: number;
  readonly confirmedBy?: PersonId;
  readonly confirmedAtMs?: number;
};

/** What was planned for a duty when it began: everything that the incident needs to know of its rule. */
export type DutyPlan = {
  readonly rule: string;
  readonly stage: StageId;
  readonly customer?: string;
  readonly title: string;
  readonly article: string;
  readonly addressee: string;
  /** Never to be planned with. */
  readonly latestArguableAtMs?: number;
  /** The law gives no number: the due instant is the company's own target, and nobody is late in law. */
  readonly isTarget?: boolean;
  /** Of the rule; absent: that of the policy. */
  readonly ladder?: Ladder;
  readonly notes: readonly string[];
};

export type Duty = {
  readonly id: DutyId;
  readonly ruleVersion: string;
  readonly state: DutyState;
  readonly anchor: Anchor;
  readonly dueAtMs: number;
  /** Where it stood before it was last planned anew. */
  readonly wasDueAtMs?: number;
  /** Absent for gdpr-33-1, whose rule is part of the domain. */
  readonly plan?: DutyPlan;
  /** Rungs at or before this instant are told; the ladder goes on behind it. */
  readonly remindedUntilMs: number;
  readonly filings: readonly Filing[];
  /** Notices to a customer that came back: they reached nobody, and count as nothing filed. */
  readonly returned?: readonly (Filing & { readonly returnedAtMs: number })[];
  /** Art. 33(4): an initial filing leaves the rest owed. */
  readonly followUpOwed: boolean;
  readonly withholding?: Withholding;
  /** The newest. */
  readonly advice?: Advice;
};

/** What was filed after the last withdrawal: what was taken back counts no longer. */
export function standingFilings({ filings }: Pick<Duty, 'filings'>): readonly Filing[] {
  return filings.slice(filings.findLastIndex(({ stage }) => stage === 'withdrawal') + 1);
}

/** Whether a duty still asks to be done. */
export function isOpen(duty: Pick<Duty, 'state'>): boolean {
  return duty.state === 'open' || duty.state === 'draft';
}
