/** A client of Temporal for tests and benches: with the keys of a data folder, as the command line has them. */
import type { Client, Connection } from '@temporalio/client';
import { keysFolder } from '../../src/config.ts';
import { createClient } from '../../src/temporal-client.ts';

export function clientOf(connection: Connection, data: string): Client {
  return createClient(connection, { namespace: 'default', keys: keysFolder({}, data) });
}
