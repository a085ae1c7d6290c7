/** What stands in the audit chain: who did what and when, as references and hashes, never as text. */
import { system } from './commands.ts';

/** `genesis` begins the chain; an event's kind is its type. */
export type AuditKind = string;

export type AuditEntry = {
  /** Counted from 0 without gaps. */
  readonly n: number;
  readonly atMs: number;
  readonly kind: AuditKind;
  /** A person's id, `seventytwo` for its own deeds, `unknown` where nobody was named. */
  readonly who: string;
  readonly channel: string;
  /** The event that it seals, by incident and number. */
  readonly incident: string | null;
  readonly seq: number | null;
  /** What else it is about: a policy version, the kind of an export. */
  readonly subject: string | null;
  /** SHA-256, hexadecimal, of what it is about: an event's canonical JSON, a file's bytes. */
  readonly subjectHash: string;
  /** `hash` of the entry before. */
  readonly prev: string;
  /** SHA-256 of the canonical JSON of all of the above. */
  readonly hash: string;
};

/** An entry before it has its place in the chain. */
export type AuditDraft = Omit<AuditEntry, 'n' | 'prev' | 'hash'>;

/** What the first entry says about what was there before it. */
export type Genesis = {
  readonly installation: string;
  /** Events that the register held already: the chain answers for them from here on, and only from here on. */
  readonly events: number;
  readonly eventsHash: string;
};

/** A signed statement that the chain reached this entry: whoever keeps it elsewhere can tell whether that still holds. */
export type Checkpoint = {
  readonly n: number;
  readonly hash: string;
  readonly atMs: number;
  readonly installation: string;
};

export const genesisKind = 'genesis';
/** `prev` of the first entry. */
export const noHash = '0'.repeat(64);
const unknownPerson = 'unknown';

/** As ids of the policy file look: what a refused command gave as its actor may be any text, a name included. */
const reference = /^[a-z][a-z0-9-]{0,39}$/;

export function referenceTo(person: string | undefined): string {
  if (person === undefined) return unknownPerson;
  return person === system.person || reference.test(person) ? person : unknownPerson;
}
