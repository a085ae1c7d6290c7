/** The keys as a worker knows them: read again every few seconds, and held while the register is away. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { KnownKey } from './trust.ts';

/** How long a key that was taken away may still count: one small read a worker every 5 s costs nothing. */
const refreshMs = 5_000;
/** For somebody whose key is not known yet; forged ones must not cost a read each. */
const newcomerMs = 500;
/** A register that hangs must not hold a command up: then the keys that are known decide. */
const patienceMs = 1_000;

export type KeyRing = {
  /** Throws only while no keys were ever read. */
  readonly keys: () => Promise<readonly KnownKey[]>;
  /** The same, and somewhat newer: for a signature by a key that is not among them. */
  readonly newest: () => Promise<readonly KnownKey[]>;
};

export function createKeyRing(
  read: () => Promise<readonly KnownKey[]>,
  { now, onAway }: { readonly now: () => number; readonly onAway: (error: unknown) => void },
): KeyRing {
  let held: readonly KnownKey[] | undefined;
  let lookedAtMs = -Infinity;
  let looking: Promise<void> | undefined;

  function look(): Promise<void> {
    lookedAtMs = now();
    looking ??= read()
      .then((keys) => void (held = keys))
      .finally(() => (looking = undefined));
    return looking;
  }

  async function known(mostAgeMs: number): Promise<readonly KnownKey[]> {
    if (!held) await look();
    else if (now() - lookedAtMs >= mostAgeMs)
      await Promise.race([look().catch(onAway), sleep(patienceMs, undefined, { ref: false })]);
    return held ?? [];
  }

  return { keys: () => known(refreshMs), newest: () => known(newcomerMs) };
}
