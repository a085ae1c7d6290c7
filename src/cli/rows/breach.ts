/** The rows of a personal data breach: awareness and duties. */
import { formatBoth, formatSpan } from '../../calendar/format.ts';
import type { DutyStatus, Status } from '../../domain/status.ts';
import type { Session } from '../session.ts';
import type { Instant } from '../../domain/shape.ts';
import { nameOf } from '../names.ts';
import type { RespondRow } from './row.ts';

export const breachRows: readonly RespondRow[] = [
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
      'seventytwo duty file INC-K7F3Q --reference R-2 --stage withdrawal --as dora',
      'seventytwo duty file INC-K7F3Q --reference R-1 --stage initial --reasons-for-delay "…" --as dora',
    ],
    said: (status, _session, fields) => {
      const duty = chosen(status, fields);
      const filing = duty?.filings.at(-1);
      if (filing?.stage === 'withdrawal')
        return `The withdrawal is recorded as ${filing.reference}; ${duty?.id ?? ''} is withdrawn, and nothing more is owed for it.`;
      const late = filing && filing.lateByMs > 0 ? `, ${formatSpan(filing.lateByMs)} late` : '';
      const rest = duty?.followUpOwed ? ' More is owed (Art. 33(4)).' : '';
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
    said: (status, { policy, names }, fields) => {
      const duty = chosen(status, fields);
      const flag = duty === undefined || duty.id === 'gdpr-33-1' ? '' : ` --duty ${duty.id}`;
      return `Proposed. The clock and its reminders go on until another person confirms (one of both is ${nameOf(policy.roles.decisionMaker, names)}): seventytwo duty confirm ${status.id}${flag}`;
    },
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
    said: ({ id }, { policy, names }, { recommends }) =>
      `The advice to ${String(recommends)} is on record with ${id}. To file needs nobody; to withhold is for ${nameOf(policy.roles.decisionMaker, names)} to decide.`,
  },
  {
    words: 'duty start',
    command: 'startDuty',
    summary: 'say that a rule binds: its clocks are planned, and remind as those of Art. 33(1) do',
    positional: ['rule'],
    examples: [
      'seventytwo duty start INC-K7F3Q gdpr-34 --reason "identity documents were copied" --as dora',
      'seventytwo duty start INC-K7F3Q gdpr-33-2 --customers globex initech --reason "their data" --as dora',
      'seventytwo duty start INC-K7F3Q gdpr-33-2 --all-customers --reason "the database of all" --as dora',
      'seventytwo duty start INC-K7F3Q dora-19 --classified 2026-11-27T09:30 --reason "major" --as dora',
    ],
    said: (status, session, { rule }) => {
      const begun = status.duties.filter(({ plan }) => plan?.rule === rule);
      if (begun.length > fewDuties) return manyDuties(status, begun, session);
      const waiting = Object.values(status.started ?? {})
        .filter((started) => started.rule === rule)
        .flatMap((started) => started.waiting);
      const lines = [
        ...begun.map((duty) => `${duty.id}: ${dutyText(duty, session)}`),
        ...waiting.map((sentence) => `Not yet: ${sentence}`),
      ];
      return lines.length === 0
        ? `${String(rule)} is being planned; see seventytwo show ${status.id}`
        : lines.join('\n');
    },
  },
  {
    words: 'duty reopen',
    command: 'reopenDuty',
    summary:
      'facts changed: the clock of what was withheld or withdrawn goes on from the same time',
    positional: [],
    examples: ['seventytwo duty reopen INC-K7F3Q --reason "a second copy was found" --as dora'],
    said: (status, session, fields) => {
      const duty = chosen(status, fields);
      return duty ? `The clock goes on. ${dutyText(duty, session)}` : 'The clock goes on.';
    },
  },
  {
    words: 'stamp',
    command: 'stamp',
    summary: 'record a time that was learnt later; a clock that runs from it moves with it',
    positional: ['what'],
    examples: [
      'seventytwo stamp INC-K7F3Q suspected --at 2026-11-27T08:15 --as anna',
      'seventytwo stamp INC-K7F3Q occurred --at 2026-11-26T22:00 --as anna',
    ],
    said: ({ id }, { zone }, { what, at }) =>
      `${String(what)} of ${id} is ${isInstant(at) ? formatBoth(at.atMs, zone) : 'recorded'}.`,
  },
];

/** More of them than people read line by line. */
const fewDuties = 5;

function manyDuties({ id }: Status, duties: readonly DutyStatus[], session: Session): string {
  const [first] = duties.toSorted((a, b) => a.dueAtMs - b.dueAtMs);
  const soonest = first ? ` The first: ${first.id}: ${dutyText(first, session)}` : '';
  return `${duties.length} clocks run, one for each customer.${soonest}\nSee them: seventytwo customers list ${id}`;
}

/** The duty that the command was about. */
function chosen(
  { duties }: Status,
  { duty }: Readonly<Record<string, unknown>>,
): DutyStatus | undefined {
  return duties.find(({ id }) => id === (duty ?? 'gdpr-33-1'));
}

function isInstant(value: unknown): value is Instant {
  return typeof value === 'object' && value !== null && 'atMs' in value;
}

function dutyLine(status: Status, session: Session): string {
  const duty = chosen(status, {});
  return duty ? dutyText(duty, session) : '';
}

function dutyText(duty: DutyStatus, { zone, io }: Session): string {
  const left = duty.dueAtMs - io.now();
  const when = left >= 0 ? `in ${formatSpan(left)}` : `${formatSpan(-left)} ago`;
  const what = duty.plan ? `${duty.title}, by` : 'notify the authority by';
  const target = duty.plan?.isTarget ? ' (our own target: the law says without undue delay)' : '';
  return `${duty.article}: ${what} ${formatBoth(duty.dueAtMs, zone)}, ${when}${target}.`;
}
