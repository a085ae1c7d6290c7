/** The deadline as a calendar entry: one entry per incident and duty, replaced by each later mail. */
import {
  default as ical,
  ICalAlarmType,
  ICalCalendarMethod,
  ICalEventStatus,
  ICalEventTransparency,
} from 'ical-generator';
import type { Duty } from '../domain/duty.ts';
import type { MailRequest } from './letter.ts';
import { askedBy, dutyOf } from './letter.ts';
import { oneLine } from './line.ts';

export type CalendarPart = {
  readonly method: 'PUBLISH' | 'CANCEL';
  readonly filename: string;
  readonly content: string;
};

/** An hour before: enough to file what is known, and calendars on phones ring without our mail server. */
const alarmBeforeSeconds = 3_600;

/**
 * PUBLISH and not REQUEST: the deadline is told, nobody is invited, and an answer to it would go nowhere.
 * The fixed id and the rising sequence let a calendar replace the entry instead of adding one (RFC 5545).
 */
export function calendarPart(request: MailRequest, method: CalendarPart['method']): CalendarPart {
  const { mail, subject, mailDomain } = request;
  const { key, causedAtMs: atMs } = mail;
  const entry = { incident: subject.id, duty: dutyOf(request), key, atMs, mailDomain };
  return calendarOf(request, [entry], method, `${subject.id}.ics`);
}

export type CalendarEntry = {
  readonly incident: string;
  readonly duty: Duty;
  /** Of the mail, and what caused it. */
  readonly key: string;
  readonly atMs: number;
  readonly mailDomain: string;
};

export function calendarOf(
  { organisation, words }: Pick<MailRequest, 'organisation' | 'words'>,
  entries: readonly CalendarEntry[],
  method: CalendarPart['method'],
  filename: string,
): CalendarPart {
  const cancelled = method === 'CANCEL';
  const calendar = ical({
    prodId: { company: 'seventytwo', product: 'deadlines', language: words.language.toUpperCase() },
    method: ICalCalendarMethod[method],
  });
  for (const { incident, duty, key, atMs, mailDomain } of entries) {
    const { title, article } = askedBy({ words }, duty);
    const what = words.duties.task(title, article);
    const entry = `${incident}: ${what}`;
    calendar.createEvent({
      id: `${incident}.${duty.id}@${mailDomain}`,
      sequence: sequenceOf(key),
      // Not now: every attempt at the same mail must carry the same entry.
      stamp: new Date(atMs),
      // Without an end: such an entry ends when it begins (RFC 5545, 3.6.1), and a deadline lasts no hour.
      start: new Date(duty.dueAtMs),
      summary: duty.anchor.provisional ? words.calendar.provisional(entry) : entry,
      description: cancelled ? words.calendar.ended : words.calendar.deadline(incident, what),
      organizer: { name: oneLine(organisation.name, 120), email: organisation.contact },
      status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      transparency: ICalEventTransparency.TRANSPARENT,
      alarms: cancelled
        ? []
        : [{ type: ICalAlarmType.display, trigger: alarmBeforeSeconds, description: what }],
    });
  }
  return { method, filename, content: `${calendar.toString()}\r\n` };
}

/** The number of the event that caused the mail: the first part of its key. */
function sequenceOf(key: string): number {
  const seq = Number(key.split('.')[0]);
  if (!Number.isSafeInteger(seq))
    throw new Error(`the mail key ${key} does not begin with a number`);
  return seq;
}
