/** The commands that act on one incident, as data: words, fields by position, an example, and what is said when done. */
import { formatBoth, formatSpan } from '../calendar/format.ts';
import type { CommandName } from '../domain/commands.ts';
import type { DutyStatus, Status } from '../domain/status.ts';
import { Failure } from '../failure.ts';
import type { Session } from './session.ts';

export type RespondRow = {
  /** As typed: `duty file`. */
  readonly words: string;
  readonly command: CommandName;
  readonly summary: string;
  /** Fields given by position, after the incident. */
  readonly positional: readonly string[];
  readonly examples: readonly string[];
  /** Throws when what was asked for came to nothing although the command was taken. */
  readonly check?: (status: Status) => void;
  readonly said: (
    status: Status,
    session: Session,
    fields: Readonly<Record<string, unknown>>,
  ) => string;
};

export const respondRows: readonly RespondRow[] = [
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
    summary: 'say what happened, what is affected and whether personal data was breached',
    positional: ['summary'],
    examples: [
      'seventytwo triage INC-K7F3Q "export bucket was public for 9 days" --personal-data yes --as anna',
      'seventytwo triage INC-K7F3Q "bucket was public" --kind data-exposure --as anna',
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
  {
    words: 'aware',
    command: 'declareAwareness',
    summary:
      'declare when the company became aware of a personal data breach: the 72 hours run from then',
    positional: [],
    examples: [
      'seventytwo aware INC-K7F3Q --at 2026-11-27T18:20 --reason "logs show downloads by strangers" --as dora',
      'seventytwo aware INC-K7F3Q --at -30m --zone Europe/Warsaw --reason "…" --as dora',
    ],
    said: (status, session) => {
      const waiting = status.proposedAwareness;
      if (waiting)
        return `A later awareness time is proposed (${formatBoth(waiting.atMs, session.zone)}); until another person confirms it with seventytwo aware-confirm ${status.id}, the earlier one counts.`;
      return `${status.id} is a personal data breach. ${dutyLine(status, session)}`;
    },
  },
  {
    words: 'aware-confirm',
    command: 'confirmAwareness',
    summary: 'confirm, as a second person, an awareness time that moved later',
    positional: [],
    examples: ['seventytwo aware-confirm INC-K7F3Q --as clara'],
    said: (status, session) => `The awareness time is corrected. ${dutyLine(status, session)}`,
  },
  {
    words: 'duty file',
    command: 'fileDuty',
    summary: 'record that a person filed the notice with the authority; needs nobody else',
    positional: [],
    examples: [
      'seventytwo duty file INC-K7F3Q --reference DPC-2026-1234 --at 2026-11-28T11:05 --as dora',
      'seventytwo duty file INC-K7F3Q --reference R-1 --stage initial --reasons-for-delay "…" --as dora',
    ],
    said: (status) => {
      const filing = status.duties[0]?.filings.at(-1);
      const late = filing && filing.lateByMs > 0 ? `, ${formatSpan(filing.lateByMs)} late` : '';
      const rest = status.duties[0]?.followUpOwed ? ' More is owed (Art. 33(4)).' : '';
      return `Filed as ${filing?.reference ?? ''}${late}. The reminders have stopped.${rest}`;
    },
  },
  {
    words: 'duty withhold',
    command: 'withholdDuty',
    summary: 'propose not to notify, with reasons; a second person must confirm',
    positional: [],
    examples: [
      'seventytwo duty withhold INC-K7F3Q --reason "encrypted, keys safe: risk unlikely" --as dora',
    ],
    said: ({ id }) =>
      `Proposed. The clock and its reminders go on until another person confirms: seventytwo duty confirm ${id}`,
  },
  {
    words: 'duty confirm',
    command: 'confirmWithholding',
    summary: 'confirm, as a second person, that the authority is not notified',
    positional: [],
    examples: ['seventytwo duty confirm INC-K7F3Q --as clara'],
    said: () =>
      'Withheld by two people. The reminders have stopped; the reasons stay in the register.',
  },
  {
    words: 'duty advise',
    command: 'advise',
    summary: "record the data protection officer's advice; the controller decides",
    positional: ['recommends'],
    examples: [
      'seventytwo duty advise INC-K7F3Q notify --reason "credentials were among the data" --as dora',
      'seventytwo duty advise INC-K7F3Q withhold --reason "keys safe, copy restored" --as dora',
    ],
    said: ({ id, duties }, { policy, names }) =>
      `The advice to ${duties[0]?.advice?.recommends ?? 'notify'} is on record with ${id}. To file needs nobody; to withhold is for ${nameOf(policy.roles.decisionMaker, names)} to decide.`,
  },
  {
    words: 'customers notify',
    command: 'notifyCustomer',
    summary: 'send the Art. 33(2) notice to a customer for whom you process data',
    positional: ['customer'],
    examples: ['seventytwo customers notify INC-K7F3Q globex --as dora'],
    said: (_status, { policy }, { customer }) =>
      `The notice to ${policy.customers[String(customer)]?.name ?? String(customer)} is on its way; show tells when their server accepted it.`,
  },
  {
    words: 'review',
    command: 'review',
    summary: 'record what was learnt; needed before closing',
    positional: ['summary'],
    examples: [
      'seventytwo review INC-K7F3Q "public by default was the trap" --root-cause "template" --improvements "deny by default" --as anna',
    ],
    said: ({ id, gates }) =>
      gates.length === 0
        ? `${id} is reviewed and can be closed.`
        : `${id} is reviewed. Before it can close: ${gates.join('; ')}.`,
  },
  {
    words: 'close',
    command: 'close',
    summary: 'close the incident',
    positional: [],
    examples: ['seventytwo close INC-K7F3Q --as anna'],
    said: ({ id }) => `${id} is closed. Its record stays: seventytwo timeline ${id}`,
  },
  {
    words: 'reopen',
    command: 'reopen',
    summary: 'open a closed incident again',
    positional: ['reason'],
    examples: ['seventytwo reopen INC-K7F3Q "second bucket found" --as anna'],
    said: ({ id, phase }) => `${id} is open again, in phase ${phase}.`,
  },
  {
    words: 'false-alarm',
    command: 'declareFalseAlarm',
    summary: 'end what was no incident; refused while a legal clock runs',
    positional: ['reason'],
    examples: ['seventytwo false-alarm INC-K7F3Q "it was the penetration test" --as anna'],
    said: ({ id }) => `${id} is closed as a false alarm.`,
  },
  {
    words: 'merge',
    command: 'merge',
    summary:
      'end a duplicate in the incident that goes on, which keeps the earliest of both clocks',
    positional: ['into'],
    examples: [
      'seventytwo merge INC-B2C4D INC-K7F3Q --reason "the same bucket, seen by two people" --as anna',
    ],
    check: ({ id, mergeFailed, phase }) => {
      if (mergeFailed && phase !== 'closed')
        throw new Failure(
          'refused',
          'merge-failed',
          `${id} was not merged into ${mergeFailed.into}: ${mergeFailed.message}`,
        );
    },
    said: ({ id, mergedInto, merging }) =>
      mergedInto === undefined
        ? `${merging?.into ?? 'The other incident'} has not answered yet; see seventytwo show ${id}`
        : `${id} ended as a duplicate. Everything goes on in ${mergedInto}: seventytwo show ${mergedInto}`,
  },
];

function nameOf(id: string | undefined, names: Readonly<Record<string, string>>): string {
  return id === undefined ? 'nobody' : (names[id] ?? id);
}

function dutyLine({ duties }: Status, { zone, io }: Session): string {
  const duty: DutyStatus | undefined = duties[0];
  if (!duty) return '';
  const left = duty.dueAtMs - io.now();
  const when = left >= 0 ? `in ${formatSpan(left)}` : `${formatSpan(-left)} ago`;
  return `${duty.article}: notify the authority by ${formatBoth(duty.dueAtMs, zone)}, ${when}.`;
}
