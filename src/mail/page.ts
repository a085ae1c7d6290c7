/** Mails that find a person for an incident: the page, the question whether somebody is still on it, the alarm that nobody answered, the hand-over. */
import { reportForm } from '../domain/alerting.ts';
import { isOpen } from '../domain/duty.ts';
import { hints } from './hint.ts';
import {
  askedBy,
  at,
  nameOf,
  paragraph,
  some,
  type Letter,
  type MailRequest,
  type Row,
} from './letter.ts';
import { acknowledgeAction } from './links.ts';
import { oneLine } from './line.ts';
import { roughSpan, timeLeft } from './span.ts';

export function page(request: MailRequest): Letter {
  const { subject, mail, recipient, words } = request;
  const title = oneLine(subject.title);
  const hint = hints(words);
  return {
    subject: words.page.subject(words.names.severities[subject.severity], oneLine(title, 90)),
    heading: title,
    tone: 'urgent',
    audience: 'staff',
    blocks: [
      paragraph(words.page.opening(oneLine(recipient.name, 80))),
      ...acknowledgeAction(request),
      {
        kind: 'command',
        label: words.page.acknowledge,
        command: hint.acknowledge(subject.id, recipient.id),
      },
      paragraph(level(request)),
      { kind: 'rows', rows: incidentRows(request) },
      { kind: 'command', label: words.labels.showAll, command: hint.show(subject.id) },
    ],
  };

  function level(of: MailRequest): string {
    const { paging } = of.subject;
    if (paging?.level === undefined) return next(of);
    const said = paging.levels > 1 ? [words.page.level(paging.level, paging.levels)] : [];
    const together = paging.together.map((id) => nameOf(of, id));
    if (together.length > 0) said.push(words.page.together(words.list(together)));
    return [...said, next(of)].join(' ');
  }

  function next(of: MailRequest): string {
    const { acknowledgeWithinMs, nowMs } = of;
    const nextAtMs = subject.paging?.nextAtMs ?? mail.causedAtMs + acknowledgeWithinMs;
    // A page that waited for a mail server comes when the next person has been paged already.
    if (nextAtMs <= nowMs)
      return words.page.late(roughSpan(nowMs - mail.causedAtMs, words.language));
    return words.page.within(
      roughSpan(nextAtMs - nowMs, words.language),
      at(of, wholeMinute(nextAtMs)),
      then(of),
    );
  }
}

/** What follows when nobody acknowledges, as the second half of a sentence. */
function then(request: MailRequest): string {
  const { words, onCall, mail, subject } = request;
  const { paging } = subject;
  if (!paging) {
    const after = onCall[onCall.indexOf(mail.to) + 1];
    return after === undefined
      ? words.page.nobodyLeft
      : words.page.next(nameOf(request, after), false);
  }
  const who = paging.next.map((target) =>
    'layer' in target ? words.page.onCallIn(target.layer) : nameOf(request, target.person),
  );
  if (who.length > 0) return words.page.next(words.list(who), who.length > 1);
  return isEverybody(request, paging.told)
    ? words.page.nobodyLeft
    : words.page.othersTold(
        words.list(paging.told.map((id) => nameOf(request, id))),
        paging.told.length > 1,
      );
}

function isEverybody({ people }: MailRequest, told: readonly string[]): boolean {
  return Object.keys(people).every((id) => told.includes(id));
}

/** Seconds would only be in the way of somebody just woken. Earlier, never later. */
function wholeMinute(ms: number): number {
  return Math.floor(ms / 60_000) * 60_000;
}

