/** What an incident is: the bounded fold of its events. The events themselves are kept in the register. */
import type { Assessing, Assessment } from './assessment.ts';
import type { GlassVerdict } from './access-commands.ts';
import type { Facts, PersonalData } from './commands.ts';
import type { Duty, DutyId } from './duty.ts';
import type { Mail } from './mail.ts';
import type { Correction, CustomerDraft, CustomerNotice, Notice } from './notice-state.ts';
import type { PersonId, PolicySnapshot, Severity } from './policy.ts';
import type { AnchorKind } from './rules/rule.ts';
import type { Instant } from './shape.ts';
import type { Task } from './task.ts';

export type {
  Approval,
  Correction,
  CustomerDraft,
  CustomerNotice,
  Notice,
} from './notice-state.ts';

/** NIST SP 800-61: the work that is going on now. */
export const phases = [
  'detected',
  'triage',
  'containment',
  'recovery',
  'review',
  'closed',
] as const;
export type Phase = (typeof phases)[number];

export type Outcome = 'resolved' | 'false-alarm' | 'merged';

export type Stamps = {
  readonly occurred?: Instant;
  readonly detected: Instant;
  readonly vendorNotice?: Instant;
  readonly suspected?: Instant;
  readonly investigationStarted?: Instant;
  readonly declaredAtMs: number;
  readonly acknowledgedAtMs?: number;
  readonly triagedAtMs?: number;
  readonly containedAtMs?: number;
  readonly recoveredAtMs?: number;
  readonly closedAtMs?: number;
};

/** Awareness in the sense of Art. 33(1): declared by a person, with a reason. */
export type Awareness = Instant & {
  readonly reason: string;
  readonly declaredBy: PersonId;
  readonly declaredAtMs: number;
};

/** A later awareness time waits here for a second person. */
export type ProposedAwareness = Instant & {
  readonly reason: string;
  readonly proposedBy: PersonId;
};

/** Present while nobody has acknowledged, or whoever has is asked whether they are still on it. */
export type Paging = {
  /** The level that is paged, counted from 0; -1 while none is. */
  readonly step: number;
  /** Of how many levels. */
  readonly levels?: number;
  /** How often the whole chain was gone through without an answer. */
  readonly rounds: number;
  /** The key of the page that is out; absent while everybody has been told. */
  readonly mail?: string;
  /** Of the other pages of the same level that have not failed. */
  readonly also?: readonly string[];
  /** Whom these went to. */
  readonly to?: readonly PersonId[];
  /** Everybody who was paged since nobody answers. */
  readonly paged?: readonly PersonId[];
  /** Until when quiet hours hold the page back. */
  readonly heldUntilMs?: number;
  /** Who acknowledged, fell silent and is asked again. */
  readonly stillOnIt?: PersonId;
  /** Since when nothing had been heard then. */
  readonly silentSinceMs?: number;
  /** When the next person is paged unless somebody acknowledges. */
  readonly nextAtMs: number;
};

/** Who acknowledged, and when they are asked whether they are still on it. */
export type Progress = {
  readonly by: PersonId;
  /** When somebody was last heard of. */
  readonly sinceMs: number;
  readonly dueAtMs: number;
};

/** The newest word about one mail. `accepted` means that the mail server took it, no more; `delayed` and `bounced` come after. */
export type Delivery = {
  readonly key: string;
  readonly kind: Mail['kind'];
  readonly to: string;
  readonly atMs: number;
  readonly outcome: 'accepted' | 'failed' | 'delayed' | 'bounced';
  /** Of a failure: the patience was over, though another attempt was allowed. */
  readonly gaveUp?: true;
  /** SMTP reply code or error class, never the server's text. */
  readonly detail: string;
};

export type Review = {
  readonly summary: string;
  readonly rootCause?: string;
  readonly improvements: readonly string[];
  readonly by: PersonId;
  readonly atMs: number;
};

/** Rights that somebody took without having them, until `untilMs`. */
export type Glass = {
  readonly id: string;
  readonly by: PersonId;
  readonly atMs: number;
  readonly untilMs: number;
  readonly reason: string;
  /** Absent until somebody else has looked at it. */
  readonly review?: {
    readonly verdict: GlassVerdict;
    readonly reason: string;
    readonly by: PersonId;
    readonly atMs: number;
  };
};

/** A file that is kept in the register, by its hash. */
export type Attachment = {
  readonly id: string;
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly by: PersonId;
  readonly atMs: number;
};

/** A rule that binds, with the instants that only its own clock needs. Its stages are planned one by one. */
export type StartedRule = {
  readonly rule: string;
  readonly customer?: string;
  readonly at: Readonly<Partial<Record<AnchorKind, number>>>;
  /** The anchors of the last plan, as text: when they change, it is planned anew. */
  readonly plannedFor?: string;
  /** Stages that wait for something, and for what. */
  readonly waiting: readonly string[];
};

