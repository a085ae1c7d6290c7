/** Mails one checkpoint of the audit chain, and puts on record whether the mail server took it. */
import {
  ActivityFailure,
  ApplicationFailure,
  proxyActivities,
  workflowInfo,
} from '@temporalio/workflow';
import type { CheckpointActivities } from '../activities/checkpoint.ts';
import type { CheckpointInput, CheckpointMailed } from './messages.ts';
import { checkpointOptions, journalOptions } from './options.ts';

const { mailCheckpoint } = proxyActivities<CheckpointActivities>(checkpointOptions);
// Apart from the mail: while the register is away, what was sent must not be sent again.
const { recordCheckpointMail } = proxyActivities<CheckpointActivities>(journalOptions);

export async function checkpoint(input: CheckpointInput = {}): Promise<CheckpointMailed> {
  const key = workflowInfo().workflowId;
  try {
    const mailed = await mailCheckpoint({ ...input, key });
    await recordCheckpointMail({ ...input, key, mailed });
    return mailed;
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    const { cause } = error;
    // Anything else than a failure of the mail itself is that nobody answered in time.
    const fault = cause instanceof ApplicationFailure ? (cause.type ?? 'internal') : 'timeout';
    await recordCheckpointMail({ ...input, key, fault });
    throw error;
  }
}
