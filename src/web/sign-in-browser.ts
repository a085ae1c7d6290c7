/**
 * Browsers in which somebody has signed in before: a cookie says so, sealed with the web server's key. A flood of tries from
 * elsewhere slows them down no longer. It lets nobody in, and says not whose browser it is.
 */
import { createHmac, randomBytes, type KeyObject } from 'node:crypto';
import { isSameSecret } from '../same-secret.ts';

/** Somebody who signs in once a quarter is still known. */
export const knownSeconds = 120 * 86_400;

/** `<32 hex>.<ends, ms>.<seal>`. */
export function sealBrowser(key: KeyObject, nowMs: number): string {
  const body = `${randomBytes(16).toString('hex')}.${nowMs + knownSeconds * 1_000}`;
  return `${body}.${sealOf(body, key)}`;
}

/** What its tries are counted by. Undefined for a cookie that is not ours, or too old. */
export function knownBrowser(cookie: string, key: KeyObject, nowMs: number): string | undefined {
  const [, body = '', id, ends, seal = ''] =
    /^(([0-9a-f]{32})\.(\d{13}))\.([A-Za-z0-9_-]{43})$/.exec(cookie) ?? [];
  return Number(ends) > nowMs && isSameSecret(seal, sealOf(body, key)) ? id : undefined;
}

/** A secret of its own follows from the private half, which signs nothing here. */
function sealOf(body: string, key: KeyObject): string {
  return createHmac('sha256', key.export({ type: 'pkcs8', format: 'der' }))
    .update(`seventytwo known browser ${body}`)
    .digest('base64url');
}
