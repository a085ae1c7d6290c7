/** Which address a request came from, for limits. Behind a proxy it is the proxy's: then the limits hold for all together. */
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

export function addressOf(c: Context): string {
  try {
    return getConnInfo(c).remote.address ?? 'unknown';
  } catch {
    // Asked without a connection, as tests do.
    return 'unknown';
  }
}
