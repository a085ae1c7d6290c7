/** Drafts of notices, what people wrote into them, and what was sent to customers: as an incident carries them. */
import type { DutyId } from './duty.ts';
import type { Language } from './language.ts';
import type { PersonId } from './policy.ts';

/** Art. 33(4): what cannot be told yet is no reason to wait. */
export type NoticePhase = {
  readonly kind: 'new' | 'follow-up';
  readonly state: 'complete' | 'incomplete' | 'withdrawn';
};

/** A draft of a notice; its text is in the register. */
export type Notice = {
  readonly id: string;
  /** A duty, or the Art. 33(2) notice to a customer. */
  readonly about: { readonly duty: DutyId } | { readonly customer: string };
  /** Asked for; absent: that of the policy file. */
  readonly language?: Language;
  readonly requestedAtMs: number;
  /** Absent while it is being written. */
  readonly drafted?: {
    readonly atMs: number;
    readonly sha256: string;
    readonly missing: readonly string[];
  };
  /** Of exactly this draft. */
  readonly approved?: Approval;
};

export type Approval = { readonly by: PersonId; readonly atMs: number };

/** What a person wrote into a field of a notice, kept apart from the facts. */
export type Correction = {
  readonly value: string;
  readonly by: PersonId;
  readonly atMs: number;
};

/** What was sent to a customer last, and how it ended. */
export type CustomerNotice = {
  readonly requestedAtMs: number;
  readonly outcome: 'sending' | 'accepted' | 'failed';
  readonly settledAtMs?: number;
  /** The key of the mail that settled it; kept since edition 4. */
  readonly mail?: string;
  /** The approved draft that was sent; absent where none was demanded. */
  readonly notice?: string;
  /** Of a failure: error class and SMTP reply code. */
  readonly detail?: string;
};

/** The newest draft of the notice to a customer; its text is in the register. */
export type CustomerDraft = {
  readonly notice: string;
  readonly requestedAtMs: number;
  /** Absent while it is being written. */
  readonly drafted?: {
    readonly atMs: number;
    readonly sha256: string;
    /** How many mandatory items are not recorded. */
    readonly missing: number;
  };
  /** Of exactly this draft: a newer one has none. */
  readonly approved?: Approval;
};
