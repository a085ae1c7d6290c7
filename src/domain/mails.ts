/** Which mail follows from which event, to whom, and which waiting mail has lost its point. */
import { isOpen, type DutyId, type Incident } from './incident.ts';
import type { EventBody, IncidentEvent } from './events.ts';
import { levelAt, levels, type Level, type Reached } from './ladder.ts';
import { ownerChain, type PersonId, type PolicySnapshot } from './policy.ts';

export const mailKinds = [
  'page',
  'nobody-reached',
  'assigned',
  'briefing',
  'reminder',
  'confirm-withholding',
  'confirm-awareness',
  'duty-ended',
  'customer-notice',
  'customer-unreached',
] as const;
export type MailKind = (typeof mailKinds)[number];

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
  readonly duty?: DutyId;
  readonly reached?: Reached;
  /** The customer a `customer-unreached` mail is about. */
  readonly customer?: string;
  /** Whose mail failed before, when this one stands in for it. */
  readonly insteadOf?: string;
};

/** What a mail tells about its incident: no more than the activity needs to write it. */
export type MailSubject = Pick<
  Incident,
  'id' | 'title' | 'severity' | 'phase' | 'personalData' | 'reporter' | 'stamps' | 'duties'
> &
  Partial<Pick<Incident, 'commander' | 'aware' | 'proposedAwareness' | 'facts' | 'summary'>>;

export function mailSubject(incident: Incident, mail: Mail): MailSubject {
  const { id, title, severity, phase, personalData, reporter, stamps, duties } = incident;
  const { commander, aware, proposedAwareness, facts, summary } = incident;
  return {
    ...{ id, title, severity, phase, personalData, reporter, stamps, duties },
    ...(commander !== undefined && { commander }),
    ...(aware && { aware }),
    ...(proposedAwareness && { proposedAwareness }),
    // Facts about the breach leave only where they are owed: in the notice to a customer.
    ...(mail.kind === 'customer-notice' && { facts }),
    ...(mail.kind === 'customer-notice' && summary !== undefined && { summary }),
  };
}

/** The same for every attempt at the same mail: SMTP has no other key against doubles. */
export function messageId(incidentId: string, key: string, mailDomain: string): string {
  return `<${incidentId}.${key}@${mailDomain}>`;
}

/** The root that holds the mails of one incident in one thread. It is never sent itself. */
export function threadId(incidentId: string, mailDomain: string): string {
  return `<${incidentId}@${mailDomain}>`;
}

/** The people that a reminder of this level reaches. */
export function peopleAt(policy: PolicySnapshot, level: Level): readonly PersonId[] {
  const byLevel = [policy.dpo, policy.deputy, policy.decisionMaker];
  return [...new Set(byLevel.slice(0, levels.indexOf(level) + 1))];
}

/** The waiting mails after an event: those that still have a point, then the ones it causes. */
export function mailsAfter(incident: Incident, event: IncidentEvent): readonly Mail[] {
  const caused = mailsFor(incident, event).map((mail, n): Mail => ({
    ...mail,
    key: `${event.seq}.${n}`,
    causedAtMs: event.atMs,
  }));
  const waiting = incident.mails.filter(
    (mail) =>
      !isSettled(mail, event) &&
      isWanted(incident, mail) &&
      !caused.some((newer) => replaces(newer, mail)),
  );
  return [...waiting, ...caused];
}

function isSettled(mail: Mail, event: EventBody): boolean {
  return (event.type === 'mailAccepted' || event.type === 'mailFailed') && event.key === mail.key;
}

/** After an outage one mail tells what is now, instead of a burst that tells what was. */
function replaces(newer: Mail, older: Mail): boolean {
  return newer.kind === older.kind && newer.to === older.to && newer.kind !== 'customer-notice';
}

