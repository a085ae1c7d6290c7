/** Before continue-as-new: hands to outboxes what would be too much to carry into the next run. */
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { ParentClosePolicy, startChild } from '@temporalio/workflow';
import { summarise } from '../domain/summary.ts';
import { firstBatch, outboxPiece, sizeOf } from './batch.ts';
import { outboxIdOf } from './messages.ts';
import type { outbox, OutboxInput } from './outbox.ts';
import type { IncidentRecord } from './record.ts';

/**
 * Bytes of events that go into the next run's input, which the server refuses over 2 MB: the incident itself and
 * the commands done can take 1.2 MB of it.
 */
const carriedBytes = 256 * 1024;

/**
 * Oldest first, one at a time: a task that started them all would pass the 4 MB of one call. The newest event
 * always stays: the register takes it only after all before it, so the incident cannot end before the register
 * has everything.
 */
export async function spill(record: IncidentRecord): Promise<void> {
  while (sizeOf(record.unjournaled()) > carriedBytes) {
    const incident = record.incident();
    const events = firstBatch(record.unjournaled().slice(0, -1), outboxPiece);
    const last = events.at(-1);
    if (!incident || !last) return;
    await startOutbox({ incidentId: incident.id, events, summary: summarise(incident) });
    record.handedOver(last.seq);
  }
}

/** Settles once the server has it. */
async function startOutbox(input: OutboxInput): Promise<void> {
  const id = outboxIdOf(input.incidentId, input.events[0]?.seq ?? 0);
  for (let copy = 1; ; copy += 1) {
    try {
      await startChild<typeof outbox>('outbox', {
        workflowId: copy === 1 ? id : `${id}/${copy}`,
        args: [input],
        parentClosePolicy: ParentClosePolicy.ABANDON,
      });
      return;
    } catch (error) {
      // Left by a run that somebody has reset since: it may hold less than ours, and twice the same is no harm.
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  }
}
