/** Tells incidents how their alerts stand: in bulk, at most once in a while for each, and again after a restart. */
import type { Command } from '../domain/commands.ts';
import { system } from '../domain/commands.ts';
import { Failure } from '../failure.ts';
import { markTold, standing, untold, type Untold } from '../register/alert-reading.ts';
import { isKnown } from '../register/incidents.ts';
import type { IntakeDeps } from './accept.ts';

export type Pace = {
  /** Between two tellings of one incident: its history must stay small in a storm of hours. */
  readonly everyMs: number;
  /** Before the first: most of a storm is there by then. */
  readonly firstMs: number;
  /** Between two looks for what was not told. */
  readonly sweepMs: number;
};
export const usualPace: Pace = { everyMs: 10_000, firstMs: 2_000, sweepMs: 30_000 };

export type Teller = {
  readonly changed: (incidentId: string) => void;
  /** Whatever waits, now: of one incident or all. */
  readonly sweep: () => Promise<void>;
  readonly close: () => Promise<void>;
};

type TellerDeps = Omit<IntakeDeps, 'changed'>;

export function createTeller(deps: TellerDeps, pace: Pace): Teller {
  const { now, tell } = deps;
  const timers = new Map<string, NodeJS.Timeout>();
  const lastMs = new Map<string, number>();
  let isClosed = false;
  let working: Promise<void> = Promise.resolve();

  function changed(incidentId: string): void {
    if (isClosed || timers.has(incidentId)) return;
    const last = lastMs.get(incidentId);
    const waitMs = last === undefined ? pace.firstMs : Math.max(0, last + pace.everyMs - now());
    const timer = setTimeout(() => {
      timers.delete(incidentId);
      enqueue(() => tellSome(incidentId));
    }, waitMs);
    timers.set(incidentId, timer);
    timer.unref();
  }

  /** One after the other: an incident that does not answer takes ten seconds. Never rejects. */
  function enqueue(work: () => Promise<void>): void {
    working = working.then(work).catch((error: unknown) => {
      tell(`alerts wait to be told to their incident, and are told again: ${reasonOf(error)}`);
    });
  }

  async function tellSome(incidentId?: string, isNow = false): Promise<void> {
    if (isClosed) return;
    for (const about of await untold(deps.register, incidentId)) {
      // Its turn comes.
      if (timers.has(about.incidentId) && !isNow) continue;
      lastMs.set(about.incidentId, now());
      await tellOne(deps, about).catch((error: unknown) => {
        tell(
          `${about.incidentId} was not told of its alerts, and is told again: ${reasonOf(error)}`,
        );
      });
    }
    for (const [id, atMs] of lastMs) if (atMs < now() - pace.everyMs) lastMs.delete(id);
  }

  const sweeping = setInterval(() => enqueue(() => tellSome()), pace.sweepMs);
  sweeping.unref();
  // What a killed process left behind.
  enqueue(() => tellSome());

  return {
    changed,
    async sweep() {
      enqueue(() => tellSome(undefined, true));
      await working;
    },
    async close() {
      isClosed = true;
      clearInterval(sweeping);
      for (const timer of timers.values()) clearTimeout(timer);
      await working;
    },
  };
}

async function tellOne(
  { incidents, register, sign, tell }: TellerDeps,
  about: Untold,
): Promise<void> {
  const { incidentId, source } = about;
  const now = await standing(register, about);
  if (!now) return;
  const { firing, resolved, total, newestAtMs, beyond } = now;
  const command: Command = {
    name: 'recordAlerts',
    // The same counts of the same moment are the same command, whoever tells them and how often.
    commandId: `alerts ${source} ${total}-${firing}-${resolved} ${newestAtMs}`,
    actor: { person: system.person, channel: 'api' },
    fields: {
      ...{ source, firing, resolved, total, newest: { atMs: newestAtMs, zone: 'UTC' } },
      ...(beyond && { beyond }),
    },
  };
  try {
    const signed = await sign(command, incidentId);
    await incidents.send(incidentId, signed, () => isKnown(register, incidentId));
  } catch (error) {
    // A rule says no, and will say so again: the alerts are in the register all the same.
    if (!(error instanceof Failure && error.kind === 'refused')) throw error;
    tell(`${incidentId} takes no word of its alerts: ${error.message}`);
  }
  await markTold(register, about, newestAtMs);
}

/** Of what is no sentence of ours only its name: its own may hold anything. */
export function reasonOf(error: unknown): string {
  if (error instanceof Failure) return error.message;
  return error instanceof Error ? error.name : 'for no known reason';
}