function isWanted(incident: Incident, mail: Mail): boolean {
  switch (mail.kind) {
    case 'page':
    case 'nobody-reached':
      return incident.paging !== undefined;
    case 'reminder': {
      const duty = mail.duty && incident.duties[mail.duty];
      return duty !== undefined && isOpen(duty);
    }
    case 'confirm-withholding': {
      const duty = mail.duty && incident.duties[mail.duty];
      return duty !== undefined && isOpen(duty) && duty.withholding !== undefined;
    }
    case 'confirm-awareness':
      return incident.proposedAwareness !== undefined;
    case 'assigned':
    case 'briefing':
    case 'duty-ended':
    case 'customer-notice':
    case 'customer-unreached':
      return true;
  }
}

type Draft = Omit<Mail, 'key' | 'causedAtMs'>;

function mailsFor(incident: Incident, event: IncidentEvent): readonly Draft[] {
  const { policy } = incident;
  const chain = ownerChain(policy);
  switch (event.type) {
    case 'paged':
      return [{ kind: 'page', to: event.to, fallback: [] }];
    case 'nobodyReached':
      return Object.keys(policy.people).map((to) => ({ kind: 'nobody-reached', to, fallback: [] }));
    case 'assigned':
      return event.commander === event.actor.person
        ? []
        : [{ kind: 'assigned', to: event.commander, fallback: [] }];
    case 'dutyOpened':
    case 'dutyReplanned': {
      const duty = incident.duties[event.duty];
      if (!duty || !isOpen(duty)) return [];
      // Rungs that lie in the past when the clock is set are told by this mail, not one by one.
      const level = levelAt(policy.ladder, event.dueAtMs, event.atMs);
      const first = new Set([policy.dpo, policy.deputy, ...peopleAt(policy, level)]);
      return [...first].map((to) => ({
        kind: 'briefing',
        to,
        duty: event.duty,
        fallback: chain.filter((person) => !first.has(person)),
      }));
    }
    case 'reminded': {
      const people = peopleAt(policy, event.level);
      const { rungs, overdue, level } = event;
      return people.map((to) => ({
        kind: 'reminder',
        to,
        duty: event.duty,
        reached: { rungs, level, ...(overdue && { overdue }) },
        fallback: [...new Set([...chain, ...policy.onCall])].filter((p) => !people.includes(p)),
      }));
    }
    case 'withholdingProposed':
      return chain
        .filter((person) => person !== event.actor.person)
        .map((to) => ({ kind: 'confirm-withholding', to, duty: event.duty, fallback: [] }));
    case 'awarenessCorrectionProposed':
      return chain
        .filter((person) => person !== event.actor.person)
        .map((to) => ({ kind: 'confirm-awareness', to, fallback: [] }));
    case 'filed':
    case 'withholdingConfirmed':
    case 'dutyWithdrawn':
      return chain.map((to) => ({ kind: 'duty-ended', to, duty: event.duty, fallback: [] }));
    case 'customerNotified':
      return [{ kind: 'customer-notice', to: event.customer, fallback: [] }];
    case 'mailFailed':
      return mailsInstead(incident, event);
    default:
      return [];
  }
}

/** A page needs nothing here: its failure ends the step, and the next person is paged. */
function mailsInstead(
  incident: Incident,
  event: EventBody & { type: 'mailFailed' },
): readonly Draft[] {
  if (event.kind === 'customer-notice') {
    const [to, ...fallback] = ownerChain(incident.policy);
    return to === undefined
      ? []
      : [{ kind: 'customer-unreached', to, fallback, customer: event.to }];
  }
  const failed = incident.mails.find((mail) => mail.key === event.key);
  const [to, ...fallback] = failed?.fallback ?? [];
  if (!failed || to === undefined) return [];
  // Two failed mails may share a fallback: one of them is enough.
  const already = incident.mails.some(
    (mail) => mail.kind === failed.kind && mail.to === to && mail.causedAtMs >= failed.causedAtMs,
  );
  if (already) return [];
  const { key: _key, causedAtMs: _causedAtMs, ...rest } = failed;
  return [{ ...rest, to, fallback, insteadOf: failed.to }];
}
