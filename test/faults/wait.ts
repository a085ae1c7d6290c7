/** Waiting for an incident, by what it says itself: after a kill the register may lag behind it for half a minute. */
import { until } from '../server/support.ts';
import type { Stand } from './stand.ts';

/** Until no mail waits and the register has every event. */
export async function settle(stand: Stand, id: string, limitMs = 20_000): Promise<void> {
  await until(
    async () => {
      const status = await stand.incidents.status(id);
      return status?.mailsWaiting === 0 && status.unjournaled === 0;
    },
    `${id} is settled`,
    limitMs,
  );
}

/** Until the ladder of its duty has been told up to this instant. */
export async function toldUntil(stand: Stand, id: string, atMs: number): Promise<void> {
  await until(
    async () => {
      const duty = (await stand.incidents.status(id))?.duties[0];
      return duty !== undefined && duty.remindedUntilMs >= atMs;
    },
    `${id} is told the rungs until ${new Date(atMs).toISOString()}`,
  );
}
