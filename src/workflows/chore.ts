/** Does one piece of work that belongs to no incident, and puts on record when it could not be done. */
import { ActivityFailure, ApplicationFailure, proxyActivities } from '@temporalio/workflow';
import type { ChoreActivities } from '../activities/chores.ts';
import type { ChoreDone, ChoreInput } from './messages.ts';
import { choreOptions, journalOptions } from './options.ts';

const { performChore } = proxyActivities<ChoreActivities>(choreOptions);
const { recordChoreFault } = proxyActivities<ChoreActivities>(journalOptions);

export async function chore(input: ChoreInput): Promise<ChoreDone> {
  try {
    return await performChore(input);
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    const { cause } = error;
    // Anything else than a failure of the work itself is that it did not end in time.
    const fault = cause instanceof ApplicationFailure ? (cause.type ?? 'internal') : 'timeout';
    await recordChoreFault({ ...input, fault });
    throw error;
  }
}
