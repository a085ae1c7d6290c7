/** The HTTP API about the links in mails: an admin takes back what a stolen phone could still use. */
import { Hono } from 'hono';
import { apiRoot, writes } from '../api/routes.ts';
import { takeLinksBack } from '../links/revoking.ts';
import { jsonOf, parsed, type ApiEnv } from './api-answers.ts';
import type { WebDeps } from './deps.ts';

export function createApiLinks(deps: WebDeps): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  app.post(`${apiRoot}/links/revocations`, async (c) => {
    const wanted = parsed(writes.linksRevoked.body, jsonOf(c.get('body')));
    const { policy } = await deps.policy();
    const act = { by: c.get('asker').person, nowMs: deps.now(), channel: 'api' } as const;
    return c.json({ revoked: await takeLinksBack(deps.register, policy, wanted, act) });
  });
  return app;
}
