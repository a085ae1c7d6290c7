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

const today = proxyActivities<Activities>(onCallOptions);
/** Of runs before, until they ask again. */
const before = proxyLocalActivities<Activities>(onCallLocallyOptions);

/** Undefined when nobody could say in time: paging goes on by the order that the incident pinned. */
export async function askOnCall(): Promise<OnCallNow | undefined> {
  try {
    const { whoIsOnCall } = patched(checkedApart) ? today : before;
    return await whoIsOnCall({ atMs: Date.now() });
  } catch (error) {
    // Wider than `ActivityFailure`: that of a local activity, in runs of before, comes without this wrapper.
    if (isCancellation(error) || !(error instanceof TemporalFailure)) throw error;
    log.warn('who is on call cannot be found out; the order of the policy is paged');
    return undefined;
  }
}
