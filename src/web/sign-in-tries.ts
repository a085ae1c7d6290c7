/** How often somebody may try to sign in: few from one address, and slowly when many try, but for browsers that are known. */
import { setTimeout as sleep } from 'node:timers/promises';
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
/**
 * More wrong ones than this of strangers within a minute, and each waits for its turn: a hash costs 50 ms of a processor. No lock for
 * all, as that is what a flood would be sent for; five a second are 1,500 in the life of a code, nothing against 40 bits.
 */
const mostAtOnce = 60;
const turnMs = 200;
/** Eight seconds: whoever waits longer presses the button again, and each holds a connection. */
const mostWaiting = 40;
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

/** `browserOf`: what a browser is counted by in which somebody signed in before; no flood of strangers slows it down. */
export function createTries(
  deps: WebDeps,
  browserOf: (c: Context<WebEnv>) => Promise<string | undefined>,
): Tries {
  const { register, now, tell } = deps;
  let toldAtMs = -Infinity;
  async function tellOnce(c: Context<WebEnv>): Promise<void> {
    if (now() - toldAtMs < tellEveryMs) return;
    toldAtMs = now();
    const { proxies } = (await deps.policy()).policy.web;
    const isBehind = proxies.length === 0 && c.req.header('x-forwarded-for') !== undefined;
    tell(
      `somebody tries to sign in more often than people do${isBehind ? '; a proxy passes it on that web.proxies does not name, so all who come by it share one limit' : ''}`,
    );
    // Not from where: an address is personal data, and the chain is for ever.
    await recordAct(register, {
      ...{ kind: sessionActs.burst, person: undefined, channel: 'web', nowMs: now() },
      ...{ subject: 'sign-in', subjectHash: sha256Of('sign-in') },
    });
  }
  async function tooMany(c: Context<WebEnv>): Promise<Response> {
    await tellOnce(c);
    return page(c, {
      ...{ title: 'Too many tries', status: 429 },
      body: html`<p>Too many tries. Wait a minute, then try again.</p>`,
    });
  }

  let wrong: readonly number[] = [];
  let waiting = 0;
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn: MiddlewareHandler<WebEnv> = async (c, next) => {
    wrong = wrong.filter((atMs) => atMs > now() - minuteMs);
    if (wrong.length >= mostAtOnce) {
      if (waiting >= mostWaiting) return tooMany(c);
      await tellOnce(c);
      waiting += 1;
      turn = turn.then(() => sleep(turnMs));
      await turn;
      waiting -= 1;
    }
    await next();
    if (c.res.status !== 303) wrong = [...wrong, now()];
  };

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
  const ofStranger: MiddlewareHandler<WebEnv> = every(limit(mostOfOne, address), inTurn);
  const ofKnown = limit(mostOfOne, async (c) => (await browserOf(c)) ?? 'none');
  return {
    code: async (c, next) => ((await browserOf(c)) ? ofKnown : ofStranger)(c, next),
    provider: every(begun(mostAtProviderOfOne, address), begun(mostAtProvider, ofAll)),
  };
}