/** What monitoring told: counts alone, the alerts are in the register. */
export type Alerts = {
  readonly firing: number;
  readonly resolved: number;
  readonly total: number;
  readonly lastAtMs: number;
  readonly bySource: Readonly<
    Record<
      string,
      {
        readonly firing: number;
        readonly resolved: number;
        readonly total: number;
        readonly newestAtMs: number;
        /** There were more than are recorded one by one. */
        readonly beyond?: boolean;
      }
    >
  >;
};

export type Incident = {
  readonly id: string;
  /** Sequence number of the last event, counted from 1. */
  readonly seq: number;
  readonly policy: PolicySnapshot;
  readonly phase: Phase;
  readonly outcome?: Outcome;
  /** The closing words, until it is reopened. */
  readonly closedBecause?: string;
  readonly title: string;
  readonly description?: string;
  readonly summary?: string;
  readonly severity: Severity;
  readonly personalData: PersonalData;
  readonly reporter: PersonId;
  /** The source of the intake, where monitoring declared it: then the reporter is the product itself. */
  readonly source?: string;
  readonly alerts?: Alerts;
  /** The playbook that it follows. */
  readonly kind?: string;
  readonly commander?: PersonId;
  /** Keeps the record, so that the commander need not. */
  readonly scribe?: PersonId;
  /** Absent: everybody of the policy may see it. */
  readonly restrictedTo?: readonly PersonId[];
  readonly glasses?: readonly Glass[];
  /** Links in mails that were caused before this count no longer. */
  readonly linksSinceMs?: number;
  /** Present while mails go to the other addresses. */
  readonly outOfBandSinceMs?: number;
  readonly stamps: Stamps;
  readonly aware?: Awareness;
  readonly proposedAwareness?: ProposedAwareness;
  readonly paging?: Paging;
  /** Present after an acknowledgement while the policy wants to see progress. */
  readonly progress?: Progress;
  /** Since when it is known that nobody could be reached; until somebody acknowledges. */
  readonly unreached?: { readonly sinceMs: number };
  readonly facts: Facts;
  /** The newest assessment of the breach. */
  readonly assessment?: Assessment;
  readonly assessing?: Assessing;
  /** What was wrong with the newest facts: nothing came of them. */
  readonly assessmentFault?: string;
  readonly duties: Readonly<Record<DutyId, Duty | undefined>>;
  /** Rules that somebody found to bind the company, beside gdpr-33-1; by rule and customer. */
  readonly started?: Readonly<Record<string, StartedRule>>;
  readonly tasks: readonly Task[];
  readonly notices: readonly Notice[];
  /** By the template's field number, or the item of the letter to the people; the newest of each. */
  readonly corrections?: Readonly<Record<string, Correction | undefined>>;
  readonly customers: Readonly<Record<string, CustomerNotice>>;
  readonly customerDrafts?: Readonly<Record<string, CustomerDraft>>;
  readonly attachments?: readonly Attachment[];
  readonly review?: Review;
  /** Asked to end as a duplicate; the other incident has not answered yet. */
  readonly merging?: {
    readonly into: string;
    readonly by: PersonId;
    /** Of what the other incident is told: the same at every attempt. */
    readonly commandId: string;
  };
  /** Why the last attempt to merge came to nothing. */
  readonly mergeFailed?: { readonly into: string; readonly message: string };
  readonly mergedInto?: string;
  /** The duplicates that ended in this one. */
  readonly absorbed?: readonly string[];
  /** Mails not yet settled: the workflow sends what stands here and cancels what no longer does. */
  readonly mails: readonly Mail[];
  /** By duty, who was sent its calendar entry; absent: nobody yet. */
  readonly entryHolders?: Readonly<Record<DutyId, readonly PersonId[]>>;
  /** The newest outcomes; all of them are in the register. */
  readonly deliveries: readonly Delivery[];
  /** The newest mails that were taken, since edition 4: what comes back is known by them, and who gets it next. */
  readonly handedOver?: readonly (Mail & { readonly onward?: 'delayed' | 'bounced' })[];
  readonly notes: number;
  readonly refusals: number;
};

/** Bounds that keep the fold small enough to be carried from run to run. */
export const limits = {
  tasks: 100,
  notices: 40,
  filings: 40,
  deliveries: 30,
  /** About 300 bytes each. A mail comes back within days; reminders that are older have been told anew. */
  handedOver: 100,
  attachments: 100,
  absorbed: 50,
  /** Each up to 8 KB with both reasons. */
  glasses: 20,
  /** To whom Art. 33(2) or a contract's rule is owed: about 1.3 KB each of the 2 MB of an input. */
  customers: 600,
  corrections: 120,
  /** All corrections together: the incident is carried from run to run, up to three bytes a character. */
  correctionCharacters: 60_000,
} as const;

/** The duties of an incident in a stable order. */
export function dutiesOf(incident: Pick<Incident, 'duties'>): readonly Duty[] {
  return Object.values(incident.duties).filter((duty) => duty !== undefined);
}
