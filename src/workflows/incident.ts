/** One incident from declaration to closing: waits for people and deadlines, lets the domain decide, has it done. */
import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  defineQuery,
  log,
  patched,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { commandNames, toCommand, type Command, type CommandName } from '../domain/commands.ts';
import { dueEvents, nextDeadline } from '../domain/deadline.ts';
import { isToAsk, mayPage } from '../domain/paging.ts';
import { isAtLeast, type PolicySnapshot } from '../domain/policy.ts';
import { createAlarm } from './alarm.ts';
import { wantedDeeds } from './deeds.ts';
import { createDisplay } from './details.ts';
import { createEffects } from './effects.ts';
import { createGate, type Act } from './gate.ts';
import { makeReady, makeReadyAsBefore } from './leave.ts';
import {
  statusQuery,
  type IncidentInput,
  type IncidentResult,
  type StatusAnswer,
  type UpdateAnswer,
} from './messages.ts';
import { askOnCall } from './on-call.ts';
import { goOn } from './opened.ts';
import { journalOptions, policyOptions } from './options.ts';
import { createRecord } from './record.ts';
import { commandSignalled, readSignal } from './signal.ts';
import { commandUpdate, payloadOf, rejectBadShape } from './update.ts';
import { waits, type Wait } from './waits.ts';

const { loadIncident } = proxyActivities<Activities>(journalOptions);
const { readPolicy } = proxyLocalActivities<Activities>(policyOptions);

/** Well below the 51,200 events at which the server ends a run. */
const defaultHistoryLimit = 8_000;
/** A run stays at least until whoever started it has asked for the answer to the first command. */
const answerWaitMs = 60_000;

