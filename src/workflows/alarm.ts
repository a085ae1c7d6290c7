/** One timer for the next deadline, started anew only when the deadline moves: history stays short. */
import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';
import type { Deadline } from '../domain/deadline.ts';

export type Alarm = {
  /** Wakes the workflow at this deadline; undefined: never. */
  set(deadline: Deadline | undefined): void;
  /** Whether the deadline that was set has come. */
  readonly isDue: () => boolean;
};

/** `now` is the workflow's clock. */
export function createAlarm(now: () => number = Date.now): Alarm {
  let armed: { readonly atMs: number; readonly scope: CancellationScope } | undefined;

  async function wait(scope: CancellationScope, { atMs, what }: Deadline): Promise<void> {
    try {
      await scope.run(() => sleepUntil(atMs, what));
    } catch (error) {
      if (!isCancellation(error)) throw error;
    }
  }

  /**
   * Until the workflow's clock has come so far. A timer may have ended before that: its length was counted by one
   * clock of the server, and what time it is then is told by another, or by the same one set back.
   */
  async function sleepUntil(atMs: number, what: string): Promise<void> {
    do {
      await sleep(Math.max(1, atMs - now()), { summary: what });
    } while (now() < atMs);
  }

  return {
    set(deadline) {
      if (deadline?.atMs === armed?.atMs) return;
      armed?.scope.cancel();
      armed = undefined;
      if (!deadline) return;
      armed = { atMs: deadline.atMs, scope: new CancellationScope() };
      void wait(armed.scope, deadline);
    },
    isDue: () => armed !== undefined && now() >= armed.atMs,
  };
}
