/** The cookies of signing in: bound to this host and to https wherever there is any. */
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { CookieOptions } from 'hono/utils/cookie';
import { isLoopback } from '../loopback.ts';
import type { Policy } from '../policy/schema.ts';
import type { WebEnv } from './visitor.ts';

type Name = 'seventytwo' | 'seventytwo-oidc' | 'seventytwo-known';
type Way = { readonly isSecure: boolean; readonly origin: string };

/** Undefined for plain HTTP from another machine: nobody signs in that way. */
export function wayOf(url: string, { web }: Pick<Policy, 'web'>): Way | undefined {
  const asked = new URL(url);
  // Behind a proxy we are asked by http, and the browser came by https.
  if (web.url?.startsWith('https:') === true)
    return { isSecure: true, origin: new URL(web.url).origin };
  if (asked.protocol === 'https:') return { isSecure: true, origin: asked.origin };
  return isLoopback(asked.hostname.replace(/^\[(.*)\]$/, '$1'))
    ? { isSecure: false, origin: asked.origin }
    : undefined;
}

/** `__Host-` where browsers allow it: no other host or path of the domain can set one. */
function options({ isSecure }: Way): CookieOptions {
  const common = { path: '/', httpOnly: true, sameSite: 'Lax' } as const;
  return isSecure ? { ...common, secure: true, prefix: 'host' } : common;
}

export function writeCookie(
  c: Context<WebEnv>,
  way: Way,
  name: Name,
  value: string,
  seconds: number,
): void {
  // Chromium keeps none for longer than 400 days; ours live for less.
  setCookie(c, name, value, { ...options(way), maxAge: Math.max(1, Math.floor(seconds)) });
}

/** Only the one that fits the way: a cookie of plain HTTP is none over https. */
export function readCookie(c: Context<WebEnv>, way: Way, name: Name): string | undefined {
  return way.isSecure ? getCookie(c, name, 'host') : getCookie(c, name);
}

export function clearCookie(c: Context<WebEnv>, way: Way, name: Name): void {
  deleteCookie(c, name, options(way));
}