export async function incident(input: IncidentInput): Promise<IncidentResult> {
  const { incidentId, first, carried, historyLimit = defaultHistoryLimit } = input;
  const record = createRecord(incidentId, carried);
  const gate = createGate(incidentId, mayPageNow);
  const display = createDisplay();
  const alarm = createAlarm();
  let policy: PolicySnapshot | undefined = carried?.incident.policy;
  /** In force when the run began. */
  let starting: PolicySnapshot | undefined;
  let answered = carried !== undefined;
  const arrived = { updates: 0, signals: 0, lastSignalAt: 0 };
  let isHasty = false;
  let isLongKnown = false;
  let bug: { error: unknown } | undefined;
  const effects = createEffects((error) => {
    bug = { error };
  });

  /** A command may change nothing, and the run must end in time for all that. Beside the change, so that one wake serves both. */
  function noteArrival(how: 'updates' | 'signals'): void {
    arrived[how] += 1;
    if (how === 'signals') arrived.lastSignalAt = workflowInfo().historyLength;
    isLongKnown ||= isLong(historyLimit);
  }

  for (const name of commandNames) {
    setHandler(
      commandUpdate(name),
      async (raw) => {
        await condition(() => policy !== undefined);
        noteArrival('updates');
        const command = toCommand(name, payloadOf(raw));
        if (first === undefined || command.commandId === first.commandId) answered = true;
        if (policy && isGated(command)) await gate.pass(command, carryOutBy(command, policy));
        else if (policy) record.carryOut(command, policy);
        const wait = waits[name];
        if (wait) await condition(() => isHasty || isOver(wait), wait.forMs);
        return present();
      },
      { validator: (raw: unknown) => rejectBadShape(name, raw) },
    );
  }
  setHandler(commandSignalled, async (payload) => {
    await condition(() => policy !== undefined);
    noteArrival('signals');
    if (!policy) return;
    const inForce = policy;
    const read = readSignal(payload);
    if (!('command' in read)) return record.takeMalformed(read, patched('access'));
    const { command } = read;
    if (isGated(command))
      await gate.pass(command, (...known) => record.take(command, inForce, ...known));
    else record.take(command, inForce);
  });
  setHandler(defineQuery<StatusAnswer>(statusQuery), record.status);

  /** Nobody was checked in runs of before; from the first new command of such a run on everybody is. */
  function isGated(command: Command): boolean {
    return patched('access') && !record.isHandled(command);
  }

  function carryOutBy(command: Command, inForce: PolicySnapshot): Act<void> {
    return (...known) => record.carryOut(command, inForce, ...known);
  }

  /** Who is on call is asked only in incidents whose policy says so: others began before, and replay without. */
  function mayPageNow(name: CommandName): boolean {
    const now = record.incident();
    const pinned = now?.policy ?? starting;
    return pinned !== undefined && isAtLeast(pinned, 4) && mayPage(now, name);
  }

  function present(): UpdateAnswer {
    const status = record.status();
    if (!status) throw new Error(`${incidentId} carried out a command without being declared`);
    return status;
  }

  function hurry(): void {
    isHasty = true;
  }

  function isOver(wait: Wait): boolean {
    const now = record.incident();
    return now === undefined || wait.isOver(now);
  }

  if (!carried) {
    const inForce = await readPolicy();
    starting = inForce;
    if (input.resume) {
      const restored = await loadIncident({ incidentId });
      record.restore(restored.incident, restored.handled);
    }
    if (first && isGated(first))
      await gate.passFirst(first, (...known) => carryOutFirst(first, inForce, ...known));
    else if (first) carryOutFirst(first, inForce);
    policy = inForce;
  }

  /** Its refusal reaches the sender through the update of the same command id. */
  function carryOutFirst(
    command: Command,
    inForce: PolicySnapshot,
    ...known: Partial<Parameters<Act<void>>>
  ): void {
    try {
      record.carryOut(command, inForce, ...known);
    } catch (error) {
      if (!(error instanceof ApplicationFailure)) throw error;
      log.info('first command refused', { code: error.type });
    }
  }

  /** Nothing left to do, to tell or to write down. */
  function finished(): boolean {
    const state = record.incident();
    const over = state === undefined || state.phase === 'closed';
    return over && wantedDeeds(record).size === 0 && allHandlersFinished();
  }

  const answerUntilMs = Date.now() + answerWaitMs;
  function mayEnd(): boolean {
    return finished() && (answered || Date.now() >= answerUntilMs);
  }

  /** On to the next run, unless there is nothing to carry. */
  async function leave(): Promise<void> {
    const everything = record.carried();
    if (everything) await goOn<IncidentInput>({ incidentId, historyLimit, carried: everything });
  }

  let isMoved = true;
  let isLongSeen = false;
  for (;;) {
    const onCall = isToAsk(record.incident(), Date.now()) ? await askOnCall() : undefined;
    const state = record.incident();
    if (state) record.note(dueEvents(state, Date.now(), onCall));
    effects.reconcile(wantedDeeds(record));
    const now = record.incident();
    if (now) display(now);

    if (mayEnd()) break;
    if (isLong(historyLimit)) {
      isLongSeen = true;
      // Runs of before wake up and wait in another order; their next run is of today.
      if (patched('outbox')) {
        if (now) await makeReady({ record, effects, arrived: () => ({ ...arrived }), hurry });
        await leave();
      } else if (isMoved && (await makeReadyAsBefore(effects))) await leave();
    }

    const seen = record.revision();
    const hasMoved = () => record.revision() !== seen || alarm.isDue() || mayEnd();
    const linger = finished() ? { atMs: answerUntilMs, what: 'wait for the sender' } : undefined;
    alarm.set(linger ?? (now && nextDeadline(now)));
    await condition(() => hasMoved() || bug !== undefined || (isLongKnown && !isLongSeen));
    isMoved = hasMoved();
    // A plain throw fails the workflow task, which is retried until the bug is fixed.
    if (bug) throw bug.error;
  }

  const end = record.incident();
  return {
    incidentId,
    events: end?.seq ?? 0,
    ...(end?.outcome && { outcome: end.outcome }),
  };
}

function isLong(historyLimit: number): boolean {
  const { continueAsNewSuggested, historyLength } = workflowInfo();
  return continueAsNewSuggested || historyLength >= historyLimit;
}
