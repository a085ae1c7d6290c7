/** What can happen to an incident. The list of events is the incident; everything else is read from it. */
import type { Advised, AssessmentResult } from './assessment.ts';
import type {
  Actor,
  CommandFields,
  CommandName,
  Exception,
  Facts,
  FilingStage,
  PersonalData,
  Recommendation,
  StampName,
} from './commands.ts';
import type { AccessEvent } from './access-events.ts';
import type { AlertEvent } from './alert-events.ts';
import type { MailEvent } from './delivery-events.ts';
import type { Anchor, ApprovedDraft, DutyId, DutyPlan } from './duty.ts';
import type { Notice, Outcome } from './incident.ts';
import type { Language } from './language.ts';
import type { LinkEvent } from './link-events.ts';
import type { Reached } from './ladder.ts';
import type { LetterItem } from './letter-items.ts';
import type { AddressEvent } from './out-of-band-events.ts';
import type { PagingEvent } from './paging-events.ts';
import type { PersonId, PolicySnapshot, Severity } from './policy.ts';
import type { RefusedCode } from './refusal.ts';
import type { AnchorKind } from './rules/rule.ts';
import type { Instant } from './shape.ts';
import type { Task } from './task.ts';

export { mailFaults, type MailFault } from './delivery-events.ts';

/** A draft for a customer, and the SHA-256 of its JSON. */
type DraftOf = { readonly notice: string; readonly customer: string; readonly sha256: string };

