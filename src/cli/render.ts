/** How an incident looks on a terminal. */
import { formatBoth, formatSpan } from '../calendar/format.ts';
import { alertLines } from './alert-lines.ts';
import { assessmentLines, contradiction } from './assessment.ts';
import { reporterOf } from '../domain/alerting.ts';
import { isOpen } from '../domain/duty.ts';
import type { DutyStatus, Status } from '../domain/status.ts';
import { isToCustomer } from '../domain/told.ts';
import { paint, type Tone } from './io.ts';
import { mailLines } from './mail-lines.ts';
import { customerName, nameOf } from './names.ts';
import { noticeLines } from './notice-lines.ts';
import { isOpenTask } from '../domain/task.ts';
import { outOfBandLines } from './out-of-band.ts';
import { pagingLines } from './paging-lines.ts';
import type { Session } from './session.ts';
import { accessLines } from './sight.ts';
import { size } from './size.ts';
import { toldLine } from './told.ts';

type View = Pick<Session, 'zone' | 'names' | 'policy'> & { readonly nowMs: number };

export function renderStatus(status: Status, view: View): string {
  const { title, description, summary, outcome, mergedInto, absorbed = [], mergeFailed } = status;
  return [
    `${paint('strong', status.id)}  ${title}`,
    `  ${headline(status, view)}`,
    ...(outcome
      ? [`  closed as ${outcome}${mergedInto === undefined ? '' : ` into ${mergedInto}`}`]
      : []),
    ...accessLines(status, view),
    ...outOfBandLines(status, view),
    ...(absorbed.length === 0 ? [] : [`  took in the duplicates ${absorbed.join(', ')}`]),
    ...(mergeFailed
      ? [paint('bad', `  not merged into ${mergeFailed.into}: ${mergeFailed.message}`)]
      : []),
    ...(description === undefined ? [] : ['', ...indent(description)]),
    ...(summary === undefined ? [] : ['', ...indent(`triage: ${summary}`)]),
    ...section('clock', [...clockLines(status, view).flat(), ...waitingLines(status)]),
    ...section('assessment of the breach', assessmentLines(status, view)),
    ...section('alerts', alertLines(status, view)),
    ...section('waiting for a second person', proposals(status, view)),
    ...section('paging', pagingLines(status, view)),
    ...section('tasks', taskLines(status, view)),
    ...section('files', fileLines(status, view)),
    ...section('customers', customerLines(status, view)),
    ...section('notices', noticeLines(status, view)),
    ...section('mail', mailLines(status, view)),
    ...section('times', stampLines(status, view)),
    ...section(
      'before it can close',
      status.gates.map((gate) => `- ${gate}`),
    ),
    '',
    paint(
      'quiet',
      `  event ${status.seq} · policy ${status.policyVersion}${status.unjournaled > 0 ? ` · ${status.unjournaled} events not in the register yet` : ''}`,
    ),
  ].join('\n');
}

/** The duties alone, one after the other. */
export function renderDuties(status: Status, view: View): string {
  const duties = clockLines(status, view).map((lines) => lines.join('\n  '));
  return [...duties, ...waitingLines(status)].join('\n\n');
}

/** More customers than this are one entry: hundreds of clocks would hide the one of Art. 33(1). */
const fewCustomers = 3;

function clockLines(status: Status, view: View): readonly (readonly string[])[] {
  const many = status.duties.filter(isToCustomer);
  if (many.length <= fewCustomers)
    return status.duties.map((duty) => dutyLines(duty, status, view));
  const single = status.duties.filter((duty) => !isToCustomer(duty));
  const [first] = many.filter(isOpen).toSorted((a, b) => a.dueAtMs - b.dueAtMs);
  return [
    ...single.map((duty) => dutyLines(duty, status, view)),
    [
      `${paint('strong', 'GDPR Art. 33(2)')} ${toldLine(status)}`,
      ...(first
        ? [
            `the most urgent due ${formatBoth(first.dueAtMs, view.zone)}  ${countdown(first.dueAtMs, view.nowMs)}`,
          ]
        : []),
      paint('quiet', `each of them: seventytwo customers list ${status.id}`),
    ],
  ];
}

