/** Tells an incident that another one ends in it, and brings its answer back. */
import type { Absorbed, AbsorbInput } from '../workflows/messages.ts';

export function createMergeActivities(deps: {
  readonly absorb: (input: AbsorbInput) => Promise<Absorbed>;
}) {
  return { absorb: deps.absorb };
}