export type EventBody =
  | {
      readonly type: 'declared';
      readonly incidentId: string;
      readonly policy: PolicySnapshot;
      readonly title: string;
      readonly description?: string;
      readonly severity: Severity;
      readonly personalData: PersonalData;
      readonly detected: Instant;
      readonly occurred?: Instant;
      readonly vendorNotice?: Instant;
      readonly kind?: string;
      /** Of the intake: monitoring declared it. */
      readonly source?: string;
    }
  | PagingEvent
  | { readonly type: 'acknowledged' }
  | { readonly type: 'assigned'; readonly commander: PersonId }
  | { readonly type: 'scribeAssigned'; readonly scribe: PersonId }
  | {
      readonly type: 'severityChanged';
      readonly severity: Severity;
      readonly reason: string;
      /** Set when it shortens the wait between two rounds of paging. */
      readonly nextPageAtMs?: number;
    }
  | {
      readonly type: 'triaged';
      readonly summary: string;
      readonly personalData?: PersonalData;
      readonly facts: Facts;
      readonly kind?: string;
    }
  | { readonly type: 'contained'; readonly summary: string; readonly measures?: string }
  | { readonly type: 'recovered'; readonly summary: string; readonly measures?: string }
  | { readonly type: 'noted'; readonly text: string }
  | { readonly type: 'taskAdded'; readonly task: Task }
  | { readonly type: 'taskCompleted'; readonly task: string; readonly note?: string }
  | { readonly type: 'taskAssigned'; readonly task: string; readonly owner: PersonId }
  | { readonly type: 'taskSkipped'; readonly task: string; readonly reason: string }
  | {
      readonly type: 'playbookStarted';
      readonly playbook: string;
      readonly title: string;
      readonly tasks: readonly Task[];
    }
  /** Tasks whose due time came, or that are still open a day after the last reminder. */
  | { readonly type: 'tasksDue'; readonly tasks: readonly string[] }
  | {
      readonly type: 'attached';
      readonly attachment: string;
      readonly name: string;
      readonly sha256: string;
      readonly bytes: number;
      readonly note?: string;
    }
  | { readonly type: 'assessmentRequested'; readonly facts: string }
  | ({
      readonly type: 'assessed';
      /** Set when the advice was another one before. */
      readonly before?: Advised;
    } & AssessmentResult)
  /** `message`: what was wrong with the facts. */
  | { readonly type: 'assessmentFailed'; readonly message: string }
  | { readonly type: 'awarenessDeclared'; readonly at: Instant; readonly reason: string }
  | {
      readonly type: 'awarenessCorrected';
      readonly from: Instant;
      readonly at: Instant;
      readonly reason: string;
      /** Set when the time moved later: who proposed what the actor confirmed. */
      readonly proposedBy?: PersonId;
    }
  | {
      readonly type: 'awarenessCorrectionProposed';
      readonly at: Instant;
      readonly reason: string;
    }
  | { readonly type: 'awarenessCorrectionDropped' }
  | {
      readonly type: 'dutyOpened';
      readonly duty: DutyId;
      readonly ruleVersion: string;
      readonly anchor: Anchor;
      readonly dueAtMs: number;
      readonly plan?: DutyPlan;
    }
  | {
      readonly type: 'dutyReplanned';
      readonly duty: DutyId;
      readonly anchor: Anchor;
      readonly dueAtMs: number;
      readonly plan?: DutyPlan;
    }
  | {
      readonly type: 'dutyStarted';
      readonly rule: string;
      readonly customer?: string;
      readonly reason: string;
      readonly at: Readonly<Partial<Record<AnchorKind, Instant>>>;
    }
  | {
      readonly type: 'rulePlanned';
      readonly rule: string;
      readonly customer?: string;
      /** The anchors it was planned for, as text. */
      readonly plannedFor: string;
      readonly waiting: readonly string[];
    }
  | {
      readonly type: 'dutyReopened';
      readonly duty: DutyId;
      readonly reason: string;
      /** The Message-ID of the notice that came back: what was filed with it counts no longer. */
      readonly returned?: string;
    }
  | { readonly type: 'timeStamped'; readonly what: StampName; readonly at: Instant }
  | { readonly type: 'dutyWithdrawn'; readonly duty: DutyId; readonly reason: string }
  | ({
      readonly type: 'reminded';
      readonly duty: DutyId;
      /** Duties to other customers, of which the same rung fell due at the same time. */
      readonly also?: readonly DutyId[];
      readonly dueAtMs: number;
    } & Reached)
  | {
      readonly type: 'filed';
      readonly duty: DutyId;
      readonly stage: FilingStage;
      readonly filed: Instant;
      readonly reference: string;
      readonly lateByMs: number;
      readonly reasonsForDelay?: string;
      readonly againstAdvice?: string;
      /** The newest approved draft when it was filed; nobody needs one to file. */
      readonly approved?: ApprovedDraft;
    }
  | {
      readonly type: 'advised';
      readonly duty: DutyId;
      readonly recommends: Recommendation;
      readonly reason: string;
    }
  | {
      readonly type: 'withholdingProposed';
      readonly duty: DutyId;
      readonly reason: string;
      readonly exception?: Exception;
      readonly againstAdvice?: string;
    }
  | { readonly type: 'withholdingConfirmed'; readonly duty: DutyId }
  | {
      readonly type: 'noticeRequested';
      readonly notice: string;
      readonly about: Notice['about'];
      readonly language?: Language;
    }
  | {
      readonly type: 'noticeDrafted';
      readonly notice: string;
      readonly sha256: string;
      readonly missing: readonly string[];
    }
  /** Without a value it was taken back. */
  | { readonly type: 'noticeCorrected'; readonly field: number; readonly value?: string }
  | { readonly type: 'letterCorrected'; readonly item: LetterItem; readonly value?: string }
  /** Exactly this draft: a newer one has no approval. */
  | {
      readonly type: 'noticeApproved';
      readonly notice: string;
      readonly about: Notice['about'];
      readonly sha256: string;
    }
  /** Sent without an approved draft, as before edition 2. */
  | { readonly type: 'customerNotified'; readonly customer: string }
  /** Drafts of the notices to customers, in one event each step: there may be hundreds. */
  | {
      readonly type: 'noticesRequested';
      readonly notices: readonly { readonly notice: string; readonly customer: string }[];
    }
  | {
      readonly type: 'noticesDrafted';
      readonly notices: readonly DraftOf[];
      /** Labels of the mandatory items that are not recorded: the same for all. */
      readonly missing: readonly string[];
    }
  | { readonly type: 'noticesApproved'; readonly notices: readonly DraftOf[] }
  | { readonly type: 'customersNotified'; readonly notices: readonly DraftOf[] }
  | MailEvent
  | {
      readonly type: 'reviewed';
      readonly summary: string;
      readonly rootCause?: string;
      readonly improvements: readonly string[];
    }
  | { readonly type: 'closed'; readonly outcome: Outcome; readonly reason?: string }
  | { readonly type: 'reopened'; readonly reason: string }
  | AccessEvent
  | AddressEvent
  | LinkEvent
  | AlertEvent
  | { readonly type: 'mergeRequested'; readonly into: string; readonly reason: string }
  | { readonly type: 'mergeFailed'; readonly into: string; readonly message: string }
  | { readonly type: 'merged'; readonly into: string }
  | ({ readonly type: 'absorbed' } & CommandFields<'absorb'>)
  | {
      readonly type: 'commandRefused';
      /** Absent when the name was not that of a command. */
      readonly command?: CommandName;
      readonly code: RefusedCode;
      readonly message: string;
    };

export type EventType = EventBody['type'];

/** What the product does by itself when a person's command asks for it: recorded as its own deed. */
export const automatic: ReadonlySet<EventType> = new Set<EventType>([
  'paged',
  'nobodyReached',
  'pagingHeld',
  'dutyOpened',
  'dutyReplanned',
  // Seen by the web server; the owner of the link did nothing.
  'linkForwarded',
]);

/** An event as it is kept: numbered per incident, stamped, with who caused it and by which command. */
export type IncidentEvent = {
  /** Counted from 1 without gaps. */
  readonly seq: number;
  /** When it was recorded, epoch milliseconds UTC. */
  readonly atMs: number;
  readonly actor: Actor;
  readonly commandId?: string;
} & EventBody;
