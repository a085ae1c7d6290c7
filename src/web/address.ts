/** Which address a request came from, for limits alone: of the connection, or what a proxy says that the policy trusts. */
import { isIP, isIPv6, SocketAddress } from 'node:net';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import { isLoopback } from '../loopback.ts';
import { proxyList } from '../policy/proxies.ts';
import type { WebDeps } from './deps.ts';

/** The network of whoever asked. A header of somebody who is no proxy of ours is not even read. */
export function addressOf({ policy }: Pick<WebDeps, 'policy'>): (c: Context) => Promise<string> {
  return async (c) => {
    const peer = isConnection(c.env) ? getConnInfo(c).remote.address : undefined;
    if (peer === undefined) return 'unknown';
    const { proxies } = (await policy()).policy.web;
    return networkOf(visitorOf(peer, c.req.header('x-forwarded-for'), proxies));
  };
}

/** Whether whoever asks is on the machine of the board. */
export function isFromHere(c: Context): boolean {
  if (!isConnection(c.env)) return true;
  return isOfHere(getConnInfo(c).remote.address ?? '', c.req.header('x-forwarded-for'));
}

/** Nothing on this machine needs `X-Forwarded-For`: with it somebody else is behind the connection, by a proxy that the policy may not name. */
function isOfHere(peer: string, forwardedFor: string | undefined): boolean {
  const passed = forwardedFor?.split(',').map((entry) => withoutPort(entry.trim())) ?? [];
  return [peer, ...passed].every((address) => isLoopback(plainOf(address) ?? 'none'));
}

/** Whether many people come by a connection from there: a proxy that the policy names, or a tunnel on this machine. */
export function manyComeBy({
  policy,
}: Pick<WebDeps, 'policy'>): (address: string) => Promise<boolean> {
  return async (given) => {
    const address = plainOf(given) ?? given;
    if (isLoopback(address)) return true;
    const { proxies } = (await policy()).policy.web;
    return isIP(address) !== 0 && proxyList(proxies).check(address, familyOf(address));
  };
}

/** Tests ask without one. */
function isConnection(env: unknown): boolean {
  return typeof env === 'object' && env !== null && ('incoming' in env || 'server' in env);
}

/**
 * From the right, because each proxy adds at the end whom it saw: the first that is none of ours. What stands left of it,
 * and what is no address, anybody could have written; then it is the nearest that we know.
 */
export function visitorOf(
  peer: string,
  forwardedFor: string | undefined,
  proxies: readonly string[],
): string {
  let nearest = plainOf(peer) ?? peer;
  if (proxies.length === 0 || forwardedFor === undefined) return nearest;
  const trusted = proxyList(proxies);
  // As long as the header may be (`maxHeaderSize`), and each entry once.
  for (const entry of forwardedFor.split(',').toReversed()) {
    if (isIP(nearest) === 0 || !trusted.check(nearest, familyOf(nearest))) break;
    const address = plainOf(withoutPort(entry.trim()));
    if (address === undefined) break;
    nearest = address;
  }
  return nearest;
}

/** Some proxies write `192.0.2.7:1234` and `[2001:db8::1]:1234`. */
function withoutPort(entry: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(entry)?.[1];
  return bracketed ?? /^([\d.]+):\d{1,5}$/.exec(entry)?.[1] ?? entry;
}

/** In one spelling, without a zone, and IPv4 as such also where it came as IPv6. */
function plainOf(address: string): string | undefined {
  const bare = address.replace(/%.*$/s, '');
  if (isIP(bare) === 0) return undefined;
  const { address: plain } = new SocketAddress({ address: bare, family: familyOf(bare) });
  return /^::ffff:(\d+(?:\.\d+){3})$/.exec(plain)?.[1] ?? plain;
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}

/** Whoever has an address of IPv6 has the 2^64 beside it, too. */
export function networkOf(address: string): string {
  const plain = plainOf(address) ?? address;
  if (!isIPv6(plain)) return plain;
  const [head = [], tail = []] = plain
    .split('::')
    .map((part) => part.split(':').filter((group) => group !== ''));
  // `::192.0.2.7`: the last part counts for two, and stands behind the four that matter.
  const zeros = Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0');
  return `${[...head, ...zeros, ...tail].slice(0, 4).join(':')}::/64`;
}
