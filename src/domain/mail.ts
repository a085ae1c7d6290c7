/** What a mail is before it is written: kind, recipient, cause, and the id that makes a double visible. */
import type { Reached } from './ladder.ts';
import type { PersonId } from './policy.ts';
import type { DutyId } from './duty.ts';

export const mailKinds = [
  'page',
  'nobody-reached',
  'still-on-it',
  'assigned',
  'task-given',
  'task-due',
  'briefing',
  'reminder',
  'confirm-withholding',
  'confirm-awareness',
  'duty-ended',
  'customer-notice',
  'customer-unreached',
  'glass-broken',
] as const;
export type MailKind = (typeof mailKinds)[number];

/**
 * A duty reaches its person whatever they prefer: somebody answers in law for what it tells. A courtesy may wait for the
 * digest, because nothing is late without it.
 */
export const mailClasses: Readonly<Record<MailKind, 'duty' | 'courtesy'>> = {
  page: 'duty',
  'nobody-reached': 'duty',
  'still-on-it': 'duty',
  assigned: 'courtesy',
  'task-given': 'courtesy',
  'task-due': 'duty',
  briefing: 'duty',
  reminder: 'duty',
  'confirm-withholding': 'duty',
  'confirm-awareness': 'duty',
  'duty-ended': 'courtesy',
  'customer-notice': 'duty',
  'customer-unreached': 'duty',
  'glass-broken': 'duty',
};

/** In place of a reply code: the mail waits for the digest of its person, who wanted it so. */
export const keptForDigest = 'digest';

export function isCourtesy(kind: string): boolean {
  const classes: Readonly<Record<string, 'duty' | 'courtesy'>> = mailClasses;
  return classes[kind] === 'courtesy';
}

/** One mail to one recipient: a partly refused message cannot occur. */
export type Mail = {
  /** Sequence number of the event that caused it and a running number: the heart of the Message-ID. */
  readonly key: string;
  readonly kind: MailKind;
  /** A person's id, or a customer's for `customer-notice`. */
  readonly to: string;
  /** Who gets it at once should it fail for good, in this order. */
  readonly fallback: readonly PersonId[];
  readonly causedAtMs: number;
  /** What the recipient was made, when it is not the commander. */
  readonly role?: 'scribe';
  /** `gdpr-33-2` without a customer: all of them together. */
  readonly duty?: DutyId;
  readonly reached?: Reached;
  /** The customer a `customer-unreached` mail is about. */
  readonly customer?: string;
  /** It names all who could not be reached, so that it replaces one that still waits. */
  readonly tellsAll?: true;
  /** The approved draft that a `customer-notice` sends, and the SHA-256 of its JSON. */
  readonly notice?: { readonly id: string; readonly sha256: string };
  /** The break-glass access that a `glass-broken` mail tells of. */
  readonly glass?: string;
  /** Whose mail failed before, when this one stands in for it. */
  readonly insteadOf?: string;
  /** Set once the first attempts came to nothing; more of them go on. `detail`: error class and SMTP reply code. */
  readonly deferred?: Deferred;
};

export type Deferred = {
  readonly sinceMs: number;
  readonly detail: string;
  readonly attempts: number;
};

/** `seq` of the event that causes it and its place among the mails of that event. */
export function mailKey(seq: number, n: number): string {
  return `${seq}.${n}`;
}

/** The same for every attempt at the same mail: SMTP has no other key against doubles. */
export function messageId(incidentId: string, key: string, mailDomain: string): string {
  return `<${incidentId}.${key}@${mailDomain}>`;
}

/** The root that holds the mails of one incident in one thread. It is never sent itself. */
export function threadId(incidentId: string, mailDomain: string): string {
  return `<${incidentId}@${mailDomain}>`;
}
