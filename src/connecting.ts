/** Opens the connection that a command asks Temporal by, and says plainly when no server is there or to be trusted. */
import { Connection, type ConnectionOptions } from '@temporalio/client';
import { mayListen } from './listening.ts';
import { login, unreachable } from './temporal-fault.ts';
import { findDistrust } from './temporal-trust.ts';
import type { ConnectionSettings } from './temporal.ts';

/** Reaching a server: loopback or a data centre, but not a hanging firewall. */
const usualLimitMs = 5_000;
/** Most connections take less. gRPC goes on trying one that can never be until its limit, and does not say why. */
const patienceMs = 500;

type More = Pick<ConnectionOptions, 'channelArgs'>;

/** The caller closes it. */
export async function connectTo(
  settings: ConnectionSettings,
  more: More = {},
  limitMs = usualLimitMs,
): Promise<Connection> {
  if (!(await mayListen(settings.address))) throw unreachable(settings, undefined);
  const first = settings.options.tls ? await attempt(settings, more, patienceMs) : undefined;
  if (first instanceof Connection) return first;
  const distrust = first === undefined ? undefined : await findDistrust(settings);
  if (distrust) throw distrust;
  const second = await attempt(settings, more, limitMs);
  if (second instanceof Connection) return second;
  throw unreachable(settings, second.error);
}

/** What was thrown when no connection came about in time. Throws when somebody answered, but does not let us in. */
async function attempt(
  settings: ConnectionSettings,
  more: More,
  connectTimeout: number,
): Promise<Connection | { readonly error: unknown }> {
  const { address, options } = settings;
  const connection = Connection.lazy({ address, ...options, ...more, connectTimeout });
  try {
    await connection.ensureConnected();
    return connection;
  } catch (error) {
    await connection.close();
    const failure = login(settings, error);
    if (failure) throw failure;
    return { error };
  }
}
