/** Mails that find a person for an incident: the page, the alarm that nobody answered, the hand-over. */
import { formatBoth } from '../calendar/format.ts';
import { ruleOf } from '../domain/clock.ts';
import { isOpen } from '../domain/duty.ts';
import { hint } from './hint.ts';
import { nameOf, paragraph, some, type Letter, type MailRequest, type Row } from './letter.ts';
import { oneLine } from './line.ts';
import { roughSpan, timeLeft } from './span.ts';

export function page(request: MailRequest): Letter {
  const { subject, mail, recipient } = request;
  const title = oneLine(subject.title);
  return {
    subject: `${subject.severity.toUpperCase()} incident, please acknowledge: ${oneLine(title, 90)}`,
    heading: title,
    tone: 'urgent',
    audience: 'staff',
    blocks: [
      paragraph(`${oneLine(recipient.name, 80)}, you are on call and are paged for this incident.`),
      {
        kind: 'command',
        label: 'To acknowledge',
        command: hint.acknowledge(subject.id, recipient.id),
      },
      paragraph(next(request)),
      { kind: 'rows', rows: incidentRows(request) },
      { kind: 'command', label: 'To see all of it', command: hint.show(subject.id) },
    ],
  };

  function next({ onCall, acknowledgeWithinMs, nowMs }: MailRequest): string {
    const nextAtMs = mail.causedAtMs + acknowledgeWithinMs;
    const after = onCall[onCall.indexOf(mail.to) + 1];
    const then =
      after === undefined
        ? 'there is nobody left to page: everybody is told that nobody could be reached'
        : `${nameOf(request, after)} is paged next`;
    // A page that waited for a mail server comes when the next person has been paged already.
    if (nextAtMs <= nowMs)
      return `This page was sent ${roughSpan(nowMs - mail.causedAtMs)} ago and reached you late. Acknowledge if nobody has.`;
    return `If nobody acknowledges within ${roughSpan(nextAtMs - nowMs)}, by ${formatBoth(wholeMinute(nextAtMs), recipient.zone)}, ${then}.`;
  }
}

/** Seconds would only be in the way of somebody just woken. Earlier, never later. */
function wholeMinute(ms: number): number {
  return Math.floor(ms / 60_000) * 60_000;
}

export function nobodyReached(request: MailRequest): Letter {
  const { subject, recipient, onCall } = request;
  const paged = onCall.map((id) => nameOf(request, id)).join(', ');
  return {
    subject: `NOBODY REACHED: this ${subject.severity} incident has no responder`,
    heading: 'Nobody could be reached',
    tone: 'late',
    audience: 'staff',
    blocks: [
      {
        kind: 'paragraph',
        text: `Everybody on call was paged (${paged}) and nobody has acknowledged. This incident has no responder.`,
        strong: true,
      },
      paragraph('This mail goes to everybody. Whoever reads it first: take it, or call somebody.'),
      {
        kind: 'command',
        label: 'To take it',
        command: hint.acknowledge(subject.id, recipient.id),
      },
      {
        kind: 'rows',
        rows: [{ label: 'Title', value: oneLine(subject.title) }, ...incidentRows(request)],
      },
      paragraph('Paging goes on from the first person until somebody acknowledges.'),
    ],
  };
}

export function assigned(request: MailRequest): Letter {
  const { subject, recipient, nowMs } = request;
  const deadlines = Object.values(subject.duties)
    .filter((duty) => duty !== undefined)
    .filter(isOpen)
    .map((duty): Row => {
      const { title, article } = ruleOf(duty);
      return {
        label: `${title} (${article})`,
        value: `${timeLeft(duty.dueAtMs, nowMs)}: ${formatBoth(duty.dueAtMs, recipient.zone)}${duty.anchor.provisional ? ', provisional' : ''}`,
      };
    });
  const isScribe = request.mail.role === 'scribe';
  return {
    subject: `You are ${isScribe ? 'the scribe' : 'in command'}: ${oneLine(subject.title, 100)}`,
    heading: oneLine(subject.title),
    tone: 'calm',
    audience: 'staff',
    blocks: [
      paragraph(
        isScribe
          ? `${oneLine(recipient.name, 80)}, you are now the scribe of this incident: you keep the record, so that the commander need not.`
          : `${oneLine(recipient.name, 80)}, you are now the commander of this incident.`,
      ),
      { kind: 'rows', rows: [...incidentRows(request), ...deadlines] },
      { kind: 'command', label: 'To see all of it', command: hint.show(subject.id) },
    ],
  };
}

const answers = {
  unknown: 'not yet decided whether breached',
  yes: 'breached',
  no: 'not breached',
} as const;

/** No description: a mailbox may be what was broken into. */
function incidentRows(request: MailRequest): readonly Row[] {
  const { subject, recipient } = request;
  return some<Row>(
    { label: 'Severity', value: subject.severity },
    { label: 'Phase', value: subject.phase },
    { label: 'Detected', value: formatBoth(subject.stamps.detected.atMs, recipient.zone) },
    { label: 'Reported by', value: nameOf(request, subject.reporter) },
    subject.commander !== undefined && {
      label: 'Commander',
      value: nameOf(request, subject.commander),
    },
    { label: 'Personal data', value: answers[subject.personalData] },
  );
}
