/** What a worker knows of the register: read again every few seconds, and held while the register is away. */
import { setTimeout as sleep } from 'node:timers/promises';

/** A register that hangs must not hold a command up: then what is known decides. */
const patienceMs = 1_000;

/** Not older than this, unless it cannot be read. Throws only while it was never read. */
export type Held<T> = (mostAgeMs: number) => Promise<T>;

export function createHeld<T>(
  read: () => Promise<T>,
  { now, onAway }: { readonly now: () => number; readonly onAway: (error: unknown) => void },
): Held<T> {
  let held: { readonly value: T } | undefined;
  let lookedAtMs = -Infinity;
  let looking: Promise<void> | undefined;

  function look(): Promise<void> {
    lookedAtMs = now();
    looking ??= read()
      .then((value) => void (held = { value }))
      .finally(() => (looking = undefined));
    return looking;
  }

  return async (mostAgeMs) => {
    if (!held) await look();
    else if (now() - lookedAtMs >= mostAgeMs)
      await Promise.race([look().catch(onAway), sleep(patienceMs, undefined, { ref: false })]);
    if (!held) throw new Error('what was read is not there');
    return held.value;
  };
}
