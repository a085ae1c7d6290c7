/** `list`, `show`, `timeline`: what is known about incidents, running or long closed. */
import type { Incidents } from '../client.ts';
import { replay } from '../domain/apply.ts';
import type { IncidentEvent } from '../domain/events.ts';
import { status as toStatus, type Status } from '../domain/status.ts';
import { Failure } from '../failure.ts';
import { answerOf, type Asked } from '../looking/asking.ts';
import { listLines, toOpenFilter, type ListedLine, type ListFilter } from '../looking/list.ts';
import { readKept } from '../looking/recorded.ts';
import { requireContent } from '../register/erasures.ts';
import { readEvents } from '../register/journal.ts';
import { renderDuties, renderStatus } from './render.ts';
import { incidentIdFrom, withIncidents, withRegister, type Session } from './session.ts';
import { requireSight } from './sight.ts';
import { drawTimeline, renderTimeline } from './timeline.ts';

/** While Temporal cannot be reached the register answers for all of them, and that is said. */
export async function list(
  session: Session,
  all: boolean,
  filter: ListFilter = {},
): Promise<ListedLine[]> {
  const { policy, io, person, remote } = session;
  if (remote) {
    const { incidents, note } = await remote.list(all, filter);
    if (note !== undefined) tellOutage(session, note);
    return incidents;
  }
  const nowMs = io.now();
  const { outage, answer: open } = await asking(session, (incidents) =>
    incidents.listOpen(toOpenFilter(policy, filter, nowMs)),
  );
  const wanted = { open, all, filter, person, nowMs };
  // No register yet means no incident yet.
  const { lines, recorded } = await withRegister(session, (register) =>
    listLines({ ...wanted, register }),
  ).catch((error: unknown) => {
    if (error instanceof Failure && error.code === 'no-register') return listLines(wanted);
    throw error;
  });
  if (outage && recorded === 0) throw outage;
  if (outage) tellOutage(session, outage.message);
  return lines;
}

/** What Temporal answers, or why it does not. Any other failure is thrown. */
function asking<T>(session: Session, ask: (incidents: Incidents) => Promise<T>): Promise<Asked<T>> {
  return answerOf(() => withIncidents(session, ask));
}

function tellOutage({ io }: Session, message: string): void {
  io.tell(
    `note: ${message}\nnote: this is what the register holds; what happened since may be missing`,
  );
}

/** Running incidents answer for themselves; others, and all of them during an outage, are read from the register. */
export async function show(session: Session, typed: string): Promise<Status> {
  const id = incidentIdFrom(typed);
  if (session.remote) {
    const { incident: found, note } = await session.remote.show(id);
    if (note !== undefined) tellOutage(session, note);
    return found;
  }
  const { outage, answer } = await asking(session, (incidents) => incidents.status(id));
  if (answer) return seen(answer, session);
  const incident = await withRegister(session, (register) => readKept(register, id)).catch(
    (error: unknown) => {
      if (error instanceof Failure && error.code === 'no-register') return undefined;
      throw error;
    },
  );
  if (!incident) throw outage ?? unknownIncident(id);
  if (outage) tellOutage(session, outage.message);
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
  const events = await eventsOf(session, id);
  const incident = replay(events);
  if (!incident) throw unknownIncident(id);
  requireSight(toStatus(incident, 0), session);
  return events;
}

/** Throws the sentence for an incident that was erased. */
export async function eventsOf(
  session: Session,
  id: string,
  from: { readonly afterSeq?: number } = {},
): Promise<readonly IncidentEvent[]> {
  const { remote } = session;
  if (remote) {
    const { afterSeq = 0 } = from;
    return (await remote.events(id)).filter(({ seq }) => seq > afterSeq);
  }
  return withRegister(session, async (register) => {
    const kept = await readEvents(register, id, from);
    if (kept.length === 0 && from.afterSeq === undefined) await requireContent(register.db, id);
    return kept;
  });
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
