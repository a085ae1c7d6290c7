/** Mails that ask a second person: not filing, and moving a clock later, are never one person's act. */
import { formatBoth } from '../calendar/format.ts';
import { ruleOf } from '../domain/clock.ts';
import { hint } from './hint.ts';
import {
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

/** The reasons tell of the breach, and a mailbox may be what was broken into. */
const reasonsElsewhere =
  'The reasons are on record with the incident. They are not in this mail, because a mailbox may be what was broken into. Please read them before you decide.';

export function confirmWithholding(request: MailRequest): Letter {
  const { subject, recipient, nowMs } = request;
  const duty = dutyOf(request);
  const { article, addressee } = ruleOf(duty);
  const by = duty.withholding ? nameOf(request, duty.withholding.proposedBy) : 'Somebody';
  return {
    subject: `Second person needed, ${timeLeft(duty.dueAtMs, nowMs)}: withhold the notice (${article})?`,
    heading: 'Do you agree not to notify?',
    tone: 'urgent',
    audience: 'staff',
    blocks: [
      paragraph(
        `${by} proposes not to notify the ${addressee}, because a risk to people is unlikely. That takes effect only when a second person agrees. Until then the clock and the reminders go on.`,
      ),
      {
        kind: 'rows',
        rows: [
          { label: 'Incident', value: oneLine(subject.title) },
          {
            label: 'Due',
            value: `${timeLeft(duty.dueAtMs, nowMs)}: ${formatBoth(duty.dueAtMs, recipient.zone)}`,
          },
        ],
      },
      paragraph(reasonsElsewhere),
      { kind: 'command', label: 'To read them', command: hint.show(subject.id) },
      {
        kind: 'command',
        label: 'If you agree',
        command: hint.confirmWithholding(subject.id, recipient.id, duty.id),
      },
      paragraph('If you do not agree, do nothing here and file the notice.'),
    ],
  };
}

export function confirmAwareness(request: MailRequest): Letter {
  const { subject, recipient } = request;
  const { aware, proposedAwareness } = subject;
  const by = proposedAwareness ? nameOf(request, proposedAwareness.proposedBy) : 'Somebody';
  return {
    subject: 'Second person needed: move the time of awareness later?',
    heading: 'Do you agree to a later time of awareness?',
    tone: 'urgent',
    audience: 'staff',
    blocks: [
      paragraph(
        `${by} proposes that the company became aware later than recorded. That would move the deadline later, so it takes effect only when a second person agrees. Until then the earlier time counts.`,
      ),
      {
        kind: 'rows',
        rows: some<Row>(
          { label: 'Incident', value: oneLine(subject.title) },
          aware && { label: 'Recorded', value: formatBoth(aware.atMs, recipient.zone) },
          proposedAwareness && {
            label: 'Proposed',
            value: formatBoth(proposedAwareness.atMs, recipient.zone),
          },
        ),
      },
      paragraph(reasonsElsewhere),
      { kind: 'command', label: 'To read them', command: hint.show(subject.id) },
      {
        kind: 'command',
        label: 'If you agree',
        command: hint.confirmAwareness(subject.id, recipient.id),
      },
      paragraph('If you do not agree, do nothing: the recorded time stays.'),
    ],
  };
}
