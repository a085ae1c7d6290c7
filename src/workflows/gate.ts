/** The gate of a run: who sent a command is found out before it is decided, and nothing comes between the two. */
import {
  isCancellation,
  patched,
  proxyActivities,
  proxyLocalActivities,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import type { Presented, Verdict } from '../domain/access.ts';
import type { Command, CommandName } from '../domain/commands.ts';
import type { OnCallNow } from '../domain/on-call.ts';
import { askOnCall } from './on-call.ts';
import { authenticateLocallyOptions, authenticateOptions, checkedApart } from './options.ts';

const today = proxyActivities<Activities>(authenticateOptions);
/** Of runs before, until their next check. */
const before = proxyLocalActivities<Activities>(authenticateLocallyOptions);

export type Gate = {
  /** Settles with what `act` made of the verdict; commands are acted on in the order in which they came. */
  pass<T>(command: Command, act: Act<T>): Promise<T>;
  /** The first command of a run: its sender may have waited long for a worker. */
  passFirst<T>(command: Command, act: Act<T>): Promise<T>;
};

/** `onCall`: for commands that may page somebody; absent when nobody could say. */
export type Act<T> = (verdict: Verdict, onCall?: OnCallNow) => T;

type Waiting = {
  readonly presented: Presented;
  readonly settle: Act<void>;
  readonly fail: (reason: unknown) => void;
};

/** Commands in one call: their verdicts stand in one event of the history, about 100 bytes each. */
const mostAtOnce = 500;

/** `pages`: whether a command may page somebody. */
export function createGate(incidentId: string, pages: (name: CommandName) => boolean): Gate {
  const waiting: Waiting[] = [];
  let isWorking = false;

  function enter<T>(presented: Presented, act: Act<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      // Acts before it returns; what `act` throws is for whoever waits.
      const settle: Act<void> = (...known) => resolve((async () => act(...known))());
      waiting.push({ presented, settle, fail: reject });
      if (!isWorking) void work();
    });
  }

  /** Never rejects: whatever goes wrong is for those who wait. */
  async function work(): Promise<void> {
    isWorking = true;
    // What came with the same task begins before this goes on: one call carries them all.
    await Promise.resolve();
    while (waiting.length > 0) {
      const batch = waiting.splice(0, mostAtOnce);
      try {
        // Beside each other, so that nobody waits for both.
        const asked = batch.some(({ presented: { name } }) => pages(name)) && askOnCall();
        const verdicts = await ask(batch.map(({ presented }) => presented));
        const onCall = asked ? await asked : undefined;
        for (const [n, verdict] of verdicts.entries()) batch[n]?.settle(verdict, onCall);
      } catch (error) {
        for (const { fail } of batch) fail(error);
      }
    }
    isWorking = false;
  }

  return {
    pass: (command, act) => enter({ ...command, incidentId }, act),
    // `runStartTime` is when a worker took it up.
    passFirst: (command, act) =>
      enter({ ...command, incidentId, receivedAtMs: workflowInfo().startTime.getTime() }, act),
  };
}

/**
 * Its retries never end, so what still fails is a bug. As a plain error it fails the task, which is tried again once
 * that is mended; the activity's own failure would end the incident.
 */
async function ask(presented: readonly Presented[]): Promise<readonly Verdict[]> {
  try {
    const { authenticate } = patched(checkedApart) ? today : before;
    const verdicts = await authenticate(presented);
    if (verdicts.length === presented.length) return verdicts;
  } catch (error) {
    if (isCancellation(error)) throw error;
    throw new Error('the senders of commands cannot be checked', { cause: error });
  }
  throw new Error(`not every one of ${presented.length} commands has a verdict`);
}
