/** From what the domain asks for to a finished mail. Pure: the same request gives the same mail. */
import { messageId, threadId, type MailKind } from '../domain/mail.ts';
import { calendarPart, type CalendarPart } from './calendar.ts';
import { customerNotice } from './customer.ts';
import { briefing, dutyEnded, reminder } from './duty.ts';
import { renderHtml, type Frame } from './frame.ts';
import { nameOf, type Letter, type MailRequest, type Tone } from './letter.ts';
import { oneLine } from './line.ts';
import { assigned, nobodyReached, page } from './page.ts';
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
};

/** Longest subject line, in characters: phones show less, and the id and the hours stand first. */
export const longestSubject = 150;

export function composeMail(request: MailRequest): Composed {
  const { mail, subject, mailDomain } = request;
  const letter = writers[mail.kind](request);
  const frame: Frame = {
    letter,
    eyebrow: eyebrow(request, letter),
    insteadOf:
      mail.insteadOf === undefined
        ? undefined
        : `Sent to you because the mail to ${nameOf(request, mail.insteadOf)} failed.`,
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

const eyebrows: Readonly<Record<Tone, string>> = {
  calm: '',
  urgent: ' · please act',
  late: ' · act now',
};

function eyebrow({ subject, organisation }: MailRequest, letter: Letter): string {
  return letter.audience === 'customer'
    ? oneLine(organisation.name, 120)
    : `${subject.id} · ${subject.severity}${eyebrows[letter.tone]}`;
}

function footer({ organisation, subject }: MailRequest, letter: Letter): readonly string[] {
  const { name, address, contact } = organisation;
  const company = oneLine(name, 120);
  if (letter.audience === 'customer')
    return [
      [company, ...(address === undefined ? [] : [oneLine(address, 300)])].join(', '),
      `Contact: ${contact}`,
    ];
  return [
    `${company}. Contact: ${contact}`,
    `Sent by seventytwo for incident ${subject.id}. It never asks for a password.`,
  ];
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
