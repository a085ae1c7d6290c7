/** What the mails of the sentinel say of a stuck incident, the register or the installation: what is wrong, what to do now, how it is mended. */
import { since } from './since.ts';
import { isOfInstallation, type AlarmMail, type TroubleKind } from '../domain/trouble.ts';
import type { AuthorityHint } from '../policy/authorities.ts';
import type { MailWords } from '../language/index.ts';
import type { Policy } from '../policy/schema.ts';
import { portalRows } from './filing.ts';
import { hints } from './hint.ts';
import { installationInTrouble, installationWell } from './installation.ts';
import { at, paragraph, some, type Block, type Letter, type Row } from './letter.ts';
import { oneLine } from './line.ts';
import { roughSpan, timeLeft } from './span.ts';

export type AlarmRequest = {
  readonly mail: AlarmMail;
  readonly recipient: {
    readonly id: string;
    readonly name: string;
    readonly email: string;
    readonly zone: string;
  };
  readonly words: MailWords;
  readonly people: Policy['people'];
  readonly roles: Policy['roles'];
  readonly onCall: readonly string[];
  readonly organisation: Policy['organisation'];
  readonly authority: AuthorityHint | undefined;
  readonly mailDomain: string;
  readonly nowMs: number;
};

export function alarmLetter(request: AlarmRequest): Letter {
  const { kind, episode } = request.mail;
  return kind === 'over' ? over(request) : writers[episode.trouble.kind](request);
}

const writers: Readonly<Record<TroubleKind, (request: AlarmRequest) => Letter>> = {
  failing: (request) => {
    const { failing, whatFails } = request.words.alarms;
    return stuck(request, failing.why, [
      paragraph(failing.healing),
      command(whatFails, `temporal workflow show --workflow-id ${incidentOf(request)}`),
    ]);
  },
  waiting: (request) => {
    const { waiting, whatIsWrong } = request.words.alarms;
    return stuck(request, waiting.why, [
      paragraph(waiting.healing),
      command(whatIsWrong, 'seventytwo doctor'),
    ]);
  },
  ended: (request) => {
    const { words, recipient } = request;
    const { ended } = words.alarms;
    return stuck(request, ended.why, [
      paragraph(ended.healing),
      command(ended.command, hints(words).bringBack(incidentOf(request), recipient.id)),
    ]);
  },
  unwritten: registerAway,
  access: installationInTrouble,
  clock: installationInTrouble,
  mail: installationInTrouble,
};

function stuck(request: AlarmRequest, why: string, healing: readonly Block[]): Letter {
  const { mail, nowMs, words } = request;
  const { stuck: own } = words.alarms;
  const { trouble, told } = mail.episode;
  const { dueAtMs, incidentId = '' } = trouble;
  const due =
    dueAtMs === undefined
      ? paragraph(own.noDueTime)
      : ({
          kind: 'count',
          big: timeLeft(request, dueAtMs),
          small: (dueAtMs < nowMs ? words.time.wasDue : words.time.due)(at(request, dueAtMs)),
        } as const);
  return {
    subject: own.subject,
    heading: own.heading,
    tone: 'late',
    audience: 'staff',
    blocks: [
      {
        kind: 'paragraph',
        text: (trouble.kind === 'ended' ? own.silent : own.silentAndDeaf)(incidentId),
        strong: true,
      },
      due,
      {
        kind: 'rows',
        rows: some<Row>(
          { label: own.why, value: why },
          since(request),
          told > 0 && {
            label: own.toldBefore,
            value: told === 1 ? own.once : own.times(told),
          },
        ),
      },
      paragraph(own.keepClock),
      { kind: 'heading', text: own.whatToDo },
      {
        kind: 'list',
        numbered: true,
        items: [own.call, fileByHand(dueAtMs, request), own.writeDown],
      },
      command(own.read, `seventytwo timeline ${incidentId}`),
      { kind: 'rows', rows: portalRows(request) },
      { kind: 'heading', text: words.labels.whomToCall },
      { kind: 'rows', rows: calls(request) },
      { kind: 'heading', text: own.mended },
      ...healing,
      paragraph(words.alarms.again),
    ],
  };
}

function fileByHand(dueAtMs: number | undefined, request: AlarmRequest): string {
  const { ifOwed, fileBefore, fileNow } = request.words.alarms.stuck;
  if (dueAtMs === undefined) return ifOwed;
  return (dueAtMs > request.nowMs ? fileBefore : fileNow)(at(request, dueAtMs));
}

function registerAway(request: AlarmRequest): Letter {
  const { mail, words } = request;
  const { register: own, whatIsWrong } = words.alarms;
  const { incidents } = mail.episode;
  return {
    subject: own.subject,
    heading: own.heading,
    tone: 'late',
    audience: 'staff',
    blocks: [
      {
        kind: 'paragraph',
        text: own.text,
        strong: true,
      },
      {
        kind: 'rows',
        rows: [since(request), { label: own.waiting, value: oneLine(incidents.join(', '), 300) }],
      },
      paragraph(own.nothingLost),
      command(whatIsWrong, 'seventytwo doctor'),
      { kind: 'heading', text: words.labels.whomToCall },
      { kind: 'rows', rows: calls(request) },
      paragraph(words.alarms.again),
    ],
  };
}

function over(request: AlarmRequest): Letter {
  const { mail, words } = request;
  const { episode, atMs } = mail;
  const { incidentId = '', kind } = episode.trouble;
  if (isOfInstallation(kind)) return installationWell(request, kind);
  const isRegister = kind === 'unwritten';
  const { over: incident, register } = words.alarms;
  const { subject, text, label } = isRegister ? register.over : incident;
  return {
    subject,
    heading: isRegister ? register.over.heading : incident.heading(incidentId),
    tone: 'calm',
    audience: 'staff',
    blocks: [
      paragraph(text),
      {
        kind: 'rows',
        rows: [
          {
            label,
            value: incident.span(
              at(request, episode.sinceMs),
              at(request, atMs),
              roughSpan(atMs - episode.sinceMs, words.language),
            ),
          },
        ],
      },
      ...(isRegister ? [] : [command(words.labels.showAll, hints(words).show(incidentId))]),
    ],
  };
}

function calls({ people, roles, onCall, organisation, words }: AlarmRequest): readonly Row[] {
  const { labels, alarms, list } = words;
  const name = (id: string): string => oneLine(people[id]?.name ?? id, 80);
  return [
    { label: alarms.onCall, value: list(onCall.map(name)) },
    { label: labels.officer, value: name(roles.dpo) },
    { label: labels.deputy, value: name(roles.deputy) },
    { label: labels.decides, value: name(roles.decisionMaker) },
    { label: labels.contact, value: organisation.contact },
  ];
}

function incidentOf({ mail }: AlarmRequest): string {
  return mail.episode.trouble.incidentId ?? '';
}

function command(label: string, line: string): Block {
  return { kind: 'command', label, command: line };
}
