/** Keeps events of an incident for a register that is away, so that the incident need not carry them from run to run. */
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import type { IncidentEvent } from '../domain/events.ts';
import type { IncidentSummary } from '../domain/summary.ts';
import { firstBatch, journalBatch } from './batch.ts';
import { journalOptions } from './options.ts';

const { journal } = proxyActivities<Activities>(journalOptions);

export type OutboxInput = {
  readonly incidentId: string;
  /** In their order, without gaps. Those before them are in the register or in an earlier outbox. */
  readonly events: readonly IncidentEvent[];
  readonly summary: IncidentSummary;
};

/** Ends when the register has them all. */
export async function outbox({ incidentId, events, summary }: OutboxInput): Promise<void> {
  let rest = events;
  while (rest.length > 0) {
    const batch = firstBatch(rest, journalBatch);
    const { upTo } = await journal({ incidentId, events: batch, summary });
    rest = rest.filter(({ seq }) => seq > upTo);
  }
}