export function nobodyReached(request: MailRequest): Letter {
  const { subject, recipient, onCall, words } = request;
  const { nobody, names, incident } = words;
  const { paging } = subject;
  const paged = (paging?.paged ?? onCall).map((id) => nameOf(request, id));
  const told = (paging?.told ?? []).map((id) => nameOf(request, id));
  return {
    subject: nobody.subject(names.severities[subject.severity]),
    heading: nobody.heading,
    tone: 'late',
    audience: 'staff',
    blocks: [
      {
        kind: 'paragraph',
        text: paged.length > 0 ? nobody.paged(words.list(paged)) : nobody.nobodyPaged,
        strong: true,
      },
      paragraph(
        paging && !isEverybody(request, paging.told)
          ? nobody.goesTo(words.list(told))
          : nobody.whoever,
      ),
      ...acknowledgeAction(request),
      {
        kind: 'command',
        label: nobody.take,
        command: hints(words).acknowledge(subject.id, recipient.id),
      },
      {
        kind: 'rows',
        rows: [{ label: incident.title, value: oneLine(subject.title) }, ...incidentRows(request)],
      },
      paragraph(nobody.goesOn),
    ],
  };
}

export function stillOnIt(request: MailRequest): Letter {
  const { subject, recipient, mail, words, nowMs } = request;
  const { still, labels } = words;
  const { silentSinceMs = mail.causedAtMs, nextAtMs = nowMs } = subject.paging ?? {};
  const hint = hints(words);
  const ends =
    nextAtMs <= nowMs
      ? still.late
      : still.within(at(request, wholeMinute(nextAtMs)), then(request));
  return {
    subject: still.subject(words.names.severities[subject.severity], oneLine(subject.title, 90)),
    heading: still.heading,
    tone: 'urgent',
    audience: 'staff',
    blocks: [
      paragraph(still.asked(oneLine(recipient.name, 80), at(request, wholeMinute(silentSinceMs)))),
      {
        kind: 'command',
        label: still.answer,
        command: hint.acknowledge(subject.id, recipient.id),
      },
      paragraph(ends),
      {
        kind: 'rows',
        rows: [
          { label: words.incident.title, value: oneLine(subject.title) },
          ...incidentRows(request),
        ],
      },
      { kind: 'command', label: labels.showAll, command: hint.show(subject.id) },
    ],
  };
}

export function assigned(request: MailRequest): Letter {
  const { subject, recipient, words } = request;
  const { assigned: own } = words;
  const deadlines = Object.values(subject.duties)
    .filter((duty) => duty !== undefined)
    .filter(isOpen)
    .map((duty): Row => {
      const { title, article } = askedBy(request, duty);
      const due = `${timeLeft(request, duty.dueAtMs)}: ${at(request, duty.dueAtMs)}`;
      return {
        label: words.duties.task(title, article),
        value: duty.anchor.provisional ? `${due}, ${own.provisional}` : due,
      };
    });
  const isScribe = request.mail.role === 'scribe';
  return {
    subject: (isScribe ? own.subjectScribe : own.subjectCommander)(oneLine(subject.title, 100)),
    heading: oneLine(subject.title),
    tone: 'calm',
    audience: 'staff',
    blocks: [
      paragraph((isScribe ? own.scribe : own.commander)(oneLine(recipient.name, 80))),
      { kind: 'rows', rows: [...incidentRows(request), ...deadlines] },
      { kind: 'command', label: words.labels.showAll, command: hints(words).show(subject.id) },
    ],
  };
}

/** No description: a mailbox may be what was broken into. */
function incidentRows(request: MailRequest): readonly Row[] {
  const { subject, words } = request;
  const { incident, names } = words;
  return some<Row>(
    { label: incident.severity, value: names.severities[subject.severity] },
    { label: incident.phase, value: names.phases[subject.phase] },
    { label: incident.detected, value: at(request, subject.stamps.detected.atMs) },
    { label: incident.reporter, value: reporterOf(request) },
    subject.commander !== undefined && {
      label: incident.commander,
      value: nameOf(request, subject.commander),
    },
    { label: incident.personalData, value: names.personalData[subject.personalData] },
  );
}

function reporterOf(request: MailRequest): string {
  const { source, reporter } = request.subject;
  const { incident } = request.words;
  if (source === undefined) return nameOf(request, reporter);
  return source === reportForm ? incident.reportForm : incident.monitoring(source);
}
