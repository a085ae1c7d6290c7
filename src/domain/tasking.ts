/** The rules of tasks and playbooks: add, hand over, complete, skip, and what a kind of incident asks for. */
import type { CommandFields } from './commands.ts';
import type { Circumstances, Decision } from './decision.ts';
import type { EventBody } from './events.ts';
import { limits, type Incident } from './incident.ts';
import type { PolicySnapshot } from './policy.ts';
import { closedAlready, refuse, registerAway, unknownPerson, type Refusal } from './refusal.ts';
import { outside } from './restricting.ts';
import { isOpenTask, type Task } from './task.ts';

export function addTask(
  incident: Incident,
  fields: CommandFields<'addTask'>,
  { unjournaled }: Circumstances,
): Decision {
  const away = registerAway(incident.id, 'add a task to', unjournaled);
  if (away) return away;
  if (incident.phase === 'closed') return closedAlready(incident, 'add a task to');
  if (incident.tasks.length >= limits.tasks) return tooManyTasks(incident);
  const { title, owner, due, mandatory } = fields;
  if (owner !== undefined && !Object.hasOwn(incident.policy.people, owner))
    return unknownPerson(owner);
  const stranger = owner === undefined ? undefined : outside(incident, owner);
  if (stranger) return stranger;
  const task = { id: taskId(incident.tasks.length), title, mandatory: mandatory ?? false };
  return [
    {
      type: 'taskAdded',
      task: { ...task, ...(owner !== undefined && { owner }), ...(due && { due }) },
    },
  ];
}

export function completeTask(incident: Incident, fields: CommandFields<'completeTask'>): Decision {
  const task = findTask(incident, fields.task);
  if ('refused' in task) return task;
  if (task.doneAtMs !== undefined) return [];
  const { note } = fields;
  return [{ type: 'taskCompleted', task: task.id, ...(note !== undefined && { note }) }];
}

export function assignTask(incident: Incident, fields: CommandFields<'assignTask'>): Decision {
  const { owner } = fields;
  if (!Object.hasOwn(incident.policy.people, owner)) return unknownPerson(owner);
  const task = findTask(incident, fields.task);
  if ('refused' in task) return task;
  if (incident.phase === 'closed') return closedAlready(incident, 'hand over a task of');
  if (!isOpenTask(task)) return ended(incident, task);
  const stranger = outside(incident, owner);
  if (stranger) return stranger;
  return task.owner === owner ? [] : [{ type: 'taskAssigned', task: task.id, owner }];
}

/** A step that does not apply is said to be so, with the reason, instead of being called done. */
export function skipTask(incident: Incident, fields: CommandFields<'skipTask'>): Decision {
  const task = findTask(incident, fields.task);
  if ('refused' in task) return task;
  if (incident.phase === 'closed') return closedAlready(incident, 'skip a task of');
  if (task.skippedAtMs !== undefined) return [];
  if (!isOpenTask(task)) return ended(incident, task);
  return [{ type: 'taskSkipped', task: task.id, reason: fields.reason }];
}

/**
 * The tasks of a kind of incident, with due times counted from now. What it has already under the same
 * title is not asked for twice. Empty when the incident is of this kind.
 */
export function startPlaybook(
  incident: Pick<Incident, 'id' | 'tasks' | 'kind'> & { readonly policy: PolicySnapshot },
  kind: string | undefined,
  { nowMs }: Pick<Circumstances, 'nowMs'>,
): readonly EventBody[] | Refusal {
  if (kind === undefined || kind === incident.kind) return [];
  const playbooks = incident.policy.playbooks ?? {};
  const playbook = Object.hasOwn(playbooks, kind) ? playbooks[kind] : undefined;
  if (!playbook) return unknownPlaybook(incident.policy, kind);
  const known = new Set(incident.tasks.map(({ title }) => title));
  const steps = playbook.steps.filter(({ title }) => !known.has(title));
  if (incident.tasks.length + steps.length > limits.tasks) return tooManyTasks(incident);
  const tasks = steps.map(({ title, role, withinMs, mandatory }, n): Task => ({
    ...{ id: taskId(incident.tasks.length + n), title, role, mandatory, playbook: kind },
    ...(withinMs !== undefined && { due: { atMs: nowMs + withinMs, zone: 'UTC' } }),
  }));
  return [{ type: 'playbookStarted', playbook: kind, title: playbook.title, tasks }];
}

function unknownPlaybook({ playbooks = {} }: PolicySnapshot, kind: string): Refusal {
  const known = Object.keys(playbooks).join(', ');
  return refuse(
    'unknown-playbook',
    `there is no playbook for the kind ${kind}; ${known === '' ? 'this incident began without any, so add tasks one by one' : `use one of ${known}`}`,
  );
}

export function taskId(before: number): string {
  return `T${before + 1}`;
}

export function tooManyTasks({ id }: Pick<Incident, 'id'>): Refusal {
  return refuse(
    'limit-reached',
    `${id} can have ${limits.tasks} tasks; keep the rest in your tracker and note it here`,
  );
}

function findTask(incident: Incident, id: string): Task | Refusal {
  const known = incident.tasks.map((task) => task.id).join(', ');
  return (
    incident.tasks.find((task) => task.id === id) ??
    refuse(
      'unknown-task',
      `${incident.id} has no task ${id}; ${known === '' ? 'it has none' : `use one of ${known}`}`,
    )
  );
}

function ended(incident: Incident, task: Task): Refusal {
  const how = task.doneAtMs === undefined ? 'skipped' : 'done';
  return refuse('already-done', `the task ${task.id} of ${incident.id} is ${how} already`);
}
