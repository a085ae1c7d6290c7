/** How often a link may be asked for: by one address, and the same link by anybody. */
import type { Context, MiddlewareHandler } from 'hono';
import { rateLimiter } from 'hono-rate-limiter';
import { sha256Of } from '../sha256.ts';
import { addressOf } from './address.ts';
import type { WebDeps } from './deps.ts';
import type { WebEnv } from './visitor.ts';

const windowMs = 60_000;
/** A whole company behind one address, or all behind a proxy that the policy does not name, opening their pages at once. */
const perAddress = 300;
/** A scanner fetches a link a few times, and again from other places. */
const looksPerLink = 60;
/** A person presses the button once or twice. */
const actsPerLink = 10;

/** Of memory: they hold for one process, and are forgotten after a minute. */
export function linkLimits(
  deps: Pick<WebDeps, 'policy'>,
  message: (c: Context<WebEnv>) => Promise<string>,
): readonly MiddlewareHandler<WebEnv>[] {
  const limit = (
    most: (c: Context<WebEnv>) => number,
    keyGenerator: (c: Context<WebEnv>) => string | Promise<string>,
  ): MiddlewareHandler<WebEnv> =>
    rateLimiter<WebEnv>({ windowMs, limit: most, keyGenerator, message });
  const address = addressOf(deps);
  return [
    limit(
      () => perAddress,
      async (c) => `${kindOf(c)} ${await address(c)}`,
    ),
    limit(
      (c) => (isAct(c) ? actsPerLink : looksPerLink),
      (c) => `${kindOf(c)} ${sha256Of(c.req.path)}`,
    ),
  ];
}

/** Counted apart, so that no scanner can use up the turn of whoever presses the button. */
function kindOf(c: Context<WebEnv>): string {
  return isAct(c) ? 'act' : 'look';
}

function isAct(c: Context<WebEnv>): boolean {
  return c.req.method === 'POST';
}
