/** How far the customers are told, for mails about all of them at once. */
import { isOpen } from '../domain/duty.ts';
import type { Told } from '../domain/told.ts';
import { hints } from './hint.ts';
import {
  at,
  dutyOf,
  paragraph,
  some,
  type Block,
  type Letter,
  type MailRequest,
  type Row,
} from './letter.ts';
import { number } from '../language/numbers.ts';
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
  const { customers, language } = request.words;
  return some<Row>(
    { label: customers.concerned, value: number(language, told.concerned) },
    { label: customers.told, value: number(language, told.told) },
    told.failedCount > 0 && {
      label: customers.failed,
      value: abridged(request, told.failed, told.failedCount),
    },
    told.openCount > 0 && {
      label: customers.open,
      value: abridged(request, told.open, told.openCount),
    },
  );
}

/** Semicolons, because names hold commas. */
function abridged(request: MailRequest, ids: readonly string[], count: number): string {
  const { customers } = request.words;
  const more = count - ids.length;
  const names = customerNames(request, ids).join('; ');
  return customers.abridged(count, more > 0 ? `${names} ${customers.andMore(more)}` : names);
}

/** What is to be done while customers wait, in the order in which it is done. */
export function toTell(request: MailRequest): readonly Block[] {
  const { subject, recipient, words } = request;
  const { customers } = words;
  const hint = hints(words);
  if (!subject.told) return [];
  const { id } = subject;
  return [
    { kind: 'heading', text: words.filing.whomToTell },
    { kind: 'rows', rows: rows(request, subject.told) },
    paragraph(customers.clocks),
    {
      kind: 'command',
      label: customers.draft,
      command: hint.draftNotices(id, recipient.id),
    },
    {
      kind: 'command',
      label: customers.approve,
      command: hint.approveNotices(id, recipient.id),
    },
    { kind: 'command', label: customers.send, command: hint.notifyCustomers(id, recipient.id) },
    { kind: 'command', label: customers.each, command: hint.customers(id) },
  ];
}

/** The end of a batch of notices, or of the duty towards one customer. */
export function customersTold(request: MailRequest): Letter {
  const { subject, words } = request;
  const { ended, each } = words.customers;
  const duty = dutyOf(request);
  const told = subject.told ?? {
    ...{ concerned: 0, told: 0, openCount: 0, failedCount: 0, open: [], failed: [] },
  };
  const isOver = !isOpen(duty);
  return {
    subject: ended.subject(told.told, told.concerned),
    heading: isOver ? ended.heading : ended.headingSome,
    tone: 'calm',
    audience: 'staff',
    blocks: [
      paragraph(isOver ? ended.over : ended.goesOn(at(request, duty.dueAtMs))),
      {
        kind: 'rows',
        rows: [
          { label: words.labels.incident, value: oneLine(subject.title) },
          ...rows(request, told),
        ],
      },
      { kind: 'command', label: each, command: hints(words).customers(subject.id) },
    ],
    // The next of them may be due at another time.
    ...((isOver || duty.dueAtMs > request.nowMs) && {
      calendar: { duty: duty.id, method: isOver ? ('CANCEL' as const) : ('PUBLISH' as const) },
    }),
  };
}
