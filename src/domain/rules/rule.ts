/** What a legal rule is, as dated data: whom it binds, what its clock runs from, how long, and how sure we are. */
import type { Ladder } from '../ladder.ts';

/** Whom a rule binds. */
export type Subject =
  | 'controller'
  | 'processor'
  | 'NIS2 entity'
  | 'financial entity'
  | 'manufacturer'
  | 'qualified trust service'
  | 'trust service'
  | 'listed company'
  | 'party to a contract';

/** What a person can give an instant for. A submission belongs to a stage. */
export const anchorKinds = [
  'awareness',
  'detection',
  'incident-start',
  'classification',
  'determination',
  'fix-available',
  'resolution',
] as const;
export type AnchorKind = (typeof anchorKinds)[number];

/** The steps of a duty. A rule with one step calls it `notification`. */
export const stageIds = [
  'early-warning',
  'notification',
  'intermediate',
  'initial',
  'end-of-impact',
  'final',
] as const;
export type StageId = (typeof stageIds)[number];

/** `which`: an updated report moves the clock behind it (DORA), or it does not. */
export type AnchorOf =
  | { readonly kind: AnchorKind }
  | { readonly kind: 'submission'; readonly of: StageId; readonly which: 'first' | 'last' };

export type Amount =
  | { readonly unit: 'hours' | 'days' | 'months' | 'working-days'; readonly count: number }
  /** "Without undue delay", or on request: there is a duty and no number. */
  | { readonly unit: 'none'; readonly wording: string };

export type Stage = {
  readonly id: StageId;
  readonly title: string;
  readonly article: string;
  readonly anchor: AnchorOf;
  readonly amount: Amount;
  /** A second limit from another anchor: the earlier counts, as long as the first anchor lies within it. */
  readonly cap?: { readonly anchor: { readonly kind: AnchorKind }; readonly hours: number };
  /** For entities of this kind another amount counts. */
  readonly forEntity?: { readonly entity: EntityKind; readonly amount: Amount };
  /** A limit on a day without work moves to noon of the next working day, but not for these entities. */
  readonly weekendRelief?: { readonly except: readonly EntityKind[] };
  readonly note?: string;
};

/** What changes the clock of an entity beyond the rule that it falls under. */
export const entityKinds = [
  'credit-institution',
  'ccp',
  'trading-venue',
  'nis2-essential',
  'nis2-important',
  'trust-service',
] as const;
export type EntityKind = (typeof entityKinds)[number];

/** primary: the legal text was read. secondary: another text that quotes or describes it. unverified: recollection. */
export type Mark = 'primary' | 'secondary' | 'unverified';
export type Source = { readonly text: string; readonly mark: Mark };

/** How national law departs from a directive. */
export type NationalDifference = {
  readonly country: string;
  /** ISO date from which the national act applies; absent when it was not established. */
  readonly from?: string;
  /** Replaces these values of the stage. */
  readonly stages?: Readonly<
    Partial<Record<StageId, { readonly anchor?: AnchorOf; readonly amount?: Amount }>>
  >;
  /** Stages that the directive does not have. */
  readonly adds?: readonly Stage[];
  readonly note: string;
  readonly source: Source;
};

/**
 * How a period is counted. `reg-1182-71`: Regulation 1182/71 gives a later reading. `uk`: the same, but
 * whether it still counts is not settled. `edgar`: working days of the SEC, until its filing desk closes.
 * `contract`: as written, no later reading.
 */
export type Counting = 'reg-1182-71' | 'uk' | 'edgar' | 'contract';

export type LegalRule = {
  readonly id: string;
  /** Changes whenever a value below changes; an incident pins it. */
  readonly version: string;
  readonly title: string;
  readonly regime: string;
  readonly article: string;
  /** ISO dates, both inclusive. */
  readonly validFrom?: string;
  readonly validUntil?: string;
  /** A disabled rule is not law, and planned only for somebody who names it. */
  readonly enabled: boolean;
  readonly binds: readonly Subject[];
  readonly stages: readonly Stage[];
  readonly counting: Counting;
  /** Whose reminders count down to it: those of the policy file, or a ladder of its own. */
  readonly ladder: 'policy' | Ladder;
  readonly addressee: string;
  readonly sources: readonly Source[];
  /** Whether amounts and anchors were read in the legal text itself. */
  readonly verified: boolean;
  /** Told with every stage. */
  readonly notes?: readonly string[];
  readonly national?: readonly NationalDifference[];
  /** Customers of the policy file that a contract rule is owed to. */
  readonly customers?: readonly string[];
};

/** A stage's id as people read it. */
export function stageName(id: StageId): string {
  return id.replaceAll('-', ' ');
}

/** `72 hours`, `1 month`, `without undue delay`. */
export function describeAmount(amount: Amount): string {
  if (amount.unit === 'none') return amount.wording;
  const unit = amount.unit.replace('-', ' ');
  return `${amount.count} ${amount.count === 1 ? unit.replace(/s$/, '') : unit}`;
}

/** `awareness`, `submission of the initial`. */
export function describeAnchor(anchor: AnchorOf): string {
  if (anchor.kind !== 'submission') return anchor.kind.replaceAll('-', ' ');
  const newest = anchor.which === 'last' ? 'latest ' : '';
  return `submission of the ${newest}${stageName(anchor.of)}`;
}
