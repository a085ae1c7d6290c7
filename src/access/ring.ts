/** The keys as a worker knows them. */
import { createHeld } from './held.ts';
import type { KnownKey } from './trust.ts';

/** How long a key that was taken away may still count: one small read a worker every 5 s costs nothing. */
export const refreshMs = 5_000;
/** For somebody whose key is not known yet; forged ones must not cost a read each. */
export const newcomerMs = 500;

export type KeyRing = {
  /** Throws only while no keys were ever read. */
  readonly keys: () => Promise<readonly KnownKey[]>;
  /** The same, and somewhat newer: for a signature by a key that is not among them. */
  readonly newest: () => Promise<readonly KnownKey[]>;
};

export function createKeyRing(
  read: () => Promise<readonly KnownKey[]>,
  options: { readonly now: () => number; readonly onAway: (error: unknown) => void },
): KeyRing {
  const held = createHeld(read, options);
  return { keys: () => held(refreshMs), newest: () => held(newcomerMs) };
}
