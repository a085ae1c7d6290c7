/** What time alone brings: the next instant at which something falls due, and the events it causes. */
import { nextReminderAtMs, reminderDue } from './clock.ts';
import type { EventBody } from './events.ts';
import { dutiesOf, type Incident } from './incident.ts';
import { nextTaskReminderAtMs, tasksDue } from './task.ts';

export type Deadline = {
  readonly atMs: number;
  /** For people who look at the timer in Temporal's own web UI. */
  readonly what: string;
};

/** The next instant at which `dueEvents` will have something to say; undefined when only people can go on. */
export function nextDeadline(incident: Incident): Deadline | undefined {
  const all: Deadline[] = [];
  if (incident.paging) all.push({ atMs: incident.paging.nextAtMs, what: 'page the next person' });
  for (const duty of dutiesOf(incident)) {
    const atMs = nextReminderAtMs(incident, duty);
    if (atMs !== undefined) all.push({ atMs, what: `remind of ${duty.id}` });
  }
  const taskAtMs = nextTaskReminderAtMs(incident);
  if (taskAtMs !== undefined) all.push({ atMs: taskAtMs, what: 'remind of tasks' });
  return all.sort((a, b) => a.atMs - b.atMs)[0];
}

/** Everything that fell due at or before `nowMs`. Rungs missed during an outage come as one event. */
export function dueEvents(incident: Incident, nowMs: number): readonly EventBody[] {
  const events: EventBody[] = [];
  if (incident.paging && incident.paging.nextAtMs <= nowMs) events.push(escalate(incident, nowMs));
  for (const duty of dutiesOf(incident)) {
    const reached = reminderDue(incident, duty, nowMs);
    if (reached)
      events.push({ type: 'reminded', duty: duty.id, dueAtMs: duty.dueAtMs, ...reached });
  }
  const tasks = tasksDue(incident, nowMs).map(({ id }) => id);
  if (tasks.length > 0) events.push({ type: 'tasksDue', tasks });
  return events;
}

/** Counted from now, not from the missed timeout: after an outage each person still gets their time. */
function escalate(incident: Incident, nowMs: number): EventBody {
  const { policy, paging } = incident;
  const nextAtMs = nowMs + policy.ackTimeoutMs[incident.severity];
  const step = (paging?.step ?? -1) + 1;
  const to = policy.onCall[step];
  if (to !== undefined) return { type: 'paged', step, to, nextAtMs };
  return { type: 'nobodyReached', rounds: (paging?.rounds ?? 0) + 1, nextAtMs };
}
