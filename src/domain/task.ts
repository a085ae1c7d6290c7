/** Tasks of an incident: who owns them, by name or by role, and when they ask to be remembered. */
import type { Incident } from './incident.ts';
import { hourMs } from './ladder.ts';
import { isAtLeast, type PersonId, type TaskRole } from './policy.ts';
import type { Instant } from './shape.ts';

export type Task = {
  readonly id: string;
  readonly title: string;
  readonly owner?: PersonId;
  /** Whoever has this role owns it, while nobody is named. */
  readonly role?: TaskRole;
  readonly due?: Instant;
  /** Blocks closing until it is done or skipped. */
  readonly mandatory: boolean;
  /** The playbook that it comes from. */
  readonly playbook?: string;
  readonly doneAtMs?: number;
  /** Found not to apply, with a reason on the timeline. */
  readonly skippedAtMs?: number;
  readonly remindedAtMs?: number;
  /** How often; from the second time on the commander is told too. */
  readonly reminders?: number;
};

/** While a task is overdue its people are told once a day: it is work, not a statutory clock. */
const taskReminderEveryMs = 24 * hourMs;

export function isOpenTask(task: Task): boolean {
  return task.doneAtMs === undefined && task.skippedAtMs === undefined;
}

/** Undefined while nobody has the role. A scribe's tasks fall to the commander until there is one. */
export function ownerOf(
  incident: Pick<Incident, 'commander' | 'scribe' | 'policy'>,
  { owner, role }: Pick<Task, 'owner' | 'role'>,
): PersonId | undefined {
  const { commander, scribe, policy } = incident;
  if (owner !== undefined || role === undefined) return owner;
  const holders: Readonly<Record<TaskRole, PersonId | undefined>> = {
    commander,
    scribe: scribe ?? commander,
    dpo: policy.dpo,
    deputy: policy.deputy,
    'decision-maker': policy.decisionMaker,
  };
  return holders[role];
}

/** When this task is next remembered, epoch milliseconds; undefined when it never is. */
function taskReminderAtMs(task: Task): number | undefined {
  if (!isOpenTask(task) || task.due === undefined) return undefined;
  return task.remindedAtMs === undefined ? task.due.atMs : task.remindedAtMs + taskReminderEveryMs;
}

/** The earliest of them; incidents of before this edition were promised none. */
export function nextTaskReminderAtMs(incident: Incident): number | undefined {
  return remembered(incident)
    .flatMap((task) => taskReminderAtMs(task) ?? [])
    .sort((a, b) => a - b)[0];
}

/** Everything that asks to be remembered at `nowMs`, told as one. */
export function tasksDue(incident: Incident, nowMs: number): readonly Task[] {
  return remembered(incident).filter((task) => (taskReminderAtMs(task) ?? Infinity) <= nowMs);
}

function remembered({ phase, policy, tasks }: Incident): readonly Task[] {
  return phase === 'closed' || !isAtLeast(policy, 2) ? [] : tasks;
}
