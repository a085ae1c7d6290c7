/** Opens the connection that a command asks Temporal by, and says plainly when no server is there or to be trusted. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection, type ConnectionOptions } from '@temporalio/client';
import { Failure } from './failure.ts';
import { mayListen } from './listening.ts';
import { login, unreachable } from './temporal-fault.ts';
import { findDistrust } from './temporal-trust.ts';
import type { ConnectionSettings } from './temporal.ts';

/** Reaching a server: loopback or a data centre, but not a hanging firewall. */
const usualLimitMs = 5_000;
/** A connection that comes about takes less; gRPC would go on trying one that cannot until the limit, and not say why. */
const patienceMs = 300;

/** The caller closes it. */
export async function connectTo(
  settings: ConnectionSettings,
  more: Pick<ConnectionOptions, 'channelArgs'> = {},
  limitMs = usualLimitMs,
): Promise<Connection> {
  const { address, options } = settings;
  if (!(await mayListen(address))) throw unreachable(settings, undefined);
  const connection = Connection.lazy({ address, ...options, ...more, connectTimeout: limitMs });
  const over = new AbortController();
  try {
    await Promise.race([connection.ensureConnected(), distrusted(settings, over.signal)]);
    return connection;
  } catch (error) {
    await connection.close();
    throw error instanceof Failure
      ? error
      : (login(settings, error) ?? unreachable(settings, error));
  } finally {
    over.abort();
  }
}

/** Never fulfilled: only rejects, with the Failure that says why no connection can come about. */
export async function distrusted(settings: ConnectionSettings, over: AbortSignal): Promise<never> {
  await sleep(patienceMs, undefined, { signal: over }).catch(() => undefined);
  const failure = over.aborted ? undefined : await findDistrust(settings);
  if (failure) throw failure;
  return new Promise(() => undefined);
}
