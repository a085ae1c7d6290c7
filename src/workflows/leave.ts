/** The end of a run that has grown long: what is waited for, and what is handed over, before the next run begins. */
import { allHandlersFinished, condition, sleep, workflowInfo } from '@temporalio/workflow';
import { journalDeed } from './deeds.ts';
import type { Effects } from './effects.ts';
import type { IncidentRecord } from './record.ts';
import { spill } from './spill.ts';

/** Longer than one attempt of any activity, so that mails are not sent twice for it. */
const drainMs = 60_000;
/**
 * An entry that the register takes is there in milliseconds. Its answer should not meet the end of the run: the
 * server then refuses the whole task, and the commands answered in it.
 */
const journalDrainMs = 2_000;
/**
 * Commands that may come meanwhile. The server asks for a new run at 1,800 updates of the 2,000 that a run may
 * have; a storm must not use up the rest.
 */
const drainCommands = 100;
/**
 * A signal that comes while the run ends makes the server take its last task back and give it out again with that
 * signal. Ending in such a task again and again would gather signals without end: the next task ends the run.
 */
const nextTaskMs = 1;

export type Arrived = {
  readonly updates: number;
  readonly signals: number;
  /** The length of the history when the newest signal came: tells the task it came with. */
  readonly lastSignalAt: number;
};

export type Departure = {
  readonly record: IncidentRecord;
  readonly effects: Effects;
  /** How many of each have come to this run. */
  readonly arrived: () => Arrived;
  /** Told when nobody may wait for a draft any longer. */
  readonly hurry: () => void;
};

/** Settles in the task in which the run can end. */
export async function makeReady({ record, effects, arrived, hurry }: Departure): Promise<void> {
  const first = arrived();
  const isStorm = () => {
    const { updates, signals } = arrived();
    return updates + signals >= first.updates + first.signals + drainCommands;
  };
  const isDone = (rest: readonly string[]) => rest.length === 0 && allHandlersFinished();
  // The register may be away for days, and its entries are not lost by leaving: only the others count in the end.
  const others = () => effects.running().filter((key) => key !== journalDeed);
  if (!(await condition(() => isStorm() || isDone(effects.running()), journalDrainMs)))
    await condition(() => isStorm() || isDone(others()), drainMs);
  hurry();
  await spill(record);
  for (;;) {
    // A command that came with this very task begins only after it: it shows at the second look.
    let looks = 0;
    await condition(() => (looks += 1) > 1 && allHandlersFinished());
    const { lastSignalAt, updates } = arrived();
    const isFresh = lastSignalAt === workflowInfo().historyLength;
    if (!isFresh || updates >= first.updates + 1.5 * drainCommands) return;
    await sleep(nextTaskMs);
  }
}

/** As runs left before there were outboxes; false when a command is still being carried out. */
export async function makeReadyAsBefore(effects: Effects): Promise<boolean> {
  await condition(() => effects.running().length === 0 && allHandlersFinished(), drainMs);
  return allHandlersFinished();
}
