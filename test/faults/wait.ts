/** Waiting for an incident, by what it says itself: after a kill the register may lag behind it for half a minute. */
import { Failure } from '../../src/failure.ts';
import { until } from '../server/support.ts';
import type { Desk } from './desk.ts';

/** Until no mail waits and the register has every event. */
export async function settle(desk: Desk, id: string, limitMs = 20_000): Promise<void> {
  await until(
    async () => {
      const status = await desk.incidents.status(id);
      return status?.mailsWaiting === 0 && status.unjournaled === 0;
    },
    `${id} is settled`,
    limitMs,
  );
}

/** Until the ladder of its duty has been told up to this instant. */
export async function toldUntil(desk: Desk, id: string, atMs: number): Promise<void> {
  await until(
    async () => {
      const duty = (await desk.incidents.status(id))?.duties[0];
      return duty !== undefined && duty.remindedUntilMs >= atMs;
    },
    `${id} is told the rungs until ${new Date(atMs).toISOString()}`,
  );
}

/** Sends until it is answered, as a person does who reads that nobody answered; the command must bear an id of its own. */
export async function answered<T>(send: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof Failure && error.kind === 'unreachable')) throw error;
    }
  }
}
