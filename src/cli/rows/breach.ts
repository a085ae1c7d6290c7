/** The rows of a personal data breach: awareness, duties, customers. */
import { formatBoth, formatSpan } from '../../calendar/format.ts';
import type { DutyStatus, Status } from '../../domain/status.ts';
import type { Session } from '../session.ts';
import { nameOf, type RespondRow } from './row.ts';

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
];

function dutyLine({ duties }: Status, { zone, io }: Session): string {
  const duty: DutyStatus | undefined = duties[0];
  if (!duty) return '';
  const left = duty.dueAtMs - io.now();
  const when = left >= 0 ? `in ${formatSpan(left)}` : `${formatSpan(-left)} ago`;
  return `${duty.article}: notify the authority by ${formatBoth(duty.dueAtMs, zone)}, ${when}.`;
}
