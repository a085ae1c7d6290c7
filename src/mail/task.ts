/** Mails about tasks: work that somebody was given, and work whose time has come. */
import type { Task } from '../domain/task.ts';
import { hints } from './hint.ts';
import { at, nameOf, paragraph, type Letter, type MailRequest, type Row } from './letter.ts';
import { oneLine } from './line.ts';
import { timeLeft } from './span.ts';

export function taskGiven(request: MailRequest): Letter {
  const { subject, recipient, words } = request;
  const { length } = tasksOf(request);
  return letter(request, {
    subject: words.tasks.subjectGiven(length, oneLine(subject.title, 90)),
    tone: 'calm',
    opening: words.tasks.given(oneLine(recipient.name, 80)),
  });
}

export function taskDue(request: MailRequest): Letter {
  const { subject, recipient, nowMs, words } = request;
  const { length } = tasksOf(request).filter((task) => isDue(task, nowMs));
  return letter(request, {
    subject: words.tasks.subjectDue(length, oneLine(subject.title, 90)),
    tone: 'urgent',
    opening: words.tasks.due(oneLine(recipient.name, 80), length),
  });
}

function letter(
  request: MailRequest,
  { subject, tone, opening }: Pick<Letter, 'subject' | 'tone'> & { readonly opening: string },
): Letter {
  const { subject: incident, recipient, words } = request;
  const hint = hints(words);
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
              label: words.tasks.done,
              command: hint.completeTask(incident.id, first.id, recipient.id),
            } as const,
            {
              kind: 'command',
              label: words.tasks.skip,
              command: hint.skipTask(incident.id, first.id, recipient.id),
            } as const,
          ]
        : []),
      { kind: 'command', label: words.labels.showAll, command: hint.show(incident.id) },
    ],
  };
}

function row(request: MailRequest, { id, title, owner, mandatory, due }: Task): Row {
  const { recipient, words } = request;
  const label = [
    id,
    ...(mandatory ? [words.tasks.mandatory] : []),
    ...(owner === undefined || owner === recipient.id
      ? []
      : [words.tasks.owner(nameOf(request, owner))]),
  ].join(' · ');
  return {
    ...{ label, value: oneLine(title) },
    ...(due && { note: `${timeLeft(request, due.atMs)}, ${at(request, due.atMs)}` }),
  };
}

/** What has fallen due stands first, then what falls due next. */
function tasksOf({ subject }: MailRequest): readonly Task[] {
  const dueAt = ({ due }: Task): number => due?.atMs ?? Infinity;
  return (subject.tasks ?? []).toSorted((a, b) => dueAt(a) - dueAt(b));
}

function isDue({ due }: Task, nowMs: number): boolean {
  return due !== undefined && due.atMs <= nowMs;
}
