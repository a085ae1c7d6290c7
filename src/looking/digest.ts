/** What the next digest tells somebody, as data and as the mail that it becomes. */
import { morningDay } from '../calendar/morning.ts';
import { emptyDigest, isEmpty } from '../domain/digest.ts';
import type { PersonId } from '../domain/policy.ts';
import { digestMail } from '../mail/digest.ts';
import type { Policy } from '../policy/schema.ts';
import type { Register } from '../register/database.ts';
import { gatherDigests } from '../register/digest-items.ts';

/** `zone`: whose morning it is. */
export async function digestOf(
  register: Register,
  policy: Policy,
  {
    person,
    zone,
    nowMs,
  }: { readonly person: PersonId; readonly zone: string; readonly nowMs: number },
) {
  const digest = (await gatherDigests(register, [person])).get(person) ?? emptyDigest;
  const mail = digestMail({ digest, nowMs, day: morningDay(nowMs, zone) }, policy, person);
  const days = policy.people[person]?.digest ?? 'weekdays';
  const { duties, tasks, unacknowledged, drafts, kept } = digest;
  return {
    digest: {
      ...{ person, days, isMailed: days !== 'off' && !isEmpty(digest) },
      duties: duties.map(({ duty, ...of }) => ({ ...of, duty: duty.id, dueAtMs: duty.dueAtMs })),
      tasks: tasks.map(({ task, ...of }) => ({
        ...{ ...of, task: task.id, text: task.title },
        ...(task.due && { dueAtMs: task.due.atMs }),
      })),
      ...{ unacknowledged, drafts },
      news: kept.map(({ incident, title, kind, atMs }) => ({ incident, title, kind, atMs })),
    },
    ...(mail && { mail: { subject: mail.composed.subject, text: mail.composed.text } }),
  };
}
