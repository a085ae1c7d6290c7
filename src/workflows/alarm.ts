/** One timer for the next deadline, started anew only when the deadline moves: history stays short. */
import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';
import type { Deadline } from '../domain/deadline.ts';

export type Alarm = {
  /** Wakes the workflow at this deadline; undefined: never. */
  set(deadline: Deadline | undefined): void;
  /** Whether the deadline that was set has come. */
  readonly isDue: () => boolean;
};

export function createAlarm(): Alarm {
  let armed: { readonly atMs: number; readonly scope: CancellationScope } | undefined;

  async function wait(scope: CancellationScope, { atMs, what }: Deadline): Promise<void> {
    try {
      await scope.run(() => sleep(Math.max(1, atMs - Date.now()), { summary: what }));
    } catch (error) {
      if (!isCancellation(error)) throw error;
    }
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
    isDue: () => armed !== undefined && Date.now() >= armed.atMs,
  };
}
