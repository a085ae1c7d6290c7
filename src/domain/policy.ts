/** The part of the policy file that an incident pins when it begins: ids, times and the ladder, no names or addresses. */
import type { Ladder } from './ladder.ts';

/** Four steps, most severe first. */
export const severities = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof severities)[number];

/** A person's id in the policy file. */
export type PersonId = string;

/** Roles that may own a step of a playbook. */
export const taskRoles = ['commander', 'scribe', 'dpo', 'deputy', 'decision-maker'] as const;
export type TaskRole = (typeof taskRoles)[number];

/** What a kind of incident asks to be done (NIST SP 800-61: prepared procedures). */
export type Playbook = {
  readonly title: string;
  readonly steps: readonly {
    readonly title: string;
    readonly role: TaskRole;
    /** Counted from the start of the playbook; absent: no due time. */
    readonly withinMs?: number;
    /** Blocks closing. */
    readonly mandatory: boolean;
  }[];
};

/** A person, or whoever is on call in a layer of the rota when it comes to that. */
export type Target = { readonly person: PersonId } | { readonly layer: string };

/** Who is paged together, and how long they have before the next level is. */
export type ChainLevel = { readonly page: readonly Target[]; readonly withinMs: number };

/** Whom to page, level by level, and what follows when nobody answers. */
export type Escalation = {
  /** Absent: one level for each of `onCall`. */
  readonly levels: Readonly<Partial<Record<Severity, readonly ChainLevel[]>>>;
  /** How often the chain is gone through before it is told that nobody could be reached, and again after that. */
  readonly rounds: number;
  /** Who is told then; absent: everybody. */
  readonly fallback?: readonly PersonId[];
  /** How long whoever acknowledged may be silent before containment; absent: as long as they like. */
  readonly progressWithinMs?: Readonly<Partial<Record<Severity, number>>>;
};

/**
 * The product's own rules change too. An incident keeps the edition in which it began, so that replaying
 * its history decides as it did then. 2: tasks are remembered, a withholding needs the
 * decision-maker, a notice to a customer an approval, and the duties to customers are spoken of together. 3: what
 * was filed may turn out to be no breach, and is then withdrawn. 4: whom to page is asked anew at each step, and a mail
 * that the server puts off is told.
 */
export const edition = 4;

export type PolicySnapshot = {
  /** Absent: 1. */
  readonly edition?: number;
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
  /** Who look at every break-glass access; absent or empty: management. */
  readonly admins?: readonly PersonId[];
  /** How long one person may take to acknowledge before the next is paged. */
  readonly ackTimeoutMs: Readonly<Record<Severity, number>>;
  /** Absent: one level for each of `onCall`, with these times. */
  readonly escalation?: Escalation;
  readonly ladder: Ladder;
  /** Ids of the customers for whom the company is a processor (GDPR Art. 33(2)). */
  readonly customers: readonly string[];
  /** Ids of the contracts' rules in the policy file. */
  readonly contractRules?: readonly string[];
  /** Who is reminded of a rule's duties, in this order; absent: DPO, deputy, decision-maker. */
  readonly owners?: Readonly<Record<string, readonly PersonId[]>>;
  /** By kind of incident, such as `ransomware`. */
  readonly playbooks?: Readonly<Record<string, Playbook>>;
};

export function isAtLeast(policy: PolicySnapshot, wanted: number): boolean {
  return (policy.edition ?? 1) >= wanted;
}

/** Owner, deputy, management of a rule's duties, level by level: one person may stand twice. */
export function ownersOf(policy: PolicySnapshot, rule?: string): readonly PersonId[] {
  const own = rule === undefined ? undefined : policy.owners?.[rule];
  return own ?? [policy.dpo, policy.deputy, policy.decisionMaker];
}

/** The people a duty's reminders climb through, without repetition. */
export function ownerChain(policy: PolicySnapshot, rule?: string): readonly PersonId[] {
  return [...new Set(ownersOf(policy, rule))];
}
