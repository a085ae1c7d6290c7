/** The way to the incidents for as long as the board runs: opened when it is first needed, and again after it failed. */
import { connectIncidents, type Incidents } from '../client.ts';
import type { ConnectionSettings } from '../temporal.ts';

/** The board shows the register while Temporal is away: it must start without it. */
export function reachIncidents(settings: ConnectionSettings): Incidents {
  let opened: Promise<Incidents> | undefined;
  const open = (): Promise<Incidents> => {
    opened ??= connectIncidents(settings).catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
  return {
    declare: async (...all) => (await open()).declare(...all),
    send: async (...all) => (await open()).send(...all),
    status: async (...all) => (await open()).status(...all),
    listOpen: async (...all) => (await open()).listOpen(...all),
    close: async () => {
      // One that never opened has nothing to close.
      await opened?.then(
        (incidents) => incidents.close(),
        () => undefined,
      );
    },
  };
}
