/** What time alone brings: the next instant at which something falls due, and the events it causes. */
import { nextReminderAtMs, reminderDue } from './clock.ts';
import type { DutyId } from './duty.ts';
import type { EventBody } from './events.ts';
import { dutiesOf, type Incident } from './incident.ts';
import type { Reached } from './ladder.ts';
import type { OnCallNow } from './on-call.ts';
import { nextPageAtMs, pageDue } from './paging.ts';
import { nextTaskReminderAtMs, tasksDue } from './task.ts';
import { spokenOf } from './told.ts';

export type Deadline = {
  readonly atMs: number;
  /** For people who look at the timer in Temporal's own web UI. */
  readonly what: string;
};

/** The next instant at which `dueEvents` will have something to say; undefined when only people can go on. */
export function nextDeadline(incident: Incident): Deadline | undefined {
  const all: Deadline[] = [];
  const pageAtMs = nextPageAtMs(incident);
  if (pageAtMs !== undefined) all.push({ atMs: pageAtMs, what: pageWhat(incident) });
  for (const duty of dutiesOf(incident)) {
    const atMs = nextReminderAtMs(incident, duty);
    if (atMs !== undefined) all.push({ atMs, what: `remind of ${duty.id}` });
  }
  const taskAtMs = nextTaskReminderAtMs(incident);
  if (taskAtMs !== undefined) all.push({ atMs: taskAtMs, what: 'remind of tasks' });
  return all.sort((a, b) => a.atMs - b.atMs)[0];
}

function pageWhat({ paging }: Incident): string {
  if (!paging) return 'ask whether somebody is still on it';
  return paging.heldUntilMs === undefined ? 'page the next person' : 'page after quiet hours';
}

/**
 * Everything that fell due at or before `nowMs`. Rungs missed during an outage come as one event. `onCall`: who is on
 * call now; absent when nobody could say.
 */
export function dueEvents(
  incident: Incident,
  nowMs: number,
  onCall?: OnCallNow,
): readonly EventBody[] {
  const events: EventBody[] = [];
  const page = pageDue(incident, { nowMs, onCall });
  if (page) events.push(page);
  events.push(...reminders(incident, nowMs));
  const tasks = tasksDue(incident, nowMs).map(({ id }) => id);
  if (tasks.length > 0) events.push({ type: 'tasksDue', tasks });
  return events;
}

/** One event for all customers whose duties fall due together: hundreds of lines would hide the others. */
function reminders(incident: Incident, nowMs: number): readonly EventBody[] {
  const found = new Map<string, { duties: DutyId[]; dueAtMs: number; reached: Reached }>();
  for (const duty of dutiesOf(incident)) {
    const reached = reminderDue(incident, duty, nowMs);
    if (!reached) continue;
    const { id, dueAtMs } = duty;
    const key = JSON.stringify([spokenOf(incident, id), dueAtMs, reached]);
    const same = found.get(key);
    if (same) same.duties.push(id);
    else found.set(key, { duties: [id], dueAtMs, reached });
  }
  return [...found.values()].flatMap(({ duties, dueAtMs, reached }): EventBody[] => {
    const [duty, ...also] = duties;
    if (duty === undefined) return [];
    return [{ type: 'reminded', duty, ...(also.length > 0 && { also }), dueAtMs, ...reached }];
  });
}
