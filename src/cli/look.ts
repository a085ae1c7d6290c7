/** `list`, `show`, `timeline`: what is known about incidents, running or long closed. */
import { formatBoth } from '../calendar/format.ts';
import type { Incidents } from '../client.ts';
import { replay } from '../domain/apply.ts';
import { earliestDueAtMs, status as toStatus, type Status } from '../domain/status.ts';
import { Failure } from '../failure.ts';
import { personKey } from '../policy/snapshot.ts';
import type { Register } from '../register/database.ts';
import { requireContent } from '../register/erasures.ts';
import { listIncidents, type ListedIncident } from '../register/incidents.ts';
import { readKept } from '../looking/recorded.ts';
import { readEvents, readIncident } from '../register/journal.ts';
import type { OpenFilter, OpenIncident } from '../visibility.ts';
import type { ListFilter } from './filters.ts';
import { paint } from './io.ts';
import { countdown, renderDuties, renderStatus } from './render.ts';
import { hiddenFrom } from './restricted.ts';
import { incidentIdFrom, withIncidents, withRegister, type Session } from './session.ts';
import { requireSight } from './sight.ts';
import { drawTimeline, renderTimeline } from './timeline.ts';

export type ListedLine = {
  readonly id: string;
  readonly phase: string;
  readonly severity: string;
  readonly personalData: string;
  readonly title?: string;
  readonly declaredAtMs?: number;
  readonly closedAtMs?: number;
  readonly nextDueAtMs?: number;
  /** One sentence when it cannot go on. */
  readonly stuck?: string;
  /** Its title is for others than who asks. */
  readonly restricted?: true;
};

/**
 * Open incidents as Temporal knows them, titles from the register; with `all` the closed ones from the register
 * too. While Temporal cannot be reached the register answers for all of them, and that is said.
 */
export async function list(
  session: Session,
  all: boolean,
  filter: ListFilter = {},
): Promise<ListedLine[]> {
  const { outage, answer: open } = await asking(session, (incidents) =>
    incidents.listOpen(toOpenFilter(session, filter)),
  );
  const recorded = await recordedIncidents(session);
  if (outage && recorded.length === 0) throw outage;
  const lines = open ? withTitles(open, recorded) : await recordedOpen(session, recorded, filter);
  if (outage) tellOutage(session, outage);
  const running = new Set(lines.map(({ id }) => id));
  // Due first, then newest: what is most urgent is read first.
  lines.sort(
    (a, b) =>
      (a.nextDueAtMs ?? Infinity) - (b.nextDueAtMs ?? Infinity) ||
      (b.declaredAtMs ?? 0) - (a.declaredAtMs ?? 0),
  );
  // Nobody who asks for the closed ones should have to say so twice.
  const ended =
    all || filter.phase === 'closed'
      ? recorded.filter(({ id, phase }) => !running.has(id) && (open || phase === 'closed'))
      : [];
  return withoutRestricted(session, [...lines, ...(await filterEnded(session, ended, filter))]);
}

/** Titles only to those for whom they are. */
async function withoutRestricted(
  session: Session,
  lines: readonly ListedLine[],
): Promise<ListedLine[]> {
  const listed = new Set(lines.map(({ id }) => id));
  const hidden = await withRegister(session, (register) =>
    hiddenFrom(register, session, (id) => listed.has(id)),
  ).catch(noneWithoutRegister<ReadonlySet<string>>(new Set()));
  return lines.map((line) => {
    if (!hidden.has(line.id)) return line;
    const { title: _title, ...rest } = line;
    return { ...rest, restricted: true };
  });
}

/** No register yet means no incident yet. */
function noneWithoutRegister<T>(none: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof Failure && error.code === 'no-register') return none;
    throw error;
  };
}

function toOpenFilter(
  { policy, io }: Session,
  { commander, overdue, ...exact }: ListFilter,
): OpenFilter {
  return {
    ...exact,
    ...(commander !== undefined && { commanderKey: personKey(policy, commander) }),
    ...(overdue && { dueBeforeMs: io.now() }),
  };
}

function withTitles(
  open: readonly OpenIncident[],
  recorded: readonly ListedIncident[],
): ListedLine[] {
  const known = new Map(recorded.map((line) => [line.id, line]));
  return open
    .filter(({ phase }) => phase !== 'closed')
    .map((line) => {
      const record = known.get(line.id);
      return record ? { ...line, title: record.title, declaredAtMs: record.declaredAtMs } : line;
    });
}

/** The open ones as their events in the register tell them. */
async function recordedOpen(
  session: Session,
  recorded: readonly ListedIncident[],
  filter: ListFilter,
): Promise<ListedLine[]> {
  const { commander, overdue } = filter;
  const nowMs = session.io.now();
  const open = recorded.filter((line) => line.phase !== 'closed' && fits(line, filter));
  return withRegister(session, async (register) => {
    const lines: ListedLine[] = [];
    for (const line of open) {
      const incident = await readIncident(register, line.id);
      if (!incident) continue;
      const nextDueAtMs = earliestDueAtMs(incident);
      const isWanted =
        (commander === undefined || incident.commander === commander) &&
        (!overdue || (nextDueAtMs ?? Infinity) < nowMs);
      if (isWanted) lines.push({ ...line, ...(nextDueAtMs !== undefined && { nextDueAtMs }) });
    }
    return lines;
  });
}

