/** The connection that a worker polls by: of the SDK's native part, with the same words as everywhere when it fails. */
import { NativeConnection } from '@temporalio/worker';
import { connectTo } from '../connecting.ts';
import { Failure } from '../failure.ts';
import type { ConnectionSettings } from '../temporal.ts';
import { tlsSettings } from '../temporal-profile.ts';

/** The caller closes it. `limitMs`: of the command line's connection, which is asked why this one failed. */
export async function connectNatively(
  settings: ConnectionSettings,
  limitMs?: number,
): Promise<NativeConnection> {
  const { address, options } = settings;
  const { tls, apiKey, metadata } = options;
  try {
    return await NativeConnection.connect({
      address,
      ...(tls !== undefined && { tls }),
      ...(typeof apiKey === 'string' && { apiKey }),
      ...(metadata && {
        metadata: Object.fromEntries(Object.entries(metadata).map(([k, v]) => [k, String(v)])),
      }),
    });
  } catch (error) {
    // It tells why in words alone; the command line's connection to the same place tells it as a Failure.
    const other = await connectTo(settings, {}, limitMs);
    await other.close();
    throw new Failure(
      'unreachable',
      'worker-not-connected',
      `the Temporal server at ${address} answers the command line but not the worker (${error instanceof Error ? error.message : String(error)}); name its authority in ${tlsSettings.authority}, because the worker knows only that and the system's`,
      error,
    );
  }
}
