/** How far the customers are told, for mails about all of them at once. */
import { formatBoth } from '../calendar/format.ts';
import { isOpen } from '../domain/duty.ts';
import type { Told } from '../domain/told.ts';
import { hint } from './hint.ts';
import {
  dutyOf,
  paragraph,
  some,
  type Block,
  type Letter,
  type MailRequest,
  type Row,
} from './letter.ts';
import { oneLine } from './line.ts';

/** Names, or ids of those who left the policy since. */
export function customerNames(
  { customers }: MailRequest,
  ids: readonly string[],
): readonly string[] {
  return ids.map((id) =>
    oneLine((Object.hasOwn(customers, id) ? customers[id] : undefined) ?? id, 120),
  );
}

function rows(request: MailRequest, told: Told): readonly Row[] {
  return some<Row>(
    { label: 'Customers concerned', value: String(told.concerned) },
    { label: 'Told', value: String(told.told) },
    told.failedCount > 0 && {
      label: 'Could not be reached',
      value: abridged(customerNames(request, told.failed), told.failedCount),
    },
    told.openCount > 0 && {
      label: 'Not told yet, the most urgent first',
      value: abridged(customerNames(request, told.open), told.openCount),
    },
  );
}

function abridged(names: readonly string[], count: number): string {
  const more = count - names.length;
  return `${count}: ${names.join('; ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** What is to be done while customers wait, in the order in which it is done. */
export function toTell(request: MailRequest): readonly Block[] {
  const { subject, recipient } = request;
  if (!subject.told) return [];
  const { id } = subject;
  return [
    { kind: 'heading', text: 'Whom to tell' },
    { kind: 'rows', rows: rows(request, subject.told) },
    paragraph(
      'Each has a clock of its own, by contract or by our own target; the time above is that of the most urgent.',
    ),
    {
      kind: 'command',
      label: 'To draft the notices',
      command: hint.draftNotices(id, recipient.id),
    },
    {
      kind: 'command',
      label: 'To approve them, once read',
      command: hint.approveNotices(id, recipient.id),
    },
    { kind: 'command', label: 'To send them', command: hint.notifyCustomers(id, recipient.id) },
    { kind: 'command', label: 'To see each customer', command: hint.customers(id) },
  ];
}

/** The end of a batch of notices, or of the duty towards one customer. */
export function customersTold(request: MailRequest): Letter {
  const { subject } = request;
  const duty = dutyOf(request);
  const told = subject.told ?? {
    ...{ concerned: 0, told: 0, openCount: 0, failedCount: 0, open: [], failed: [] },
  };
  const isOver = !isOpen(duty);
  return {
    subject: `${told.told} of ${told.concerned} customers told (GDPR Art. 33(2))`,
    heading: isOver ? 'The customers are told' : 'Some customers are told',
    tone: 'calm',
    audience: 'staff',
    blocks: [
      paragraph(
        isOver
          ? 'Nobody concerned waits for a notice any more. The reminders have stopped and the calendar entry is cancelled.'
          : `The mail servers took these notices. The clock goes on for the others; the most urgent is due ${formatBoth(duty.dueAtMs, request.recipient.zone)}.`,
      ),
      {
        kind: 'rows',
        rows: [{ label: 'Incident', value: oneLine(subject.title) }, ...rows(request, told)],
      },
      { kind: 'command', label: 'To see each customer', command: hint.customers(subject.id) },
    ],
    ...(isOver && { calendar: { duty: duty.id, method: 'CANCEL' as const } }),
  };
}
