/** Which address a request came from, for limits. Behind a proxy it is the proxy's: then the limits hold for all together. */
import { isIPv6 } from 'node:net';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

/** Of the connection: what a header says of it anybody could write. */
export function addressOf(c: Context): string {
  const address = isConnection(c.env) ? getConnInfo(c).remote.address : undefined;
  return address === undefined ? 'unknown' : networkOf(address);
}

/** Tests ask without one. */
function isConnection(env: unknown): boolean {
  return typeof env === 'object' && env !== null && ('incoming' in env || 'server' in env);
}

/** Whoever has an address of IPv6 has the 2^64 beside it, too. */
export function networkOf(address: string): string {
  const plain = address.replace(/%.*$/, '');
  const mapped = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(plain)?.[1];
  if (mapped !== undefined || !isIPv6(plain)) return mapped ?? plain;
  const [head = [], tail = []] = plain
    .split('::')
    .map((part) => part.split(':').filter((group) => group !== ''));
  const zeros = Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0');
  const groups = [...head, ...zeros, ...tail].map((group) => group.replace(/^0+(?=.)/, ''));
  return `${groups.slice(0, 4).join(':')}::/64`;
}
