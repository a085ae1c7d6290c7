/** From what the domain asks for to a finished mail. Pure: the same request gives the same mail. */
import { messageId, threadId, type MailKind } from '../domain/mail.ts';
import { calendarPart, type CalendarPart } from './calendar.ts';
import { customerNotice } from './customer.ts';
import { briefing, dutyEnded, reminder } from './duty.ts';
import { renderHtml, type Frame } from './frame.ts';
import { glassBroken } from './glass.ts';
import { nameOf, type Letter, type MailRequest, type Tone } from './letter.ts';
import { withBoard } from './links.ts';
import { oneLine } from './line.ts';
import { assigned, nobodyReached, page, stillOnIt } from './page.ts';
import { confirmAwareness, confirmWithholding } from './second.ts';
import { taskDue, taskGiven } from './task.ts';
import { renderText } from './text.ts';
import { customerUnreached } from './unreached.ts';

export type { MailRequest } from './letter.ts';

export type Composed = {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
  readonly references: string;
  readonly icalEvent?: CalendarPart;
  readonly headers: Readonly<Record<string, string>>;
};

const writers: Readonly<Record<MailKind, (request: MailRequest) => Letter>> = {
  page,
  'nobody-reached': nobodyReached,
  'still-on-it': stillOnIt,
  assigned,
  'task-given': taskGiven,
  'task-due': taskDue,
  briefing,
  reminder,
  'confirm-withholding': confirmWithholding,
  'confirm-awareness': confirmAwareness,
  'duty-ended': dutyEnded,
  'customer-notice': customerNotice,
  'customer-unreached': customerUnreached,
  'glass-broken': glassBroken,
};

/** Longest subject line, in characters: phones show less, and the id and the hours stand first. */
export const longestSubject = 150;

export function composeMail(request: MailRequest): Composed {
  const { mail, subject, mailDomain, words } = request;
  const letter = withBoard(request, writers[mail.kind](request));
  const frame: Frame = {
    letter,
    language: words.language,
    eyebrow: eyebrow(request, letter),
    insteadOf:
      mail.insteadOf === undefined
        ? undefined
        : words.frame.insteadOf(nameOf(request, mail.insteadOf)),
    footer: footer(request, letter),
  };
  return {
    subject: oneLine(`[${subject.id}] ${letter.subject}`, longestSubject),
    text: renderText(frame),
    html: renderHtml(frame),
    messageId: messageId(subject.id, mail.key, mailDomain),
    references: threadId(subject.id, mailDomain),
    ...(letter.calendar && { icalEvent: calendarPart(request, letter.calendar.method) }),
    headers: headers(letter.tone),
  };
}

function eyebrow(
  { subject, organisation, words }: MailRequest,
  { audience, tone }: Letter,
): string {
  if (audience === 'customer') return oneLine(organisation.name, 120);
  const severity = words.names.severities[subject.severity];
  return [subject.id, severity, ...(tone === 'calm' ? [] : [words.frame[tone]])].join(' · ');
}

function footer(
  { organisation, subject, words: { frame } }: MailRequest,
  letter: Letter,
): readonly string[] {
  const { name, address, contact } = organisation;
  const company = oneLine(name, 120);
  if (letter.audience === 'customer')
    return [
      [company, ...(address === undefined ? [] : [oneLine(address, 300)])].join(', '),
      frame.contact(contact),
    ];
  return [frame.company(company, contact), frame.sender(subject.id)];
}

/** What every mail of a machine says of itself. */
export function headers(tone: Tone): Readonly<Record<string, string>> {
  return {
    // RFC 3834: no holiday answers to a machine; the second header says the same to Exchange.
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'All',
    // Some phones let only important mail ring at night.
    ...(tone !== 'calm' && { Importance: 'high', 'X-Priority': '1' }),
  };
}
