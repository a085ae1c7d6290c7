/** The part of the policy file that an incident pins when it begins: ids, times and the ladder, no names or addresses. */
import type { Ladder } from './ladder.ts';

/** Four steps, most severe first. */
export const severities = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof severities)[number];

/** A person's id in the policy file. */
export type PersonId = string;

export type PolicySnapshot = {
  /** First 12 hexadecimal digits of the SHA-256 of the policy file. */
  readonly version: string;
  /** Right-hand side of every Message-ID. */
  readonly mailDomain: string;
  /** Known people; the value is an opaque key that may stand in search attributes. */
  readonly people: Readonly<Record<PersonId, string>>;
  /** Whom to page, in this order. */
  readonly onCall: readonly PersonId[];
  /** GDPR Arts. 37-39. */
  readonly dpo: PersonId;
  readonly deputy: PersonId;
  /** Management of the controller: decides to notify or to withhold. */
  readonly decisionMaker: PersonId;
  /** How long one person may take to acknowledge before the next is paged. */
  readonly ackTimeoutMs: Readonly<Record<Severity, number>>;
  readonly ladder: Ladder;
  /** Ids of the customers for whom the company is a processor (GDPR Art. 33(2)). */
  readonly customers: readonly string[];
};

/** Owner, deputy, management: the people a duty's reminders climb through, without repetition. */
export function ownerChain(policy: PolicySnapshot): readonly PersonId[] {
  return [...new Set([policy.dpo, policy.deputy, policy.decisionMaker])];
}
