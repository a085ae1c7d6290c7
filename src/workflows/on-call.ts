/** Asks who is on call now, because a shift may have changed since the incident began. */
import {
  isCancellation,
  log,
  patched,
  proxyActivities,
  proxyLocalActivities,
  TemporalFailure,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import type { OnCallNow } from '../domain/on-call.ts';
import { checkedApart, onCallLocallyOptions, onCallOptions } from './options.ts';

const apart = proxyActivities<Activities>(onCallOptions);
/** Of runs before, until they ask again. */
const local = proxyLocalActivities<Activities>(onCallLocallyOptions);

/** Undefined when nobody could say in time: paging goes on by the order that the incident pinned. */
export async function askOnCall(): Promise<OnCallNow | undefined> {
  try {
    const { whoIsOnCall } = patched(checkedApart) ? apart : local;
    return await whoIsOnCall({ atMs: Date.now() });
  } catch (error) {
    // A local activity's own failure comes without the wrapper that says which activity it was.
    if (isCancellation(error) || !(error instanceof TemporalFailure)) throw error;
    log.warn('who is on call cannot be found out; the order of the policy is paged');
    return undefined;
  }
}
