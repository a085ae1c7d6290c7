/** Folds one event into the tasks of an incident. */
import type { IncidentEvent } from './events.ts';
import type { Task } from './task.ts';

export type TaskEvent = IncidentEvent & {
  readonly type:
    'taskAdded' | 'taskCompleted' | 'taskAssigned' | 'taskSkipped' | 'playbookStarted' | 'tasksDue';
};

export function foldTasks(tasks: readonly Task[], event: TaskEvent): readonly Task[] {
  const { atMs } = event;
  const change = (ids: readonly string[], changed: (task: Task) => Task): readonly Task[] =>
    tasks.map((task) => (ids.includes(task.id) ? changed(task) : task));
  switch (event.type) {
    case 'taskAdded':
      return [...tasks, event.task];
    case 'playbookStarted':
      return [...tasks, ...event.tasks];
    case 'taskCompleted':
      return change([event.task], (task) => ({ ...task, doneAtMs: atMs }));
    case 'taskAssigned':
      return change([event.task], (task) => ({ ...task, owner: event.owner }));
    case 'taskSkipped':
      return change([event.task], (task) => ({ ...task, skippedAtMs: atMs }));
    case 'tasksDue':
      return change(event.tasks, (task) => ({
        ...task,
        remindedAtMs: atMs,
        reminders: (task.reminders ?? 0) + 1,
      }));
  }
}
