/** The rows of responding: take it, share the work, say what was done. */
import { nameOf } from '../names.ts';
import type { RespondRow } from './row.ts';

export const respondingRows: readonly RespondRow[] = [
  {
    words: 'ack',
    command: 'acknowledge',
    summary: 'acknowledge: you have it, paging stops',
    positional: [],
    examples: ['seventytwo ack INC-K7F3Q --as anna'],
    said: ({ id, commander }, { names }) =>
      `${id} is acknowledged; paging has stopped. Commander: ${nameOf(commander, names)}.`,
  },
  {
    words: 'assign',
    command: 'assign',
    summary: 'hand the command to somebody',
    positional: ['commander'],
    examples: ['seventytwo assign INC-K7F3Q ben --as anna'],
    said: ({ id, commander }, { names }) => `${nameOf(commander, names)} commands ${id} now.`,
  },
  {
    words: 'scribe',
    command: 'assignScribe',
    summary: 'name who keeps the record, so that the commander need not',
    positional: ['scribe'],
    examples: ['seventytwo scribe INC-K7F3Q ben --as anna'],
    said: ({ id, scribe }, { names }) => `${nameOf(scribe, names)} is the scribe of ${id} now.`,
  },
  {
    words: 'severity',
    command: 'changeSeverity',
    summary: 'change the severity, with a reason',
    positional: ['severity'],
    examples: ['seventytwo severity INC-K7F3Q critical --reason "export is public" --as anna'],
    said: ({ id, severity }) => `${id} is ${severity} now.`,
  },
  {
    words: 'triage',
    command: 'triage',
    guided: true,
    summary: 'say what happened, what is affected and whether personal data was breached',
    positional: ['summary'],
    examples: [
      'seventytwo triage INC-K7F3Q "export bucket was public for 9 days" --personal-data yes --as anna',
      'seventytwo triage INC-K7F3Q "bucket was public" --kind data-exposure --as anna',
      'seventytwo triage INC-K7F3Q --guided --as anna',
      'seventytwo triage INC-K7F3Q "bucket was public" --facts breach.json --as anna',
      'seventytwo triage INC-K7F3Q "…" --subjects 1200 --subject-categories customers --data-categories "contact data" invoices --as anna',
    ],
    said: ({ id, phase, personalData }) =>
      `${id} is triaged: personal data ${personalData}, phase ${phase}.${
        personalData === 'yes'
          ? ` If it is certain, declare it: seventytwo aware ${id} --at <time> --reason "…"`
          : ''
      }`,
  },
  {
    words: 'contain',
    command: 'contain',
    summary: 'say what stopped the harm',
    positional: ['summary'],
    examples: ['seventytwo contain INC-K7F3Q "bucket made private, keys rotated" --as anna'],
    said: ({ id, phase }) => `${id} is contained; phase ${phase}.`,
  },
  {
    words: 'recover',
    command: 'recover',
    summary: 'say what was removed and restored',
    positional: ['summary'],
    examples: ['seventytwo recover INC-K7F3Q "service restored from clean image" --as anna'],
    said: ({ id, phase }) => `${id} is recovered; phase ${phase}.`,
  },
  {
    words: 'note',
    command: 'note',
    summary: 'put something on the record',
    positional: ['text'],
    examples: [
      'seventytwo note INC-K7F3Q "vendor called, sends logs at 15:00" --as anna',
      'journalctl -n 20 | seventytwo note INC-K7F3Q - --as anna',
    ],
    said: ({ id, seq }) => `Noted on ${id} as event ${seq}.`,
  },
  {
    words: 'task add',
    command: 'addTask',
    summary: 'add a task; a mandatory one blocks closing',
    positional: ['title'],
    examples: ['seventytwo task add INC-K7F3Q "rotate all keys" --owner ben --mandatory --as anna'],
    said: ({ id, tasks }) => `Task ${tasks.at(-1)?.id ?? ''} added to ${id}.`,
  },
  {
    words: 'task done',
    command: 'completeTask',
    summary: 'mark a task as done',
    positional: ['task'],
    examples: ['seventytwo task done INC-K7F3Q T1 --as ben'],
    said: ({ id }, _session, { task }) => `Task ${String(task)} of ${id} is done.`,
  },
  {
    words: 'task assign',
    command: 'assignTask',
    summary: 'hand a task to somebody; they are told by mail',
    positional: ['task', 'owner'],
    examples: ['seventytwo task assign INC-K7F3Q T1 ben --as anna'],
    said: ({ id }, { names }, { task, owner }) =>
      `Task ${String(task)} of ${id} is ${nameOf(String(owner), names)}'s now.`,
  },
  {
    words: 'task skip',
    command: 'skipTask',
    summary: 'say that a task does not apply, and why; it no longer blocks closing',
    positional: ['task'],
    examples: ['seventytwo task skip INC-K7F3Q T7 --reason "no backups are concerned" --as anna'],
    said: ({ id }, _session, { task }) => `Task ${String(task)} of ${id} is skipped.`,
  },
];