/** What the incident's line in the register can tell. */
function fits(line: ListedIncident, { severity, phase, personalData }: ListFilter): boolean {
  return (
    (severity === undefined || line.severity === severity) &&
    (phase === undefined || line.phase === phase) &&
    (personalData === undefined || line.personalData === personalData)
  );
}

/** What Temporal answers, or why it does not. Any other failure is thrown. */
async function asking<T>(
  session: Session,
  ask: (incidents: Incidents) => Promise<T>,
): Promise<{ readonly answer?: T; readonly outage?: Failure }> {
  try {
    return { answer: await withIncidents(session, ask) };
  } catch (error) {
    const isOutage = error instanceof Failure && error.kind === 'unreachable';
    // A wrong setting is to be mended, not bridged.
    if (isOutage && error.code !== 'wrong-namespace') return { outage: error };
    throw error;
  }
}

function tellOutage({ io }: Session, outage: Failure): void {
  io.tell(
    `note: ${outage.message}\nnote: this is what the register holds; what happened since may be missing`,
  );
}

/** By what the register's line holds; for the commander, which it does not, by the incident's events. */
async function filterEnded(
  session: Session,
  ended: readonly ListedIncident[],
  filter: ListFilter,
): Promise<readonly ListedIncident[]> {
  const { commander, overdue } = filter;
  // Closed means that no duty is open: none can be overdue.
  if (overdue) return [];
  const some = ended.filter((line) => fits(line, filter));
  if (commander === undefined || some.length === 0) return some;
  return withRegister(session, async (register) => {
    const led: ListedIncident[] = [];
    for (const line of some)
      if ((await readIncident(register, line.id))?.commander === commander) led.push(line);
    return led;
  });
}

/** The list of open ones does not depend on it. */
function recordedIncidents(session: Session): Promise<ListedIncident[]> {
  return withRegister(session, (register) => listIncidents(register)).catch(
    noneWithoutRegister<ListedIncident[]>([]),
  );
}

export function renderList(lines: readonly ListedLine[], session: Session): string {
  if (lines.length === 0)
    return 'No open incident. Declare one: seventytwo declare "what is wrong" --as <person>';
  const head = ['ID', 'SEVERITY', 'PHASE', 'PERSONAL DATA', 'NEXT DUE'];
  const rows = lines.map((line) => [
    line.id,
    line.severity,
    line.phase,
    line.personalData,
    line.nextDueAtMs === undefined ? '-' : formatBoth(line.nextDueAtMs, session.zone),
  ]);
  const widths = head.map((name, n) =>
    Math.max(name.length, ...rows.map((row) => row[n]?.length ?? 0)),
  );
  const format = (cells: readonly string[]): string =>
    cells.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join('  ');
  return [
    paint('quiet', `${format(head)}  TITLE`),
    ...rows.map((row, n) => {
      const line = lines[n];
      const left =
        line?.nextDueAtMs === undefined
          ? ''
          : ` (${countdown(line.nextDueAtMs, session.io.now())})`;
      return `${format(row)}  ${line?.restricted ? '(restricted)' : (line?.title ?? '(not in the register yet)')}${left}`;
    }),
    ...lines.flatMap(({ stuck }) => (stuck === undefined ? [] : [paint('bad', stuck)])),
  ].join('\n');
}

/** Running incidents answer for themselves; others, and all of them during an outage, are read from the register. */
export async function show(session: Session, typed: string): Promise<Status> {
  const id = incidentIdFrom(typed);
  const { outage, answer } = await asking(session, (incidents) => incidents.status(id));
  if (answer) return seen(answer, session);
  const incident = await withRegister(session, (register) => readKept(register, id)).catch(
    (error: unknown) => {
      if (error instanceof Failure && error.code === 'no-register') return undefined;
      throw error;
    },
  );
  if (!incident) throw outage ?? unknownIncident(id);
  if (outage) tellOutage(session, outage);
  return seen(toStatus(incident, 0), session);
}

function seen(status: Status, session: Session): Status {
  requireSight(status, session);
  return status;
}

export function renderShow(status: Status, session: Session): string {
  return renderStatus(status, { ...session, nowMs: session.io.now() });
}

export function renderDutyList(status: Status, session: Session): string {
  return renderDuties(status, { ...session, nowMs: session.io.now() });
}

export async function timeline(session: Session, typed: string) {
  const id = incidentIdFrom(typed);
  const events = await withRegister(session, async (register) => {
    const kept = await readEvents(register, id);
    if (kept.length === 0) await requireContent(register.db, id);
    return kept;
  });
  const incident = replay(events);
  if (!incident) throw unknownIncident(id);
  requireSight(toStatus(incident, 0), session);
  return events;
}

export function renderEvents(
  events: Awaited<ReturnType<typeof timeline>>,
  session: Session,
): string {
  const customers = Object.entries(session.policy.customers).map(
    ([id, { name }]) => [id, name] as const,
  );
  // A person and a customer of one id: the person, who acts.
  const people = { ...Object.fromEntries<string>(customers), ...session.names };
  const render = session.io.isTerminal ? drawTimeline : renderTimeline;
  return render(events, { zone: session.zone, people });
}

function unknownIncident(id: string): Failure {
  return new Failure(
    'usage',
    'unknown-incident',
    `there is no incident ${id}; see seventytwo list --all`,
  );
}
