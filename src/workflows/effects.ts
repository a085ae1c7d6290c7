/** Keeps exactly the wanted effects running: starts what is missing, cancels what is no longer wanted. */
import { CancellationScope, isCancellation } from '@temporalio/workflow';

export type Effects = {
  /** Brings what runs in line with what is wanted. Each effect must not throw but for cancellation. */
  reconcile(wanted: ReadonlyMap<string, () => Promise<void>>): void;
  /** The keys of what runs. */
  readonly running: () => readonly string[];
};

/** A bug in an effect is handed to `onBug`, which must fail the workflow task. */
export function createEffects(onBug: (error: unknown) => void): Effects {
  const scopes = new Map<string, CancellationScope>();

  async function run(
    key: string,
    scope: CancellationScope,
    effect: () => Promise<void>,
  ): Promise<void> {
    try {
      await scope.run(effect);
    } catch (error) {
      // Cancelled by us: its point is gone.
      if (!isCancellation(error)) onBug(error);
    } finally {
      if (scopes.get(key) === scope) scopes.delete(key);
    }
  }

  return {
    reconcile(wanted) {
      for (const [key, scope] of scopes) {
        if (wanted.has(key)) continue;
        scopes.delete(key);
        scope.cancel();
      }
      for (const [key, effect] of wanted) {
        if (scopes.has(key)) continue;
        const scope = new CancellationScope();
        scopes.set(key, scope);
        void run(key, scope, effect);
      }
    },
    running: () => [...scopes.keys()],
  };
}
