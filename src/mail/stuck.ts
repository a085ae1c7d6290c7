/** What the mail about a stuck incident or register says: what is wrong, what to do now, how it is mended. */
import { formatBoth } from '../calendar/format.ts';
import type { AlarmMail, TroubleKind } from '../domain/trouble.ts';
import type { AuthorityHint } from '../policy/authorities.ts';
import type { Policy } from '../policy/schema.ts';
import { portalRows } from './filing.ts';
import { hint } from './hint.ts';
import { paragraph, some, type Block, type Letter, type Row } from './letter.ts';
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
  failing: (request) =>
    stuck(request, 'its workflow fails again and again, which is a fault in seventytwo', [
      paragraph(
        'For whoever runs seventytwo: the newest events and the log of the worker tell what fails. Start a worker with the fault mended, or the version before; the incident then goes on by itself, and what fell due meanwhile comes as one mail.',
      ),
      command('What fails', `temporal workflow show --workflow-id ${incidentOf(request)}`),
    ]),
  waiting: (request) =>
    stuck(request, 'no worker takes its work', [
      paragraph(
        'For whoever runs seventytwo: the worker does not keep up, or only a part of it runs. Look at its log and start it anew.',
      ),
      command('What is wrong', 'seventytwo doctor'),
    ]),
  ended: (request) =>
    stuck(request, 'its run was ended from outside although the incident is open', [
      paragraph(
        'Any command brings it back from the register, with all that is recorded, and what fell due meanwhile comes as one mail.',
      ),
      command(
        'To bring it back',
        `seventytwo note ${incidentOf(request)} "brought back" --as ${request.recipient.id}`,
      ),
    ]),
  unwritten: registerAway,
};

function stuck(request: AlarmRequest, why: string, healing: readonly Block[]): Letter {
  const { mail, recipient, nowMs } = request;
  const { trouble, sinceMs, told } = mail.episode;
  const { dueAtMs, incidentId } = trouble;
  const due =
    dueAtMs === undefined
      ? paragraph(
          'No due time is stored for it. If personal data may be concerned, the 72 hours of GDPR Art. 33(1) may run all the same.',
        )
      : ({
          kind: 'count',
          big: timeLeft(dueAtMs, nowMs),
          small: `${dueAtMs < nowMs ? 'was due' : 'due'} ${formatBoth(dueAtMs, recipient.zone)}`,
        } as const);
  return {
    subject: 'is stuck: its reminders and pages do not go out',
    heading: 'This incident is stuck',
    tone: 'late',
    audience: 'staff',
    blocks: [
      {
        kind: 'paragraph',
        text: `${incidentId} is stuck: its reminders and pages do not go out${trouble.kind === 'ended' ? '' : ', and it takes no commands'}.`,
        strong: true,
      },
      due,
      {
        kind: 'rows',
        rows: some<Row>(
          { label: 'Why', value: why },
          {
            label: 'Since',
            value: `${formatBoth(sinceMs, recipient.zone)}, ${roughSpan(nowMs - sinceMs)} ago`,
          },
          told > 0 && { label: 'Told before', value: told === 1 ? 'once' : `${told} times` },
        ),
      },
      paragraph(
        'Nobody is reminded by seventytwo until it goes on: keep the clock yourselves. Everybody who must know gets this mail.',
      ),
      { kind: 'heading', text: 'What to do now' },
      {
        kind: 'list',
        numbered: true,
        items: [
          'Call one another: who works on this incident, and who keeps its clock?',
          fileByHand(dueAtMs, request),
          'Write down the time and the reference that the authority gives you, and record them once the incident goes on.',
        ],
      },
      command('What is recorded can still be read', `seventytwo timeline ${incidentId}`),
      { kind: 'rows', rows: portalRows(request) },
      { kind: 'heading', text: 'Whom to call' },
      { kind: 'rows', rows: calls(request) },
      { kind: 'heading', text: 'How it is mended' },
      ...healing,
      paragraph('This mail comes again every hour while it lasts, and one more when it is over.'),
    ],
  };
}

