/** Opens the connection that a command asks Temporal by, and says plainly when no server is there. */
import { Connection, type ConnectionOptions } from '@temporalio/client';
import { mayListen } from './listening.ts';
import { unreachable } from './temporal-fault.ts';
import type { ConnectionSettings } from './temporal.ts';

/** Reaching a server: loopback or a data centre, but not a hanging firewall. */
const connectTimeout = 5_000;

/** The caller closes it. */
export async function connectTo(
  settings: ConnectionSettings,
  more: Pick<ConnectionOptions, 'channelArgs'> = {},
): Promise<Connection> {
  const { address, options } = settings;
  if (!(await mayListen(address))) throw unreachable(settings, undefined);
  return Connection.connect({ address, ...options, ...more, connectTimeout }).catch(
    (error: unknown) => {
      throw unreachable(settings, error);
    },
  );
}
