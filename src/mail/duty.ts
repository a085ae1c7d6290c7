/** Mails about a legal clock: it runs, it runs out, it has ended. */
import { formatSpan } from '../calendar/format.ts';
import { standingFilings, type Duty } from '../domain/duty.ts';
import type { Reached } from '../domain/ladder.ts';
import type { MailWords } from '../language/index.ts';
import { hints } from './hint.ts';
import {
  askedBy,
  at,
  dutyOf,
  nameOf,
  paragraph,
  some,
  type Block,
  type Letter,
  type MailRequest,
  type Row,
} from './letter.ts';
import { oneLine } from './line.ts';
import { byHand, clockRows, portalRows, provisionalNote } from './filing.ts';
import { timeLeft } from './span.ts';
import { customersTold, toTell } from './told.ts';

/** `notify the supervisory authority (GDPR Art. 33(1))` */
function task(request: MailRequest, duty: Duty): string {
  const { title, article } = askedBy(request, duty);
  return request.words.duties.task(request.words.within(title), article);
}

function count(request: MailRequest, duty: Duty): Block {
  const { due, wasDue } = request.words.time;
  return {
    kind: 'count',
    big: timeLeft(request, duty.dueAtMs),
    small: (duty.dueAtMs < request.nowMs ? wasDue : due)(at(request, duty.dueAtMs)),
  };
}

export function briefing(request: MailRequest): Letter {
  const { subject, recipient, nowMs, words } = request;
  const { briefing: own } = words.duties;
  const duty = dutyOf(request);
  const { provisional } = duty.anchor;
  const late = duty.dueAtMs <= nowMs;
  const asked = task(request, duty);
  return {
    subject: (provisional ? own.subjectProvisional : own.subject)(
      timeLeft(request, duty.dueAtMs),
      asked,
    ),
    heading: provisional ? own.headingProvisional : own.heading,
    tone: late ? 'late' : 'calm',
    audience: 'staff',
    blocks: [
      paragraph(own.opening(oneLine(recipient.name, 80), asked)),
      count(request, duty),
      ...(late && !duty.plan ? [lateNotNever(words)] : []),
      ...provisionalNote(request, duty),
      {
        kind: 'rows',
        rows: [
          { label: words.labels.incident, value: oneLine(subject.title) },
          ...clockRows(request, duty),
        ],
      },
      ...byHand(request, duty),
    ],
    calendar: { duty: duty.id, method: 'PUBLISH' },
  };
}

function lateNotNever({ duties }: MailWords): Block {
  return { kind: 'paragraph', text: duties.lateNotNever, strong: true };
}

export function reminder(request: MailRequest): Letter {
  const { subject, mail, recipient, nowMs, words } = request;
  const { reminder: own } = words.duties;
  const hint = hints(words);
  const duty = dutyOf(request);
  const late = duty.dueAtMs <= nowMs;
  const left = timeLeft(request, duty.dueAtMs);
  const first = late ? own.overdue(left) : left;
  return {
    subject: own.subject(
      duty.anchor.provisional ? own.provisional(first) : first,
      task(request, duty),
    ),
    heading: late ? own.headingLate : own.heading,
    tone: late ? 'late' : 'urgent',
    audience: 'staff',
    blocks: [
      count(request, duty),
      ...(duty.plan ? [] : [late ? lateNotNever(words) : paragraph(own.incomplete)]),
      ...missed(words, mail.reached),
      ...provisionalNote(request, duty),
      ...(duty.plan ? [] : [{ kind: 'rows', rows: portalRows(request) } as const]),
      ...(subject.told
        ? toTell(request)
        : [
            {
              kind: 'command',
              label: own.filed,
              command: duty.plan
                ? hint.file(subject.id, recipient.id, duty.id)
                : (late ? hint.fileLate : hint.file)(subject.id, recipient.id),
            } as const,
          ]),
      {
        kind: 'rows',
        rows: some<Row>(
          { label: words.labels.incident, value: oneLine(subject.title) },
          ...clockRows(request, duty),
          duty.withholding && {
            label: own.withholding,
            value: own.proposed(nameOf(request, duty.withholding.proposedBy)),
          },
        ),
      },
      ...(duty.plan
        ? []
        : [
            {
              kind: 'command',
              label: own.draft,
              command: hint.draft(subject.id, recipient.id),
            } as const,
          ]),
      paragraph(own.notFiling),
      {
        kind: 'command',
        label: own.propose,
        command: hint.withhold(
          subject.id,
          recipient.id,
          subject.told ? `${duty.id}:${subject.told.open[0] ?? 'customer'}` : duty.id,
        ),
      },
    ],
    // An entry in the past could alarm nobody.
    ...(!late && { calendar: { duty: duty.id, method: 'PUBLISH' as const } }),
  };
}

/** After an outage one mail stands for all that fell due, and owns up to it. */
function missed({ list, duties }: MailWords, reached: Reached | undefined): readonly Block[] {
  if (!reached) return [];
  const { rungs, overdue } = reached;
  const hourly = overdue ? overdue.to - overdue.from + 1 : 0;
  const total = rungs.length + hourly;
  if (total < 2) return [];
  const { afterDue, missed: text } = duties.reminder;
  return [paragraph(text(total, list(some(...rungs, hourly > 0 && afterDue(hourly)))))];
}

export function dutyEnded(request: MailRequest): Letter {
  const { subject, words } = request;
  if (subject.told) return customersTold(request);
  const { ended: own } = words.duties;
  const duty = dutyOf(request);
  const ending = own.endings[duty.state];
  const ended = duty.state !== 'open' && duty.state !== 'draft';
  return {
    subject: own.subject(ending.subject, task(request, duty)),
    heading: ending.heading,
    tone: 'calm',
    audience: 'staff',
    blocks: [
      paragraph(ending.text),
      {
        kind: 'rows',
        rows: [
          { label: words.labels.incident, value: oneLine(subject.title) },
          ...endingRows(request, duty),
        ],
      },
      ...(duty.followUpOwed ? [paragraph(own.restOwed)] : []),
    ],
    ...(ended && { calendar: { duty: duty.id, method: 'CANCEL' as const } }),
  };
}

function endingRows(request: MailRequest, duty: Duty): readonly Row[] {
  const { duties, names, language } = request.words;
  const { ended: own } = duties;
  const filing = duty.state === 'filed' ? duty.filings.at(-1) : undefined;
  const first = duty.state === 'filed' ? standingFilings(duty)[0] : undefined;
  const withholding = duty.state === 'withheld' ? duty.withholding : undefined;
  return some<Row>(
    filing && { label: own.filed, value: at(request, filing.filed.atMs) },
    filing && { label: own.reference, value: oneLine(filing.reference) },
    filing && { label: own.kind, value: names.filingStages[filing.stage] },
    // The first notice counts: Art. 33(4) lets the rest follow in phases.
    first && {
      label: own.inTime,
      value: first.lateByMs > 0 ? own.lateBy(formatSpan(first.lateByMs, language)) : own.yes,
    },
    filing && { label: own.recordedBy, value: nameOf(request, filing.recordedBy) },
    withholding && { label: own.proposedBy, value: nameOf(request, withholding.proposedBy) },
    withholding?.confirmedBy !== undefined && {
      label: own.confirmedBy,
      value: nameOf(request, withholding.confirmedBy),
    },
    { label: own.wasDue, value: at(request, duty.dueAtMs) },
  );
}
