/** Who is on call at one instant, layer by layer. */
import type { PersonId } from './policy.ts';

export type OnCallLayer = {
  readonly layer: string;
  /** Absent: a gap, nobody is on call in this layer. */
  readonly person?: PersonId;
  /** Until when this answer holds, epoch milliseconds. */
  readonly untilMs: number;
  /** Who would have been, when somebody stands in by an override or is away. */
  readonly insteadOf?: PersonId;
};

export type OnCallNow = {
  readonly atMs: number;
  /** In the order of the policy file; empty when it has no rota. */
  readonly layers: readonly OnCallLayer[];
  /** Set within quiet hours: when they end. */
  readonly quietUntilMs?: number;
};
