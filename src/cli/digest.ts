/** `seventytwo digest`: what the next digest tells somebody, read from the register as the morning's chore reads it. */
import { morningDay } from '../calendar/morning.ts';
import { emptyDigest, isEmpty } from '../domain/digest.ts';
import { digestMail } from '../mail/digest.ts';
import { gatherDigests } from '../register/digest-items.ts';
import type { Io } from './io.ts';
import { printJson } from './json.ts';
import { openSession, requirePerson, withRegister, type Given } from './session.ts';

export async function runDigest(io: Io, given: Given): Promise<void> {
  const session = await openSession(io, given);
  const person = requirePerson(session);
  const digests = await withRegister(session, (register) => gatherDigests(register, [person]));
  const digest = digests.get(person) ?? emptyDigest;
  const nowMs = io.now();
  const mail = digestMail(
    { digest, nowMs, day: morningDay(nowMs, session.zone) },
    session.policy,
    person,
  );
  const days = session.policy.people[person]?.digest ?? 'weekdays';
  if (given.json) {
    const { duties, tasks, unacknowledged, drafts, kept } = digest;
    return printJson(session, {
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
    });
  }
  if (!mail) return io.print(`Nothing is open for ${person}: no digest is mailed.`);
  if (days === 'off') io.tell(`people.${person}.digest is off: this is not mailed.`);
  io.print(`${mail.composed.subject}\n\n${mail.composed.text.trimEnd()}`);
}
