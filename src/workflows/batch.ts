/** Cuts a list of events into batches that Temporal carries: by number and by size. */
import type { IncidentEvent } from '../domain/events.ts';

export type BatchLimit = { readonly events: number; readonly bytes: number };

/**
 * What one write to the register is handed. An input over 2 MB ends the workflow, and a triage in full can be
 * 70 KB; half of that leaves room for the summary beside it. 100 events take the register milliseconds.
 */
export const journalBatch: BatchLimit = { events: 100, bytes: 1_000_000 };
/** What one outbox is handed: one input as well, but its events are written in batches. */
export const outboxPiece: BatchLimit = { events: Infinity, bytes: 1_000_000 };

const encoder = new TextEncoder();

/** Bytes as JSON in UTF-8: what Temporal counts. */
export function sizeOf(value: unknown): number {
  return encoder.encode(JSON.stringify(value)).length;
}

/** The first events that fit; at least one, however large. */
export function firstBatch(
  events: readonly IncidentEvent[],
  limit: BatchLimit,
): readonly IncidentEvent[] {
  let bytes = 0;
  for (const [n, event] of events.entries()) {
    // One more for the comma.
    bytes += sizeOf(event) + 1;
    if (n > 0 && (n >= limit.events || bytes > limit.bytes)) return events.slice(0, n);
  }
  return events;
}