function headline(
  { severity, phase, personalData, commander, scribe, kind, source }: Status,
  { names }: View,
): string {
  const who = [
    commander === undefined ? 'no commander' : `commander ${nameOf(commander, names)}`,
    ...(scribe === undefined ? [] : [`scribe ${nameOf(scribe, names)}`]),
  ];
  const tone: Tone = severity === 'critical' || severity === 'high' ? 'bad' : 'warn';
  return [
    paint(tone, severity),
    paint('strong', phase),
    ...(kind === undefined ? [] : [kind]),
    ...(source === undefined ? [] : [`reported by ${reporterOf(source)}`]),
    `personal data ${personalData}`,
    ...who,
  ].join(' · ');
}

function section(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0
    ? []
    : ['', `  ${paint('quiet', heading)}`, ...lines.map((line) => `    ${line}`)];
}

function indent(text: string): string[] {
  return text.split('\n').map((line) => `  ${line}`);
}

function dutyLines(duty: DutyStatus, { assessment }: Status, view: View): string[] {
  const { zone, nowMs, names } = view;
  const { anchor } = duty;
  const kind = anchor.provisional ? paint('warn', ' provisional') : '';
  const named = duty.plan ? `${duty.id} · ` : '';
  const target = duty.plan?.isTarget ? paint('quiet', ' (our own target)') : '';
  const lines = [
    `${named}${paint('strong', duty.article)} ${duty.title}: ${dutyState(duty)}${kind}${target}`,
  ];
  if (isOpen(duty))
    lines.push(`due ${formatBoth(duty.dueAtMs, zone)}  ${countdown(duty.dueAtMs, nowMs)}`);
  else lines.push(`was due ${formatBoth(duty.dueAtMs, zone)}`);
  lines.push(
    `runs from ${anchor.kind === 'vendor-notice' ? "a vendor's notice" : anchor.kind}, ${formatBoth(anchor.atMs, zone)}`,
    ...(duty.latestArguableAtMs === undefined
      ? []
      : [
          paint(
            'quiet',
            `latest arguable ${formatBoth(duty.latestArguableAtMs, zone)} (Reg. 1182/71); do not plan with it`,
          ),
        ]),
  );
  if (duty.nextReminderAtMs !== undefined)
    lines.push(`next reminder ${formatBoth(duty.nextReminderAtMs, zone)}`);
  for (const filing of duty.filings) {
    const late = filing.lateByMs > 0 ? paint('bad', `, ${formatSpan(filing.lateByMs)} late`) : '';
    const by = nameOf(filing.recordedBy, names);
    lines.push(
      `filed ${formatBoth(filing.filed.atMs, zone)} as ${filing.reference} (${filing.stage})${late}${filing.approved ? `, approved draft ${filing.approved.notice}` : ''}; recorded by ${by} ${formatBoth(filing.recordedAtMs, zone)}`,
    );
  }
  if (duty.followUpOwed) lines.push(paint('warn', 'more is owed to the authority (Art. 33(4))'));
  if (duty.advice) {
    const { by, recommends, reason } = duty.advice;
    lines.push(`${nameOf(by, names)} advised to ${recommends}: ${reason}`);
  }
  if (duty.withholding?.confirmedBy !== undefined) {
    const { proposedBy, confirmedBy, reason } = duty.withholding;
    lines.push(
      `withheld by ${nameOf(proposedBy, names)} and ${nameOf(confirmedBy, names)}: ${reason}`,
    );
  }
  const against = contradiction(duty, assessment);
  if (against !== undefined) lines.push(against);
  const [first = '', ...details] = lines;
  return [first, ...details.map((line) => `  ${line}`)];
}

function waitingLines({ started = {} }: Status): string[] {
  return Object.values(started).flatMap(({ rule, waiting }) =>
    waiting.map((sentence) => paint('quiet', `${rule}: ${sentence}`)),
  );
}

function dutyState({ state }: DutyStatus): string {
  const tone: Tone = state === 'filed' || state === 'withheld' ? 'good' : 'warn';
  return state === 'withdrawn' ? state : paint(tone, state);
}

