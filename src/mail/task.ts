/** Mails about tasks: work that somebody was given, and work whose time has come. */
import { formatBoth } from '../calendar/format.ts';
import type { Task } from '../domain/task.ts';
import { hint } from './hint.ts';
import { nameOf, paragraph, type Letter, type MailRequest, type Row } from './letter.ts';
import { oneLine } from './line.ts';
import { timeLeft } from './span.ts';

export function taskGiven(request: MailRequest): Letter {
  const { subject, recipient } = request;
  const tasks = tasksOf(request);
  return letter(request, {
    subject: `${count(tasks)} for you: ${oneLine(subject.title, 90)}`,
    tone: 'calm',
    opening: `${oneLine(recipient.name, 80)}, you have work in this incident.`,
  });
}

export function taskDue(request: MailRequest): Letter {
  const { subject, recipient, nowMs } = request;
  const due = tasksOf(request).filter((task) => isDue(task, nowMs));
  return letter(request, {
    subject: `${count(due)} due: ${oneLine(subject.title, 90)}`,
    tone: 'urgent',
    opening: `${oneLine(recipient.name, 80)}, the time for ${count(due)} of this incident has come.`,
  });
}

function letter(
  request: MailRequest,
  { subject, tone, opening }: Pick<Letter, 'subject' | 'tone'> & { readonly opening: string },
): Letter {
  const { subject: incident, recipient } = request;
  const tasks = tasksOf(request);
  // The commands show one of their own, where there is one.
  const first = tasks.find(({ owner }) => owner === recipient.id) ?? tasks[0];
  return {
    subject,
    heading: oneLine(incident.title),
    tone,
    audience: 'staff',
    blocks: [
      paragraph(opening),
      { kind: 'rows', rows: tasks.map((task) => row(request, task)) },
      ...(first
        ? [
            {
              kind: 'command',
              label: 'When one is done',
              command: hint.completeTask(incident.id, first.id, recipient.id),
            } as const,
            {
              kind: 'command',
              label: 'When one does not apply',
              command: hint.skipTask(incident.id, first.id, recipient.id),
            } as const,
          ]
        : []),
      { kind: 'command', label: 'To see all of it', command: hint.show(incident.id) },
    ],
  };
}

function row(request: MailRequest, { id, title, owner, mandatory, due }: Task): Row {
  const { recipient, nowMs } = request;
  const label = [
    id,
    ...(mandatory ? ['mandatory'] : []),
    ...(owner === undefined || owner === recipient.id ? [] : [`owner ${nameOf(request, owner)}`]),
  ].join(' · ');
  const when = due
    ? ` · ${timeLeft(due.atMs, nowMs)}, ${formatBoth(due.atMs, recipient.zone)}`
    : '';
  return { label, value: `${oneLine(title)}${when}` };
}

/** What has fallen due stands first, then what falls due next. */
function tasksOf({ subject }: MailRequest): readonly Task[] {
  const dueAt = ({ due }: Task): number => due?.atMs ?? Infinity;
  return (subject.tasks ?? []).toSorted((a, b) => dueAt(a) - dueAt(b));
}

function isDue({ due }: Task, nowMs: number): boolean {
  return due !== undefined && due.atMs <= nowMs;
}

function count(tasks: readonly Task[]): string {
  return tasks.length === 1 ? '1 task' : `${tasks.length} tasks`;
}
