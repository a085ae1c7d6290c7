/** Which mail follows from which event, to whom, and which waiting mail has lost its point. */
import { maySee } from './circle.ts';
import { isOpen, type Duty } from './duty.ts';
import type { Incident } from './incident.ts';
import { holdersOf } from './entry-holders.ts';
import { reviewersOf, unreviewed } from './glass.ts';
import type { EventBody, IncidentEvent } from './events.ts';
import { mailKey, type Mail } from './mail.ts';
import { levelAt, levels, type Level } from './ladder.ts';
import { isAtLeast, ownerChain, ownersOf, type PersonId, type PolicySnapshot } from './policy.ts';
import { tasksFor } from './mail-subject.ts';
import { isPageable, pagingMails } from './page-mails.ts';
import { reminderOfTasks, taskMails } from './task-mails.ts';
import { dutyById, failedCustomers, isSending, processorRule, spokenOf, toldOf } from './told.ts';

export { mailSubject, type MailSubject } from './mail-subject.ts';

/** The people that a reminder of this level reaches. */
export function peopleAt(policy: PolicySnapshot, level: Level, rule?: string): readonly PersonId[] {
  return [...new Set(ownersOf(policy, rule).slice(0, levels.indexOf(level) + 1))];
}

/** The waiting mails after an event: those that still have a point, then the ones it causes. */
export function mailsAfter(incident: Incident, event: IncidentEvent): readonly Mail[] {
  const caused = withinCircle(incident, mailsFor(incident, event)).map((mail, n): Mail => ({
    ...mail,
    key: mailKey(event.seq, n),
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
  const same = newer.kind === older.kind && newer.to === older.to && newer.duty === older.duty;
  if (newer.glass !== older.glass) return false;
  return same && (newer.customer === older.customer || newer.tellsAll === true);
}

function isWanted(incident: Incident, mail: Mail): boolean {
  switch (mail.kind) {
    case 'page':
      return incident.paging !== undefined && isPageable(incident, mail.to);
    case 'nobody-reached':
    case 'still-on-it':
      return incident.paging !== undefined;
    case 'glass-broken':
      return unreviewed(incident).some(({ id }) => id === mail.glass);
    case 'briefing':
    case 'reminder': {
      const duty = dutyOf(incident, mail);
      return duty !== undefined && isOpen(duty);
    }
    case 'confirm-withholding': {
      const duty = dutyOf(incident, mail);
      return duty !== undefined && isOpen(duty) && duty.withholding !== undefined;
    }
    case 'confirm-awareness':
      return incident.proposedAwareness !== undefined;
    case 'task-given':
      return incident.phase !== 'closed' && tasksFor(incident, mail).length > 0;
    case 'task-due':
      return (
        incident.phase !== 'closed' &&
        tasksFor(incident, mail).some(({ remindedAtMs }) => remindedAtMs !== undefined)
      );
    case 'assigned':
    case 'duty-ended':
    case 'customer-notice':
    case 'customer-unreached':
      return true;
  }
}

function dutyOf(incident: Incident, { duty }: Pick<Mail, 'duty'>): Duty | undefined {
  return duty === undefined ? undefined : dutyById(incident, duty);
}

type Draft = Omit<Mail, 'key' | 'causedAtMs'>;

const ended = { kind: 'duty-ended', fallback: [] } as const;

function mailsFor(incident: Incident, event: IncidentEvent): readonly Draft[] {
  const { policy } = incident;
  const rule = 'duty' in event ? incident.duties[event.duty]?.plan?.rule : undefined;
  const chain = ownerChain(policy, rule);
  switch (event.type) {
    case 'paged':
    case 'nobodyReached':
    case 'stalled':
      return pagingMails(incident, event);
    case 'assigned':
      return event.commander === event.actor.person
        ? []
        : [{ kind: 'assigned', to: event.commander, fallback: [] }];
    case 'scribeAssigned':
      return event.scribe === event.actor.person
        ? []
        : [{ kind: 'assigned', to: event.scribe, role: 'scribe', fallback: [] }];
    case 'taskAdded':
      return taskMails(incident, event, [event.task]);
    case 'taskAssigned':
      return taskMails(
        incident,
        event,
        incident.tasks.filter(({ id }) => id === event.task),
      );
    case 'playbookStarted':
      return taskMails(incident, event, event.tasks);
    case 'tasksDue':
      return reminderOfTasks(incident, event.tasks);
    case 'dutyOpened':
    case 'dutyReplanned':
    case 'dutyReopened': {
      // That it came back is told by a mail of its own.
      if (event.type === 'dutyReopened' && event.returned !== undefined) return [];
      const duty = incident.duties[event.duty];
      if (!duty || !isOpen(duty)) return [];
      // Rungs that lie in the past when the clock is set are told by this mail, not one by one.
      const level = levelAt(duty.plan?.ladder ?? policy.ladder, duty.dueAtMs, event.atMs);
      const spoken = spokenOf(incident, event.duty);
      const first = new Set([
        ...peopleAt(policy, 'deputy', rule),
        ...peopleAt(policy, level, rule),
        // A later deadline may not reach their level yet, but the old one stands in their calendars.
        ...holdersOf(incident, spoken),
      ]);
      return [...first].map((to) => ({
        kind: 'briefing',
        to,
        duty: spoken,
        fallback: chain.filter((person) => !first.has(person)),
      }));
    }
    case 'reminded': {
      const people = peopleAt(policy, event.level, rule);
      const { rungs, overdue, level } = event;
      return people.map((to) => ({
        kind: 'reminder',
        to,
        duty: spokenOf(incident, event.duty),
        reached: { rungs, level, ...(overdue && { overdue }) },
        fallback: [...new Set([...chain, ...policy.onCall])].filter((p) => !people.includes(p)),
      }));
    }
    case 'withholdingProposed':
      return [...new Set([...chain, policy.decisionMaker])]
        .filter((person) => person !== event.actor.person)
        .map((to) => ({ kind: 'confirm-withholding', to, duty: event.duty, fallback: [] }));
    case 'awarenessCorrectionProposed':
      return chain
        .filter((person) => person !== event.actor.person)
        .map((to) => ({ kind: 'confirm-awareness', to, fallback: [] }));
    case 'filed':
    case 'withholdingConfirmed':
    case 'dutyWithdrawn': {
      const spoken = spokenOf(incident, event.duty);
      const duty = event.type === 'withholdingConfirmed' ? event.duty : spoken;
      // Of a batch of notices the last tells: one mail for each customer would be hundreds.
      if (duty === processorRule && isSending(incident)) return [];
      const people = [...new Set([...chain, ...holdersOf(incident, duty)])];
      return [
        ...people.map((to) => ({ ...ended, to, duty })),
        // The last of the customers: the entry that stands for all of them ends too.
        ...(spoken === duty || toldOf(incident).openCount > 0
          ? []
          : holdersOf(incident, spoken).map((to) => ({ ...ended, to, duty: spoken }))),
      ];
    }
    case 'customerNotified':
      return [{ kind: 'customer-notice', to: event.customer, fallback: [] }];
    case 'customersNotified':
      return event.notices.map(({ customer: to, notice: id, sha256 }) => ({
        ...{ kind: 'customer-notice', to, notice: { id, sha256 }, fallback: [] },
      }));
    case 'glassBroken':
      return reviewersOf(policy, event.actor.person).map((to) => ({
        ...{ kind: 'glass-broken', to, glass: event.glass },
        fallback: ownerChain(policy).filter(
          (other) => other !== to && other !== event.actor.person,
        ),
      }));
    case 'mailFailed':
    case 'mailBounced':
      return mailsInstead(incident, event);
    default:
      return [];
  }
}

/** To customers, and to those who look at it from outside. */
const beyond: ReadonlySet<Mail['kind']> = new Set([
  'customer-notice',
  'customer-unreached',
  'glass-broken',
]);

/** Nobody is written to about an incident that they may not see: whoever would get it next, and may, gets it. */
function withinCircle(incident: Incident, drafts: readonly Draft[]): readonly Draft[] {
  if (!incident.restrictedTo) return drafts;
  const inside: Draft[] = [];
  for (const draft of drafts) {
    const [to, ...fallback] = [draft.to, ...draft.fallback].filter((person) =>
      maySee(incident, person),
    );
    if (beyond.has(draft.kind)) inside.push(draft);
    else if (
      to !== undefined &&
      (to === draft.to || !drafts.some((other) => other.to === to)) &&
      !inside.some((other) => other.to === to && other.duty === draft.duty)
    )
      inside.push({ ...draft, to, fallback });
  }
  return inside;
}

/** The first failure of a batch at once, the others together when the last of it has ended. */
function isWorthTelling(incident: Incident, customer: string): boolean {
  if (!isSending(incident)) return true;
  const batch = incident.customers[customer]?.requestedAtMs;
  return !failedCustomers(incident).some(
    (other) => other !== customer && incident.customers[other]?.requestedAtMs === batch,
  );
}

/** One that comes back after its point was gone is sent to nobody else. */
function failedMail(
  incident: Incident,
  { type, key }: { readonly type: 'mailFailed' | 'mailBounced'; readonly key: string },
): Mail | undefined {
  if (type === 'mailFailed') return incident.mails.find((mail) => mail.key === key);
  const back = incident.handedOver?.find((mail) => mail.key === key);
  if (!back || !isWanted(incident, back)) return undefined;
  const { onward: _onward, ...mail } = back;
  return mail;
}

/** A page needs nothing here: its failure ends the step, and the next person is paged. */
function mailsInstead(
  incident: Incident,
  event: EventBody & { type: 'mailFailed' | 'mailBounced' },
): readonly Draft[] {
  if (event.kind === 'customer-notice') {
    const [to, ...fallback] = ownerChain(incident.policy);
    if (to === undefined) return [];
    const unreached = { kind: 'customer-unreached', to, fallback, customer: event.to } as const;
    if (!isAtLeast(incident.policy, 2)) return [unreached];
    return isWorthTelling(incident, event.to) ? [{ ...unreached, tellsAll: true }] : [];
  }
  const failed = failedMail(incident, event);
  const [to, ...fallback] = failed?.fallback ?? [];
  if (!failed || to === undefined) return [];
  // Two failed mails may share a fallback: one of them is enough.
  const already =
    incident.mails.some(
      (mail) => mail.kind === failed.kind && mail.to === to && mail.causedAtMs >= failed.causedAtMs,
    ) ||
    incident.deliveries.some(
      ({ kind, to: who, outcome, atMs }) =>
        kind === failed.kind && who === to && outcome === 'accepted' && atMs >= failed.causedAtMs,
    );
  if (already) return [];
  const { key: _key, causedAtMs: _causedAtMs, ...rest } = failed;
  return [{ ...rest, to, fallback, insteadOf: failed.to }];
}
