/** Makes every client of Temporal, so that none goes without encryption; the linter forbids to make one elsewhere. */
import { Client, type ConnectionLike } from '@temporalio/client';
import { createConverter } from './encryption/converter.ts';
import type { ConnectionSettings } from './temporal.ts';

/** Needs no key ring before something is sealed or opened. */
export function createClient(
  connection: ConnectionLike,
  { namespace, keys }: Pick<ConnectionSettings, 'namespace' | 'keys'>,
): Client {
  return new Client({
    ...{ connection, namespace },
    dataConverter: createConverter({ keys }, 'client'),
  });
}
