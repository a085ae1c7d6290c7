/** The entry of one incident in the register of GDPR Art. 33(5): facts, effects, remedial action, and who decided what. */
import { apply } from './apply.ts';
import { ruleOf } from './clock.ts';
import type { Exception, PersonalData } from './commands.ts';
import { describe } from './describe.ts';
import { isOpen, type Duty, type DutyId } from './duty.ts';
import type { EventType, IncidentEvent } from './events.ts';
import { dutiesOf, type Awareness, type Incident, type Stamps } from './incident.ts';

/** Over all duties of an incident: `open` while one is owed, `none` when there is none or all fell away. */
export const registerStates = ['filed', 'withheld', 'open', 'none'] as const;
export type RegisterState = (typeof registerStates)[number];

export type RegisterDecision = {
  /** The event that tells all of it. */
  readonly seq: number;
  readonly atMs: number;
  readonly by: string;
  readonly kind: EventType;
  readonly duty?: DutyId;
  readonly exception?: Exception;
  readonly reason?: string;
  readonly againstAdvice?: string;
  /** One sentence with the reasons. */
  readonly text: string;
};

export type RegisterDuty = Omit<Duty, 'plan' | 'remindedUntilMs' | 'wasDueAtMs'> & {
  readonly rule: string;
  readonly title: string;
  readonly article: string;
  readonly addressee: string;
  readonly customer?: string;
  /** The law gives no number: the due instant is the company's own target. */
  readonly isTarget: boolean;
  /** Frozen at the first filing. */
  readonly lateByMs?: number;
  readonly withdrawnBecause?: string;
};

export type RegisterEntry = {
  readonly id: string;
  readonly title: string;
  readonly state: RegisterState;
  readonly personalData: PersonalData;
  readonly severity: Incident['severity'];
  readonly phase: Incident['phase'];
  readonly outcome?: Incident['outcome'];
  readonly mergedInto?: string;
  readonly absorbed: readonly string[];
  /** What happened, the nature of the breach, and how many people and records. */
  readonly facts: {
    readonly description?: string;
    readonly nature?: string;
    readonly subjects?: number;
    readonly subjectCategories?: readonly string[];
    readonly records?: number;
    readonly dataCategories?: readonly string[];
  };
  readonly effects?: string;
  readonly remedialAction?: string;
  readonly stamps: Stamps;
  readonly aware?: Awareness;
  readonly duties: readonly RegisterDuty[];
  readonly decisions: readonly RegisterDecision[];
  readonly policyVersion: string;
  /** Up to this event. */
  readonly lastSeq: number;
  readonly updatedAtMs: number;
};

/** What is carried from event to event: bounded by the decisions of one incident, never by its notes and mails. */
export type RegisterFold = {
  readonly incident: Incident;
  readonly isConcerned: boolean;
  readonly decisions: readonly RegisterDecision[];
  readonly withdrawn: Readonly<Record<DutyId, string>>;
  readonly updatedAtMs: number;
};

/** Undefined for an incident that never raised the question of a breach and never had a legal duty. */
export function registerEntry(events: readonly IncidentEvent[]): RegisterEntry | undefined {
  return entryOf(events.reduce<RegisterFold | undefined>(foldRegister, undefined));
}

export function foldRegister(before: RegisterFold | undefined, event: IncidentEvent): RegisterFold {
  const decision = toDecision(event);
  const { decisions = [], withdrawn = {}, isConcerned = false } = before ?? {};
  return {
    incident: apply(before?.incident, event),
    isConcerned: isConcerned || concerns(event),
    decisions: decision ? [...decisions, decision] : decisions,
    withdrawn:
      event.type === 'dutyWithdrawn' ? { ...withdrawn, [event.duty]: event.reason } : withdrawn,
    updatedAtMs: event.atMs,
  };
}

