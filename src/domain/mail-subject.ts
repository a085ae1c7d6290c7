/** What a mail is handed of its incident: no more than it tells. */
import { maySee, pageOrder } from './circle.ts';
import type { Glass, Incident } from './incident.ts';
import type { Mail } from './mail.ts';
import { pagingSubject, type PagingSubject } from './page-subject.ts';
import type { PersonId } from './policy.ts';
import { isOpenTask, ownerOf, type Task } from './task.ts';
import { dutyById, processorRule, spokenOf, toldOf, type Told } from './told.ts';

/** What a mail tells about its incident: no more than the activity needs to write it. */
export type MailSubject = Pick<
  Incident,
  'id' | 'title' | 'severity' | 'phase' | 'personalData' | 'reporter' | 'stamps' | 'duties'
> &
  Partial<
    Pick<Incident, 'source' | 'commander' | 'aware' | 'proposedAwareness' | 'facts' | 'summary'>
  > & {
    /** For a mail about tasks: those that its recipient has to see to. */
    readonly tasks?: readonly Task[];
    /** For a mail about the customers: how far they are told. */
    readonly told?: Told;
    /** For a mail about a break-glass access: that one. */
    readonly glass?: Glass;
    /** Whom a restricted incident pages, in this order; absent: whoever is on call. */
    readonly pageOrder?: readonly PersonId[];
    /** Its mails go to the other addresses. */
    readonly outOfBand?: true;
    /** Links in mails count from here on. */
    readonly linksSinceMs?: number;
    /** For a mail of paging: whom it pages beside, and what follows. */
    readonly paging?: PagingSubject;
  };

export function mailSubject(incident: Incident, mail: Mail): MailSubject {
  const { id, title, severity, phase, personalData, reporter, stamps } = incident;
  const { commander, aware, proposedAwareness, facts, summary } = incident;
  const glass = incident.glasses?.find((each) => each.id === mail.glass);
  const paging = pagingSubject(incident, mail);
  return {
    ...{ id, title, severity, phase, personalData, reporter, stamps },
    duties: dutiesFor(incident, mail),
    ...(incident.source !== undefined && { source: incident.source }),
    ...(glass && { glass }),
    ...(paging && { paging }),
    ...(incident.restrictedTo && { pageOrder: pageOrder(incident) }),
    ...(incident.outOfBandSinceMs !== undefined && { outOfBand: true }),
    ...(incident.linksSinceMs !== undefined && { linksSinceMs: incident.linksSinceMs }),
    ...(commander !== undefined && { commander }),
    ...(aware && { aware }),
    ...(proposedAwareness && { proposedAwareness }),
    // Facts about the breach leave only where they are owed: in the notice to a customer. An approved one holds them.
    ...(mail.kind === 'customer-notice' && !mail.notice && { facts }),
    ...(mail.kind === 'customer-notice' && !mail.notice && summary !== undefined && { summary }),
    ...((mail.duty === processorRule || mail.kind === 'customer-unreached') && {
      told: toldOf(incident),
    }),
    ...((mail.kind === 'task-given' || mail.kind === 'task-due') && {
      tasks: tasksFor(incident, mail),
    }),
  };
}

/** Those that a mail tells of, and no more: with hundreds of customers all of them would be 300 KB in each mail's input. */
function dutiesFor(incident: Incident, mail: Mail): Incident['duties'] {
  const ids =
    mail.kind === 'assigned'
      ? [...new Set(Object.keys(incident.duties).map((id) => spokenOf(incident, id)))]
      : mail.duty === undefined
        ? []
        : [mail.duty];
  return Object.fromEntries(
    ids.flatMap((id) => {
      const duty = dutyById(incident, id);
      return duty ? [[id, duty]] : [];
    }),
  );
}

/**
 * The open tasks that a mail is about, with the owner that a role stands for now: the recipient's own, and in a
 * reminder to whoever is in charge also what nobody owns, or has not been done a day after it was due.
 */
export function tasksFor(incident: Incident, { kind, to, insteadOf }: Mail): readonly Task[] {
  const whose = insteadOf ?? to;
  const isAll = kind === 'task-due' && whose === inChargeOf(incident);
  return incident.tasks.flatMap((task) => {
    const owner = ownerOf(incident, task);
    const isLeft = owner === undefined || !maySee(incident, owner) || (task.reminders ?? 0) > 1;
    const isTheirs = owner === whose || (isAll && isLeft);
    return isOpenTask(task) && isTheirs ? [{ ...task, ...(owner !== undefined && { owner }) }] : [];
  });
}

export function inChargeOf(incident: Incident): PersonId | undefined {
  return incident.commander ?? pageOrder(incident)[0];
}
