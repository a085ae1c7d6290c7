/** When a page first asks the identity provider, unseen, whether it still knows whoever it let in. */
import type { Context } from 'hono';
import type { Visitor, WebEnv } from './visitor.ts';

/** A provider that a browser cannot reach must not keep anybody from each page of an incident. */
const askEveryMs = 5 * 60_000;
/** The page that a form leads to: browsers follow a form nowhere but to us (`form-action`). */
const afterFormMs = 10_000;

export type Renewal = { readonly isDue: (c: Context<WebEnv>, visitor: Visitor) => boolean };

export function createRenewal(now: () => number): Renewal {
  /** By the form token of a session, until when nothing is asked about it. */
  const waits = new Map<string, number>();
  return {
    isDue(c, { renewAtMs, formToken }) {
      const nowMs = now();
      if (renewAtMs === undefined || renewAtMs > nowMs) return false;
      for (const [old, untilMs] of waits) if (untilMs <= nowMs) waits.delete(old);
      if (c.req.method === 'POST')
        waits.set(formToken, Math.max(nowMs + afterFormMs, waits.get(formToken) ?? 0));
      if (waits.has(formToken) || !isPage(c)) return false;
      waits.set(formToken, nowMs + askEveryMs);
      return true;
    },
  };
}

/** A page that a browser goes to, and can come back to: no form, no stream, nothing that a script fetches. */
function isPage({ req }: Context<WebEnv>): boolean {
  if (req.method !== 'GET' || new URL(req.url).search !== '') return false;
  if (/^\/(?:sign-in|sign-out|l|report)(?:\/|$)/.test(req.path)) return false;
  const mode = req.header('sec-fetch-mode');
  if (mode !== undefined) return mode === 'navigate';
  return req.header('accept')?.includes('text/html') === true;
}
