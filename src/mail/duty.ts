/** Mails about a legal clock: it runs, it runs out, it has ended. */
import { formatBoth, formatSpan } from '../calendar/format.ts';
import { ruleOf } from '../domain/clock.ts';
import type { Duty, DutyState } from '../domain/duty.ts';
import type { Reached } from '../domain/ladder.ts';
import { hint } from './hint.ts';
import {
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
function task(duty: Duty): string {
  const { title, article } = ruleOf(duty);
  return `${title.charAt(0).toLowerCase()}${title.slice(1)} (${article})`;
}

function count(request: MailRequest, duty: Duty): Block {
  return {
    kind: 'count',
    big: timeLeft(duty.dueAtMs, request.nowMs),
    small: `${duty.dueAtMs < request.nowMs ? 'was due' : 'due'} ${formatBoth(duty.dueAtMs, request.recipient.zone)}`,
  };
}

export function briefing(request: MailRequest): Letter {
  const { subject, recipient, nowMs } = request;
  const duty = dutyOf(request);
  const { provisional } = duty.anchor;
  const late = duty.dueAtMs <= nowMs;
  return {
    subject: `${provisional ? 'Provisional clock' : 'Clock'} running, ${timeLeft(duty.dueAtMs, nowMs)}: ${task(duty)}`,
    heading: provisional ? 'A provisional clock is running' : 'The clock is running',
    tone: late ? 'late' : 'calm',
    audience: 'staff',
    blocks: [
      paragraph(
        `${oneLine(recipient.name, 80)}, a legal clock runs for this incident: ${task(duty)}. Any earlier date for it is replaced by this one. Please keep this mail: it holds what you need even if every other system is lost.`,
      ),
      count(request, duty),
      ...(late && !duty.plan ? [lateNotNever] : []),
      ...provisionalNote(request, duty),
      {
        kind: 'rows',
        rows: [{ label: 'Incident', value: oneLine(subject.title) }, ...clockRows(request, duty)],
      },
      ...byHand(request, duty),
    ],
    calendar: { duty: duty.id, method: 'PUBLISH' },
  };
}

const lateNotNever: Block = {
  kind: 'paragraph',
  text: 'Late is not never: file now, with the reasons for the delay (Art. 33(1)).',
  strong: true,
};

export function reminder(request: MailRequest): Letter {
  const { subject, mail, recipient, nowMs } = request;
  const duty = dutyOf(request);
  const late = duty.dueAtMs <= nowMs;
  const left = timeLeft(duty.dueAtMs, nowMs);
  return {
    subject: `${late ? `OVERDUE, ${left}` : left}${duty.anchor.provisional ? ', provisional' : ''}: ${task(duty)}`,
    heading: late ? 'The notice is overdue' : 'The notice is not filed yet',
    tone: late ? 'late' : 'urgent',
    audience: 'staff',
    blocks: [
      count(request, duty),
      ...(duty.plan
        ? []
        : [
            late
              ? lateNotNever
              : paragraph(
                  'An incomplete notice in time is better than a complete one late: the rest may follow in phases (Art. 33(4)).',
                ),
          ]),
      ...missed(mail.reached),
      ...provisionalNote(request, duty),
      ...(duty.plan ? [] : [{ kind: 'rows', rows: portalRows(request) } as const]),
      ...(subject.told
        ? toTell(request)
        : [
            {
              kind: 'command',
              label: 'Filed? Record it, and the reminders stop',
              command: duty.plan
                ? hint.file(subject.id, recipient.id, duty.id)
                : (late ? hint.fileLate : hint.file)(subject.id, recipient.id),
            } as const,
          ]),
      {
        kind: 'rows',
        rows: some<Row>(
          { label: 'Incident', value: oneLine(subject.title) },
          ...clockRows(request, duty),
          duty.withholding && {
            label: 'Withholding',
            value: `proposed by ${nameOf(request, duty.withholding.proposedBy)}; it stops nothing until a second person confirms it`,
          },
        ),
      },
      ...(duty.plan
        ? []
        : [
            {
              kind: 'command',
              label: 'To draft the notice',
              command: hint.draft(subject.id, recipient.id),
            } as const,
          ]),
      paragraph('Not filing needs the reasons on record and the consent of a second person.'),
      {
        kind: 'command',
        label: 'To propose it',
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
function missed(reached: Reached | undefined): readonly Block[] {
  if (!reached) return [];
  const { rungs, overdue } = reached;
  const hourly = overdue ? overdue.to - overdue.from + 1 : 0;
  const total = rungs.length + hourly;
  if (total < 2) return [];
  const names = some(...rungs, hourly > 0 && `${hourly} after the due time`).join(', ');
  return [
    paragraph(
      `This one mail stands for ${total} reminders that fell due (${names}): the system was down or the mail could not be delivered.`,
    ),
  ];
}

type Ending = { readonly subject: string; readonly heading: string; readonly text: string };

const endings: Readonly<Record<DutyState, Ending>> = {
  filed: {
    subject: 'Filed',
    heading: 'The notice is filed',
    text: 'The filing is on record. The reminders have stopped and the calendar entry is cancelled.',
  },
  withheld: {
    subject: 'Withheld',
    heading: 'The notice is withheld',
    text: 'Two persons decided that no notice is owed, with the reasons on record. The reminders have stopped and the calendar entry is cancelled. The breach still belongs in the register (Art. 33(5)).',
  },
  withdrawn: {
    subject: 'No longer due',
    heading: 'The duty is withdrawn',
    text: 'The incident turned out to be no personal data breach, with the reasons on record. The reminders have stopped and the calendar entry is cancelled.',
  },
  open: {
    subject: 'Running again',
    heading: 'The clock runs again',
    text: 'The duty had ended, but it is open again. The newest mail with a clock tells until when.',
  },
  draft: {
    subject: 'Running again',
    heading: 'The clock runs again',
    text: 'The duty had ended, but it is open again and a draft exists. The newest mail with a clock tells until when.',
  },
};

export function dutyEnded(request: MailRequest): Letter {
  const { subject } = request;
  if (subject.told) return customersTold(request);
  const duty = dutyOf(request);
  const ending = endings[duty.state];
  const ended = duty.state !== 'open' && duty.state !== 'draft';
  return {
    subject: `${ending.subject}: ${task(duty)}`,
    heading: ending.heading,
    tone: 'calm',
    audience: 'staff',
    blocks: [
      paragraph(ending.text),
      {
        kind: 'rows',
        rows: [{ label: 'Incident', value: oneLine(subject.title) }, ...endingRows(request, duty)],
      },
      ...(duty.followUpOwed
        ? [
            paragraph(
              'The filing was not complete: the rest is still owed, without undue further delay (Art. 33(4)).',
            ),
          ]
        : []),
    ],
    ...(ended && { calendar: { duty: duty.id, method: 'CANCEL' as const } }),
  };
}

function endingRows(request: MailRequest, duty: Duty): readonly Row[] {
  const { zone } = request.recipient;
  const filing = duty.state === 'filed' ? duty.filings.at(-1) : undefined;
  const first = duty.state === 'filed' ? duty.filings[0] : undefined;
  const withholding = duty.state === 'withheld' ? duty.withholding : undefined;
  return some<Row>(
    filing && { label: 'Filed', value: formatBoth(filing.filed.atMs, zone) },
    filing && { label: 'Reference', value: oneLine(filing.reference) },
    filing && { label: 'Kind', value: filing.stage },
    // The first notice counts: Art. 33(4) lets the rest follow in phases.
    first && {
      label: 'First notice in time',
      value: first.lateByMs > 0 ? `no, ${formatSpan(first.lateByMs)} late` : 'yes',
    },
    filing && { label: 'Recorded by', value: nameOf(request, filing.recordedBy) },
    withholding && { label: 'Proposed by', value: nameOf(request, withholding.proposedBy) },
    withholding?.confirmedBy !== undefined && {
      label: 'Confirmed by',
      value: nameOf(request, withholding.confirmedBy),
    },
    { label: 'Was due', value: formatBoth(duty.dueAtMs, zone) },
  );
}
