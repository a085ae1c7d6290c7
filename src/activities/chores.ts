/** The activities of the work that belongs to no incident: one function a chore, all under one roof. */
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { system } from '../domain/commands.ts';
import { Failure } from '../failure.ts';
import { recordAct } from '../register/audit.ts';
import { choreFailedKind, choreFaultSubject } from '../register/chore-faults.ts';
import type { Register } from '../register/database.ts';
import { sha256Of } from '../sha256.ts';
import type { ChoreDone, ChoreInput, ChoreName } from '../workflows/messages.ts';

/** Done anew after a failure or a killed worker: what was done by half must not hurt. Its answer holds no names or addresses. */
export type Chore = (signal: AbortSignal) => Promise<ChoreDone>;
export type Chores = Readonly<Record<ChoreName, Chore>>;

export type ChoreActivities = {
  readonly performChore: (input: ChoreInput) => Promise<ChoreDone>;
  readonly recordChoreFault: (input: ChoreInput & { readonly fault: string }) => Promise<void>;
};

/** Well within the heartbeat's limit in workflows/options.ts. */
const heartbeatMs = 10_000;

export function createChoreActivities(
  { register, now }: { readonly register: Register; readonly now: () => number },
  chores: Chores,
): ChoreActivities {
  return {
    async performChore({ what }) {
      const context = Context.current();
      const beat = setInterval(() => context.heartbeat(), heartbeatMs);
      try {
        return await chores[what](context.cancellationSignal);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        // Its code is from a closed set; its sentence may hold paths and addresses, and stays in the log.
        throw ApplicationFailure.create({ message: error.message, type: error.code, cause: error });
      } finally {
        clearInterval(beat);
      }
    },

    async recordChoreFault({ what, fault }) {
      const subject = choreFaultSubject(what, fault);
      const subjectHash = sha256Of(subject);
      await recordAct(register, {
        ...{ ...system, kind: choreFailedKind, subject, subjectHash, nowMs: now() },
      });
    },
  };
}
