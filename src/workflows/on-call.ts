/** Asks who is on call now, because a shift may have changed since the incident began. */
import { isCancellation, log, proxyLocalActivities, TemporalFailure } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import type { OnCallNow } from '../domain/on-call.ts';
import { onCallOptions } from './options.ts';

const { whoIsOnCall } = proxyLocalActivities<Activities>(onCallOptions);

/** Undefined when nobody could say in time: paging goes on by the order that the incident pinned. */
export async function askOnCall(): Promise<OnCallNow | undefined> {
  try {
    return await whoIsOnCall({ atMs: Date.now() });
  } catch (error) {
    // A local activity's own failure comes without the wrapper that says which activity it was.
    if (isCancellation(error) || !(error instanceof TemporalFailure)) throw error;
    log.warn('who is on call cannot be found out; the order of the policy is paged');
    return undefined;
  }
}