export function entryOf(fold: RegisterFold | undefined): RegisterEntry | undefined {
  if (!fold?.isConcerned) return undefined;
  const { incident, decisions, withdrawn, updatedAtMs } = fold;
  const { id, title, personalData, severity, phase, outcome, mergedInto, stamps, aware } = incident;
  const { consequences, measures, ...facts } = incident.facts;
  const duties = dutiesOf(incident).map((duty) => toRegisterDuty(duty, withdrawn[duty.id]));
  return {
    ...{ id, title, state: stateOf(duties), personalData, severity, phase },
    ...(outcome !== undefined && { outcome }),
    ...(mergedInto !== undefined && { mergedInto }),
    absorbed: incident.absorbed ?? [],
    facts: {
      ...(incident.description !== undefined && { description: incident.description }),
      ...(incident.summary !== undefined && { nature: incident.summary }),
      ...facts,
    },
    ...(consequences !== undefined && { effects: consequences }),
    ...(measures !== undefined && { remedialAction: measures }),
    stamps,
    ...(aware && { aware }),
    ...{ duties, decisions, policyVersion: incident.policy.version },
    ...{ lastSeq: incident.seq, updatedAtMs },
  };
}

/** When it counts from: awareness, else the declaration. */
export function beganAtMs({ aware, stamps }: Pick<RegisterEntry, 'aware' | 'stamps'>): number {
  return aware?.atMs ?? stamps.declaredAtMs;
}

export function stateOf(
  duties: readonly Pick<RegisterDuty, 'state' | 'followUpOwed'>[],
): RegisterState {
  if (duties.some(({ state }) => isOpen({ state }))) return 'open';
  if (duties.some(({ state, followUpOwed }) => state === 'filed' && followUpOwed)) return 'open';
  if (duties.some(({ state }) => state === 'filed')) return 'filed';
  return duties.some(({ state }) => state === 'withheld') ? 'withheld' : 'none';
}

function toRegisterDuty(duty: Duty, reason: string | undefined): RegisterDuty {
  const { plan, remindedUntilMs: _told, wasDueAtMs: _was, ...rest } = duty;
  const { title, article, addressee } = ruleOf(duty);
  const [first] = duty.filings;
  return {
    ...rest,
    rule: plan?.rule ?? 'gdpr-33-1',
    ...{ title, article, addressee },
    ...(plan?.customer !== undefined && { customer: plan.customer }),
    isTarget: plan?.isTarget ?? false,
    ...(first && { lateByMs: first.lateByMs }),
    ...(duty.state === 'withdrawn' && reason !== undefined && { withdrawnBecause: reason }),
  };
}

/** Once the question of a breach was asked, the answer is on record, whatever it was. */
function concerns(event: IncidentEvent): boolean {
  switch (event.type) {
    case 'declared':
    case 'triaged':
    case 'absorbed':
      return event.personalData !== undefined && event.personalData !== 'no';
    case 'awarenessDeclared':
    case 'dutyOpened':
    case 'dutyStarted':
    case 'filed':
      return true;
    default:
      return false;
  }
}

const deciding: ReadonlySet<EventType> = new Set<EventType>([
  ...(['declared', 'absorbed', 'awarenessDeclared', 'awarenessCorrected'] as const),
  ...(['awarenessCorrectionProposed', 'awarenessCorrectionDropped', 'dutyStarted'] as const),
  ...(['dutyReopened', 'dutyWithdrawn', 'filed', 'advised', 'withholdingProposed'] as const),
  ...(['withholdingConfirmed', 'customerNotified', 'closed', 'reopened', 'merged'] as const),
]);

function toDecision(event: IncidentEvent): RegisterDecision | undefined {
  const answersQuestion = event.type === 'triaged' && event.personalData !== undefined;
  if (!deciding.has(event.type) && !answersQuestion) return undefined;
  return {
    ...{ seq: event.seq, atMs: event.atMs, by: event.actor.person, kind: event.type },
    ...('duty' in event && { duty: event.duty }),
    ...('exception' in event && { exception: event.exception }),
    ...('reason' in event && { reason: event.reason }),
    ...('againstAdvice' in event && { againstAdvice: event.againstAdvice }),
    text: describe(event),
  };
}
