/** Waits for another process's lock on the register without holding up the event loop, on which the whole worker runs. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isBusy } from './sqlite.ts';

/** Our own transactions take milliseconds, but a slow disk may hold one for seconds. Longer, and the caller's retry is the better wait. */
const patienceMs = 5_000;
/** Each look takes a tenth of a millisecond, and dozens of writers may wait at once. */
const lookMs = 25;

/** Does `work`, again from its beginning while another process writes. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  const untilMs = Date.now() + patienceMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || Date.now() >= untilMs) throw error;
    }
    await sleep(lookMs);
  }
}
