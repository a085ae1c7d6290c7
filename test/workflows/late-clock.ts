/** A workflow for one test: the clock is set back once the alarm has been set, and the alarm must come all the same. */
import { condition } from '@temporalio/workflow';
import { createAlarm } from '../../src/workflows/alarm.ts';

/** How late the alarm came by the clock that was set back, in milliseconds. */
export async function lateClock(setBackMs: number): Promise<number> {
  let behindMs = 0;
  const now = (): number => Date.now() - behindMs;
  const atMs = now() + 500;
  const alarm = createAlarm(now);
  alarm.set({ atMs, what: 'a test' });
  behindMs = setBackMs;
  await condition(() => alarm.isDue());
  return now() - atMs;
}
