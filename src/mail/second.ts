/** Mails that ask a second person: not filing, and moving a clock later, are never one person's act. */
import { hints } from './hint.ts';
import {
  askedBy,
  at,
  dutyOf,
  nameOf,
  paragraph,
  some,
  type Letter,
  type MailRequest,
  type Row,
} from './letter.ts';
import { oneLine } from './line.ts';
import { timeLeft } from './span.ts';

export function confirmWithholding(request: MailRequest): Letter {
  const { subject, recipient, words } = request;
  const { second, labels } = words;
  const hint = hints(words);
  const duty = dutyOf(request);
  const { article, addressee } = askedBy(request, duty);
  const by = duty.withholding ? nameOf(request, duty.withholding.proposedBy) : second.somebody;
  return {
    subject: second.withhold.subject(timeLeft(request, duty.dueAtMs), article),
    heading: second.withhold.heading,
    tone: 'urgent',
    audience: 'staff',
    blocks: [
      paragraph(second.withhold.proposal(by, addressee)),
      {
        kind: 'rows',
        rows: [
          { label: labels.incident, value: oneLine(subject.title) },
          {
            label: labels.due,
            value: `${timeLeft(request, duty.dueAtMs)}: ${at(request, duty.dueAtMs)}`,
          },
        ],
      },
      // The reasons tell of the breach, and a mailbox may be what was broken into.
      paragraph(second.reasonsElsewhere),
      { kind: 'command', label: second.read, command: hint.show(subject.id) },
      {
        kind: 'command',
        label: second.agree,
        command: hint.confirmWithholding(subject.id, recipient.id, duty.id),
      },
      paragraph(second.withhold.otherwise),
    ],
  };
}

export function confirmAwareness(request: MailRequest): Letter {
  const { subject, recipient, words } = request;
  const { second, labels } = words;
  const hint = hints(words);
  const { aware, proposedAwareness } = subject;
  const by = proposedAwareness ? nameOf(request, proposedAwareness.proposedBy) : second.somebody;
  return {
    subject: second.awareness.subject,
    heading: second.awareness.heading,
    tone: 'urgent',
    audience: 'staff',
    blocks: [
      paragraph(second.awareness.proposal(by)),
      {
        kind: 'rows',
        rows: some<Row>(
          { label: labels.incident, value: oneLine(subject.title) },
          aware && { label: second.awareness.recorded, value: at(request, aware.atMs) },
          proposedAwareness && {
            label: second.awareness.proposed,
            value: at(request, proposedAwareness.atMs),
          },
        ),
      },
      // The reasons tell of the breach, and a mailbox may be what was broken into.
      paragraph(second.reasonsElsewhere),
      { kind: 'command', label: second.read, command: hint.show(subject.id) },
      {
        kind: 'command',
        label: second.agree,
        command: hint.confirmAwareness(subject.id, recipient.id),
      },
      paragraph(second.awareness.otherwise),
    ],
  };
}
