/**
 * `watch`: one incident and everything that happens to it, until it closes or Ctrl-C.
 * Events are read from the register, which is where they all are; a query answers only with the state, and an
 * update that waits would count against the run's limits and lengthen its history. Temporal is asked now and
 * then whether it still lives: with the server or the worker gone, a quiet screen would be a lie.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { apply } from '../domain/apply.ts';
import type { IncidentEvent } from '../domain/events.ts';
import type { Incident } from '../domain/incident.ts';
import { exitCodes, Failure } from '../failure.ts';

import type { Io } from './io.ts';
import { withTimes } from '../calendar/with-times.ts';
import { eventsOf, renderEvents, renderShow, show } from './look.ts';
import { createScreen, footer, type Screen } from './screen.ts';
import {
  incidentIdFrom,
  openSession,
  withIncidents,
  type CommonOptions,
  type Session,
} from './session.ts';

/** A look into the register costs 2 ms here and nothing elsewhere; events are seen well within a second. */
const lookEveryMs = 500;
/** A query costs 4 to 9 ms here and twice that on server and worker together: ten times fewer of them than looks. */
const askEveryMs = 5_000;

export async function runWatch(
  io: Io,
  given: CommonOptions,
  [typed = '']: readonly string[],
): Promise<number> {
  const session = await openSession(io, given);
  const { signal, close } = listen();
  const screen = createScreen(io, given.json === true);
  try {
    const isAsking = await watch(session, typed, screen, signal);
    // A call on its way would hold the process until its deadline, and nobody waits for its answer any more.
    if (signal.aborted && isAsking()) process.exit(exitCodes.done);
    return exitCodes.done;
  } finally {
    screen.end();
    close();
  }
}

/** Ends with the incident or by the signal. The answer tells whether a call to Temporal is still on its way. */
async function watch(
  session: Session,
  typed: string,
  screen: Screen,
  signal: AbortSignal,
): Promise<() => boolean> {
  const id = incidentIdFrom(typed);
  const { json } = session.options;
  const now = await show(session, typed);
  if (!json) screen.line(renderShow(now, session));
  // Machines get the incident as what it is: all its events.
  let told = json ? 0 : now.seq;
  let incident: Incident | undefined;
  const register = createOutage(screen, 'The register can be read again.');
  const pulse = createPulse(session, id, screen, () => incident?.seq ?? 0);

  while (!signal.aborted) {
    try {
      const events = await eventsOf(session, id, { afterSeq: incident?.seq ?? 0 });
      incident = events.reduce<Incident | undefined>(apply, incident);
      for (const event of events.filter(({ seq }) => seq > told)) tell(event, session, screen);
      told = Math.max(told, incident?.seq ?? 0);
      register(undefined);
    } catch (error) {
      register(outside(error));
    }
    if (incident?.phase === 'closed') break;
    const current = incident;
    if (current) screen.footer((columns) => footer(current, session, columns));
    pulse.beat();
    // Aborted: the loop ends by its own condition.
    await sleep(lookEveryMs, undefined, { signal }).catch(() => undefined);
  }
  return pulse.isBeating;
}

function tell(event: IncidentEvent, session: Session, screen: Screen): void {
  screen.line(
    session.options.json
      ? JSON.stringify(withTimes(event, session.zone))
      : renderEvents([event], session).trimEnd(),
  );
}

/** Asks, without being waited for, whether server and worker answer and the register keeps up. */
function createPulse(session: Session, id: string, screen: Screen, seq: () => number) {
  // It says itself what is wrong, once.
  const quiet = { ...session, io: { ...session.io, tell: () => undefined } };
  const outage = createOutage(screen, 'Temporal and the worker answer again.');
  let isBeating = false;
  let nextAtMs = Date.now() + askEveryMs;
  let expected = 0;

  async function ask(): Promise<void> {
    const status = await withIncidents(quiet, (incidents) => incidents.status(id));
    const isBehind = seq() < expected;
    expected = status?.seq ?? 0;
    outage(
      isBehind
        ? `the newest events are not in the register yet; see seventytwo show ${id}`
        : undefined,
    );
  }

  return {
    isBeating: () => isBeating,
    beat(): void {
      if (isBeating || Date.now() < nextAtMs) return;
      isBeating = true;
      void ask()
        // Whatever it is: that Temporal does not answer as it should is what this is to find out.
        .catch((error: unknown) => outage(error instanceof Error ? error.message : String(error)))
        .finally(() => {
          isBeating = false;
          nextAtMs = Date.now() + askEveryMs;
        });
    },
  };
}

/** Says what is wrong when it begins, and that it is over; nothing in between. */
function createOutage(screen: Screen, over: string): (fault: string | undefined) => void {
  let isOut = false;
  return (fault) => {
    if (fault !== undefined && !isOut) screen.note(`${fault}; still watching`);
    if (fault === undefined && isOut) screen.note(over);
    isOut = fault !== undefined;
  };
}

/** What may come back is told; the rest is a bug or the user's to mend, and ends the watch. */
function outside(error: unknown): string {
  if (error instanceof Failure && error.kind === 'unreachable')
    return error.message.replace(/\.$/, '');
  throw error;
}

/** Ctrl-C, `kill`, a closed terminal, or a reader that has seen enough (`| head -1`). */
function listen(): { readonly signal: AbortSignal; readonly close: () => void } {
  const controller = new AbortController();
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const stop = (): void => controller.abort();
  for (const name of names) process.on(name, stop);
  process.stdout.on('error', stop);
  const close = (): void => {
    for (const name of names) process.off(name, stop);
    process.stdout.off('error', stop);
  };
  return { signal: controller.signal, close };
}
