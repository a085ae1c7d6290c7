/** When a page first asks the identity provider, unseen, whether it still knows whoever it let in. */
import type { Context } from 'hono';
import type { Visitor, WebEnv } from './visitor.ts';

/** A provider that a browser cannot reach must not keep anybody from each page of an incident. */
const askEveryMs = 5 * 60_000;

export type Renewal = { readonly isDue: (c: Context<WebEnv>, visitor: Visitor) => boolean };

export function createRenewal(now: () => number): Renewal {
  /** By the form token of a session, when it was last asked about; the oldest first. */
  const asked = new Map<string, number>();
  return {
    isDue(c, { renewAtMs, formToken }) {
      const nowMs = now();
      if (renewAtMs === undefined || renewAtMs > nowMs || !isPage(c)) return false;
      for (const [old, atMs] of asked) {
        if (atMs + askEveryMs > nowMs) break;
        asked.delete(old);
      }
      if (asked.has(formToken)) return false;
      asked.set(formToken, nowMs);
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
