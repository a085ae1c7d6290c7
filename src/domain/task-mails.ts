/** Whom mails about tasks go to. */
import { maySee } from './circle.ts';
import type { IncidentEvent } from './events.ts';
import type { Incident } from './incident.ts';
import type { Mail } from './mail.ts';
import { inChargeOf } from './mail-subject.ts';
import { isAtLeast } from './policy.ts';
import { ownerOf, type Task } from './task.ts';

type Draft = Omit<Mail, 'key' | 'causedAtMs'>;

/** Whoever is given work by somebody else is told; incidents of before this edition were promised nothing. */
export function taskMails(
  incident: Incident,
  { actor }: IncidentEvent,
  tasks: readonly Task[],
): readonly Draft[] {
  if (!isAtLeast(incident.policy, 2)) return [];
  const owners = new Set(tasks.map((task) => ownerOf(incident, task)));
  return [...owners].flatMap((to) =>
    to === undefined || to === actor.person ? [] : [{ kind: 'task-given', to, fallback: [] }],
  );
}

/** Who owns it, at first; after a day the commander too. Nobody's task is the commander's, or of whoever is on call. */
export function reminderOfTasks(incident: Incident, ids: readonly string[]): readonly Draft[] {
  const { policy, tasks } = incident;
  const inCharge = inChargeOf(incident);
  const people = tasks
    .filter(({ id }) => ids.includes(id))
    .flatMap((task) => {
      const owned = ownerOf(incident, task);
      const owner = owned !== undefined && maySee(incident, owned) ? owned : inCharge;
      return (task.reminders ?? 0) > 1 ? [owner, inCharge] : [owner];
    })
    .filter((person) => person !== undefined);
  const others = [...(inCharge === undefined ? [] : [inCharge]), ...policy.onCall];
  return [...new Set(people)].map((to) => ({
    kind: 'task-due',
    to,
    fallback: [...new Set(others)].filter((person) => person !== to),
  }));
}
