/** How often somebody may try to sign in: few from one address, and not many from all together. */
import type { Context, MiddlewareHandler } from 'hono';
import { every } from 'hono/combine';
import { html } from 'hono/html';
import { rateLimiter } from 'hono-rate-limiter';
import { recordAct } from '../register/audit.ts';
import { sessionActs } from '../register/web-sessions.ts';
import { sha256Of } from '../sha256.ts';
import type { WebDeps } from './deps.ts';
import { page } from './page.ts';
import { addressOf } from './address.ts';
import type { WebEnv } from './visitor.ts';

const minuteMs = 60_000;
/** Somebody who mistypes a code does so once or twice. */
const mostOfOne = 5;
/** Each costs 50 ms of a processor; and 300 tries in the life of a code are nothing against 40 bits. */
const mostOfAll = 60;
/** Two requests for each who signs in; a whole office behind one address does so within minutes. */
const mostAtProviderOfOne = 60;
/** The provider guards its own passwords. So many that one address, or one page that asks in our name, shuts nobody out. */
const mostAtProvider = 600;
/** Each burst is one act on the chain, however long it goes on. */
const tellEveryMs = 5 * minuteMs;

type KeyOf = (c: Context<WebEnv>) => string | Promise<string>;

export type Tries = {
  /** With a code, which somebody may guess; one that works does not count. */
  readonly code: MiddlewareHandler<WebEnv>;
  /** At the identity provider, which is not to be flooded through us. */
  readonly provider: MiddlewareHandler<WebEnv>;
};

export function createTries(deps: WebDeps): Tries {
  const { register, now, tell } = deps;
  let toldAtMs = -Infinity;
  async function tooMany(c: Context<WebEnv>): Promise<Response> {
    if (now() - toldAtMs >= tellEveryMs) {
      toldAtMs = now();
      tell('somebody tries to sign in more often than people do');
      // Not from where: an address is personal data, and the chain is for ever.
      await recordAct(register, {
        ...{ kind: sessionActs.burst, person: undefined, channel: 'web', nowMs: now() },
        ...{ subject: 'sign-in', subjectHash: sha256Of('sign-in') },
      });
    }
    return page(c, {
      ...{ title: 'Too many tries', status: 429 },
      body: html`<p>Too many tries. Wait a minute, then try again.</p>`,
    });
  }
  const limit = (most: number, keyGenerator: KeyOf) =>
    rateLimiter<WebEnv>({
      ...{ windowMs: minuteMs, limit: most, keyGenerator },
      // oxlint-disable-next-line no-misused-promises -- it answers with what this gives, whatever its type says.
      handler: tooMany,
      ...{ skipSuccessfulRequests: true, requestWasSuccessful: (c) => c.res.status === 303 },
    });
  const address = addressOf(deps);
  const ofAll = (): string => 'all';
  const begun = (most: number, keyGenerator: KeyOf) =>
    rateLimiter<WebEnv>({
      ...{ windowMs: minuteMs, limit: most, keyGenerator },
      // oxlint-disable-next-line no-misused-promises -- the same.
      handler: tooMany,
    });
  return {
    code: every(limit(mostOfOne, address), limit(mostOfAll, ofAll)),
    provider: every(begun(mostAtProviderOfOne, address), begun(mostAtProvider, ofAll)),
  };
}
