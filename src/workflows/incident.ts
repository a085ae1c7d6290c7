/** One incident from declaration to closing: waits for people and deadlines, lets the domain decide, has it done. */
import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  continueAsNew,
  defineQuery,
  defineUpdate,
  log,
  patched,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { commandFaults, commandNames, toCommand, type CommandName } from '../domain/commands.ts';
import { dueEvents, nextDeadline } from '../domain/deadline.ts';
import type { PolicySnapshot } from '../domain/policy.ts';
import { toPlan } from '../domain/starting.ts';
import { createAlarm } from './alarm.ts';
import { journalDeed, wantedDeeds } from './deeds.ts';
import { createDisplay } from './details.ts';
import { createEffects } from './effects.ts';
import {
  badShape,
  statusQuery,
  type IncidentInput,
  type IncidentResult,
  type StatusAnswer,
  type UpdateAnswer,
  type UpdatePayload,
} from './messages.ts';
import { journalOptions, policyOptions } from './options.ts';
import { createRecord } from './record.ts';
import { commandSignalled, readSignal } from './signal.ts';
import { spill } from './spill.ts';

const { loadIncident } = proxyActivities<Activities>(journalOptions);
const { readPolicy } = proxyLocalActivities<Activities>(policyOptions);

/** Well below the 51,200 events at which the server ends a run. */
const defaultHistoryLimit = 8_000;
/** A run stays at least until whoever started it has asked for the answer to the first command. */
const answerWaitMs = 60_000;
/** A draft takes well under a second; after this the answer is given without it. */
const draftWaitMs = 20_000;
/** The other incident answers in well under a second; after this `show` tells how it ended. */
const mergeWaitMs = 8_000;
/** Before continue-as-new: longer than one attempt of any activity, so that mails are not sent twice for it. */
const drainMs = 60_000;
/**
 * An entry that the register takes is there in milliseconds. Its answer should not meet the end of the run: the
 * server then refuses the whole task, and the commands answered in it.
 */
const journalDrainMs = 2_000;
/**
 * Commands that may come while it waits. The server asks for a new run at 1,800 updates of the 2,000 that a run may
 * have, 10 of them at once; a storm must not use up the rest.
 */
const drainCommands = 100;

export async function incident(input: IncidentInput): Promise<IncidentResult> {
  const { incidentId, first, carried, historyLimit = defaultHistoryLimit } = input;
  const record = createRecord(incidentId, carried);
  const display = createDisplay();
  const alarm = createAlarm();
  let policy: PolicySnapshot | undefined = carried?.incident.policy;
  let answered = carried !== undefined;
  let commands = 0;
  let isHasty = false;
  let isLongKnown = false;
  let bug: { error: unknown } | undefined;
  const effects = createEffects((error) => {
    bug = { error };
  });

  /** A command may change nothing, and the run must end in time for all that. Told with the change, so that one wake serves both. */
  function noteArrival(): void {
    commands += 1;
    isLongKnown ||= isLong(historyLimit);
  }

  for (const name of commandNames) {
    setHandler(
      defineUpdate<UpdateAnswer, [UpdatePayload<CommandName>]>(name),
      async (payload) => {
        await condition(() => policy !== undefined);
        noteArrival();
        const command = toCommand(name, payload);
        if (first === undefined || command.commandId === first.commandId) answered = true;
        if (policy) record.carryOut(command, policy);
        if (name === 'draftNotice') await condition(() => isHasty || allDrafted(), draftWaitMs);
        if (name === 'merge') await condition(() => isHasty || isSettled(), mergeWaitMs);
        if (name === 'startDuty') await condition(() => isHasty || isPlanned(), draftWaitMs);
        return present();
      },
      { validator: (payload: unknown) => rejectBadShape(name, payload) },
    );
  }
  setHandler(commandSignalled, async (payload) => {
    await condition(() => policy !== undefined);
    noteArrival();
    if (policy) record.take(readSignal(payload), policy);
  });
  setHandler(defineQuery<StatusAnswer>(statusQuery), record.status);

  function present(): UpdateAnswer {
    const status = record.status();
    if (!status) throw new Error(`${incidentId} carried out a command without being declared`);
    return status;
  }

  function allDrafted(): boolean {
    return record.incident()?.notices.every(({ drafted }) => drafted) ?? true;
  }

  function isPlanned(): boolean {
    const now = record.incident();
    return now === undefined || toPlan(now).length === 0;
  }

  function isSettled(): boolean {
    return record.incident()?.merging === undefined;
  }

  if (!carried) {
    const inForce = await readPolicy();
    if (input.resume) {
      const restored = await loadIncident({ incidentId });
      record.restore(restored.incident, restored.handled);
    }
    if (first) carryOutFirst(first, inForce);
    policy = inForce;
  }

  /** Its refusal reaches the sender through the update of the same command id. */
  function carryOutFirst(command: NonNullable<typeof first>, inForce: PolicySnapshot): void {
    try {
      record.carryOut(command, inForce);
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

  /** On to the next run. Returns only when there is nothing to carry. */
  async function leave(): Promise<void> {
    if (!record.incident()) return;
    const limit = commands + drainCommands;
    const isStorm = () => commands >= limit;
    const isStill = () => effects.running().length === 0 && allHandlersFinished();
    if (!(await condition(() => isStorm() || isStill(), journalDrainMs)))
      await condition(() => isStorm() || (isAtRest() && allHandlersFinished()), drainMs);
    // From here on nobody waits for a draft.
    isHasty = true;
    await spill(record);
    // A command that came with this very task begins only after it: it shows at the second look.
    let looks = 0;
    await condition(() => (looks += 1) > 1 && allHandlersFinished());
    const everything = record.carried();
    if (everything)
      await continueAsNew<typeof incident>({ incidentId, historyLimit, carried: everything });
  }

  /** The register may be away for days, and its entries are not lost by leaving: only the rest counts. */
  function isAtRest(): boolean {
    return effects.running().every((key) => key === journalDeed);
  }

  /** As runs left before there were outboxes. */
  async function leaveAsBefore(): Promise<void> {
    await condition(() => effects.running().length === 0 && allHandlersFinished(), drainMs);
    const everything = record.carried();
    if (everything && allHandlersFinished())
      await continueAsNew<typeof incident>({ incidentId, historyLimit, carried: everything });
  }

  let isMoved = true;
  let isLongSeen = false;
  for (;;) {
    const state = record.incident();
    if (state) record.note(dueEvents(state, Date.now()));
    effects.reconcile(wantedDeeds(record));
    const now = record.incident();
    if (now) display(now);

    if (mayEnd()) break;
    if (isLong(historyLimit)) {
      isLongSeen = true;
      // Histories written before wake up and wait in another order.
      if (patched('outbox')) await leave();
      else if (isMoved) await leaveAsBefore();
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

/** Synchronous and read-only, as validators must be: rules are decided in the handler. */
function rejectBadShape(name: CommandName, payload: unknown): void {
  const faults = commandFaults(name, payload);
  if (faults.length > 0) throw ApplicationFailure.nonRetryable(faults.join('; '), badShape);
}

function isLong(historyLimit: number): boolean {
  const { continueAsNewSuggested, historyLength } = workflowInfo();
  return continueAsNewSuggested || historyLength >= historyLimit;
}