export function countdown(dueAtMs: number, nowMs: number): string {
  const left = dueAtMs - nowMs;
  if (left < 0) return paint('bad', `overdue by ${formatSpan(-left)}`);
  return paint(left < 12 * 3_600_000 ? 'bad' : 'strong', `in ${formatSpan(left)}`);
}

function proposals(status: Status, { zone, names }: View): string[] {
  const lines: string[] = [];
  const { proposedAwareness } = status;
  if (proposedAwareness)
    lines.push(
      `awareness ${formatBoth(proposedAwareness.atMs, zone)}, proposed by ${nameOf(proposedAwareness.proposedBy, names)}: ${proposedAwareness.reason}`,
    );
  for (const { withholding, id } of status.duties) {
    if (withholding && withholding.confirmedBy === undefined)
      lines.push(
        `not to notify (${id}), proposed by ${nameOf(withholding.proposedBy, names)}: ${withholding.reason}`,
      );
  }
  return lines;
}

function taskLines({ tasks }: Status, { names, zone, nowMs }: View): string[] {
  return tasks.map((task) => {
    const { id, title, owner, role, due, mandatory, doneAtMs, skippedAtMs } = task;
    const mark = doneAtMs !== undefined ? '[x]' : skippedAtMs !== undefined ? '[-]' : '[ ]';
    const late = due && isOpenTask(task) && due.atMs < nowMs;
    const about = [
      ...(owner === undefined
        ? role === undefined
          ? []
          : [`no ${role} yet`]
        : [nameOf(owner, names)]),
      ...(due
        ? [`${late ? paint('bad', 'overdue since') : 'due'} ${formatBoth(due.atMs, zone)}`]
        : []),
      ...(mandatory ? ['mandatory'] : []),
    ].join(', ');
    return `${mark} ${id} ${title}${about === '' ? '' : ` (${about})`}`;
  });
}

function fileLines({ attachments = [] }: Status, { names, zone }: View): string[] {
  return attachments.map(
    ({ id, name, bytes, by, atMs }) =>
      `${id} ${name}, ${size(bytes)}, by ${nameOf(by, names)}, ${formatBoth(atMs, zone)}`,
  );
}

/** The failed ones first; who was told long ago needs nobody's eyes. */
function customerLines(status: Status, { policy, zone }: View): string[] {
  const all = Object.entries(status.customers);
  const failed = all.filter(([, { outcome }]) => outcome === 'failed');
  const shown = all.length <= mostCustomers ? all : failed.slice(0, mostCustomers);
  const more =
    shown.length < all.length
      ? [`${toldLine(status)}; seventytwo customers list ${status.id}`]
      : [];
  const lines = shown.map(([id, { outcome, settledAtMs }]) => {
    const name = customerName(id, policy);
    const when = settledAtMs === undefined ? '' : ` ${formatBoth(settledAtMs, zone)}`;
    const tone: Tone = outcome === 'failed' ? 'bad' : outcome === 'accepted' ? 'good' : 'warn';
    return `${name}: ${paint(tone, outcome)}${when}`;
  });
  return [...lines, ...more];
}

const mostCustomers = 10;

function stampLines({ stamps, aware }: Status, { zone, names }: View): string[] {
  const rows: (readonly [string, number | undefined, (string | undefined)?])[] = [
    ['occurred', stamps.occurred?.atMs],
    ['suspected', stamps.suspected?.atMs],
    ['looked into', stamps.investigationStarted?.atMs],
    ['detected', stamps.detected.atMs],
    ["vendor's notice", stamps.vendorNotice?.atMs],
    ['declared', stamps.declaredAtMs],
    ['acknowledged', stamps.acknowledgedAtMs],
    [
      'aware',
      aware?.atMs,
      aware && `declared by ${nameOf(aware.declaredBy, names)}: ${aware.reason}`,
    ],
    ['contained', stamps.containedAtMs],
    ['recovered', stamps.recoveredAtMs],
    ['closed', stamps.closedAtMs],
  ];
  return rows.flatMap(([name, atMs, remark]) =>
    atMs === undefined
      ? []
      : [
          `${name.padEnd(16)}${formatBoth(atMs, zone)}${remark === undefined ? '' : ` · ${remark}`}`,
        ],
  );
}
