/** What a person sees of an incident: the answer to every command and to the query `status`. */
import { maySee } from './circle.ts';
import { latestArguableOf, nextReminderAtMs, ruleOf } from './clock.ts';
import { nextDeadline, type Deadline } from './deadline.ts';
import { closureGates, openDuties } from './gates.ts';
import type { Duty } from './duty.ts';
import { dutiesOf, type Incident } from './incident.ts';
import type { Deferred, Mail } from './mail.ts';
import type { PersonId } from './policy.ts';
import { ownerOf } from './task.ts';

export type DutyStatus = Duty & {
  readonly title: string;
  readonly article: string;
  /** Reg. 1182/71 Art. 3(1), 3(2)(a): shown beside the strict due instant, never used for alarms. */
  readonly latestArguableAtMs?: number;
  readonly nextReminderAtMs?: number;
};

export type Status = Omit<Incident, 'policy' | 'mails' | 'duties' | 'handedOver'> & {
  readonly policyVersion: string;
  readonly duties: readonly DutyStatus[];
  /** The earliest due instant of an open duty. */
  readonly nextDueAtMs?: number;
  readonly nextDeadline?: Deadline;
  /** Of a restricted incident: everybody who may see it. */
  readonly seenBy?: readonly PersonId[];
  /** What keeps the incident from closing. */
  readonly gates: readonly string[];
  readonly mailsWaiting: number;
  /** Of these, the ones that were put off and are still being tried. */
  readonly mailsDeferred: readonly (Deferred & Pick<Mail, 'key' | 'kind' | 'to'>)[];
  /** Events that the register does not have yet. */
  readonly unjournaled: number;
};

export function status(incident: Incident, unjournaled: number): Status {
  const { policy, mails, duties: _duties, handedOver: _handedOver, ...rest } = incident;
  const nextDueAtMs = earliestDueAtMs(incident);
  const deadline = nextDeadline(incident);
  return {
    ...rest,
    policyVersion: policy.version,
    ...(incident.restrictedTo && {
      seenBy: Object.keys(policy.people).filter((person) => maySee(incident, person)),
    }),
    tasks: rest.tasks.map((task) => {
      const owner = ownerOf(incident, task);
      return { ...task, ...(owner !== undefined && { owner }) };
    }),
    duties: dutiesOf(incident).map((duty) => dutyStatus(incident, duty)),
    ...(nextDueAtMs !== undefined && { nextDueAtMs }),
    ...(deadline && { nextDeadline: deadline }),
    gates: incident.phase === 'closed' ? [] : closureGates(incident).map(({ message }) => message),
    mailsWaiting: mails.length,
    mailsDeferred: mails.flatMap(({ key, kind, to, deferred }) =>
      deferred ? [{ key, kind, to, ...deferred }] : [],
    ),
    unjournaled,
  };
}

/** The earliest due instant among the open duties; undefined when none is open. */
export function earliestDueAtMs(incident: Incident): number | undefined {
  return openDuties(incident)
    .map(({ dueAtMs }) => dueAtMs)
    .sort((a, b) => a - b)[0];
}

function dutyStatus(incident: Incident, duty: Duty): DutyStatus {
  const { title, article } = ruleOf(duty);
  const next = nextReminderAtMs(incident, duty);
  const latest = latestArguableOf(duty);
  return {
    ...duty,
    title,
    article,
    ...(latest !== undefined && { latestArguableAtMs: latest }),
    ...(next !== undefined && { nextReminderAtMs: next }),
  };
}