function fileByHand(dueAtMs: number | undefined, { nowMs, recipient }: AlarmRequest): string {
  if (dueAtMs === undefined)
    return 'If a notice is owed, file it by hand on the portal below; incomplete is allowed (Art. 33(4)).';
  const due = formatBoth(dueAtMs, recipient.zone);
  return dueAtMs > nowMs
    ? `If the notice is not filed, file it by hand on the portal below before ${due}; incomplete is allowed (Art. 33(4)).`
    : `If the notice is not filed, file it by hand on the portal below now, with the reasons for the delay (Art. 33(1)): it was due ${due}.`;
}

function registerAway(request: AlarmRequest): Letter {
  const { mail, recipient, nowMs } = request;
  const { sinceMs, incidents } = mail.episode;
  return {
    subject: 'cannot be written',
    heading: 'The register cannot be written',
    tone: 'late',
    audience: 'staff',
    blocks: [
      {
        kind: 'paragraph',
        text: 'What happens in incidents does not get into the register, the record that outlives everything else. Pages, reminders and commands go on.',
        strong: true,
      },
      {
        kind: 'rows',
        rows: [
          {
            label: 'Since',
            value: `${formatBoth(sinceMs, recipient.zone)}, ${roughSpan(nowMs - sinceMs)} ago`,
          },
          { label: 'Incidents that wait', value: oneLine(incidents.join(', '), 300) },
        ],
      },
      paragraph(
        'Nothing is lost yet: each incident keeps what is not written and writes it once the register opens. Make room on the disk, or give the worker back the right to write; nothing needs to be started anew.',
      ),
      command('What is wrong', 'seventytwo doctor'),
      { kind: 'heading', text: 'Whom to call' },
      { kind: 'rows', rows: calls(request) },
      paragraph('This mail comes again every hour while it lasts, and one more when it is over.'),
    ],
  };
}

function over(request: AlarmRequest): Letter {
  const { mail, recipient } = request;
  const { episode, atMs } = mail;
  const { incidentId, kind } = episode.trouble;
  const isRegister = kind === 'unwritten';
  return {
    subject: isRegister ? 'is written again' : 'goes on again',
    heading: isRegister ? 'The register is written again' : `${incidentId} goes on again`,
    tone: 'calm',
    audience: 'staff',
    blocks: [
      paragraph(
        isRegister
          ? 'What waited is written now; nothing was lost.'
          : 'Its reminders and pages go out again, and it takes commands. What fell due meanwhile comes as one mail for each duty. If you filed by hand, record it now: the reminders then stop.',
      ),
      {
        kind: 'rows',
        rows: [
          {
            label: isRegister ? 'Away' : 'Stuck',
            value: `from ${formatBoth(episode.sinceMs, recipient.zone)} until ${formatBoth(atMs, recipient.zone)}, ${roughSpan(atMs - episode.sinceMs)}`,
          },
        ],
      },
      ...(isRegister ? [] : [command('To see all of it', hint.show(incidentId))]),
    ],
  };
}

function calls({ people, roles, onCall, organisation }: AlarmRequest): readonly Row[] {
  const name = (id: string): string => oneLine(people[id]?.name ?? id, 80);
  return [
    { label: 'On call', value: onCall.map(name).join(', ') },
    { label: 'Data protection officer', value: name(roles.dpo) },
    { label: 'Deputy', value: name(roles.deputy) },
    { label: 'Decides to notify or not', value: name(roles.decisionMaker) },
    { label: 'Contact address', value: organisation.contact },
  ];
}

function incidentOf({ mail }: AlarmRequest): string {
  return mail.episode.trouble.incidentId;
}

function command(label: string, line: string): Block {
  return { kind: 'command', label, command: line };
}
