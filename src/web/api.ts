/** The HTTP API: the same commands and looks as the command line, for machines that reach neither Temporal nor the register. */
import { Hono } from 'hono';
import { rateLimiter } from 'hono-rate-limiter';
import type { KeyRing } from '../access/ring.ts';
import { openApi } from '../api/openapi.ts';
import { apiCommands, apiRoot, commandRoute, reads, writes, type Route } from '../api/routes.ts';
import { exitCodes, Failure } from '../failure.ts';
import { faultAnswer, jsonOf, parsed, problem, type ApiEnv } from './api-answers.ts';
import { createAskers } from './api-askers.ts';
import { createBodies } from './api-bodies.ts';
import { createCodes } from './api-codes.ts';
import { createApiCommands } from './api-commands.ts';
import { createApiLinks } from './api-links.ts';
import { createApiLooks } from './api-looks.ts';
import { createApiOrganisation } from './api-organisation.ts';
import { addressOf } from './address.ts';
import type { WebDeps } from './deps.ts';

/** Of one address in a minute: a script that watches a dozen incidents asks every few seconds. */
const mostRequests = 600;

export function createApi(deps: WebDeps, keys: KeyRing): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  const askers = createAskers(deps, keys);
  const codes = createCodes(deps, keys.newest);
  app.onError((error, c) => faultAnswer(c, error, deps.tell));
  app.use(
    `${apiRoot}/*`,
    rateLimiter<ApiEnv>({
      ...{ windowMs: 60_000, limit: mostRequests, keyGenerator: addressOf(deps) },
      handler: (c) =>
        problem(c, 429, {
          ...{ code: 'too-many', message: 'too many requests from this address; wait a minute' },
          exit: exitCodes.unreachable,
        }),
    }),
  );
  app.get(`${apiRoot}/openapi.json`, (c) => c.json(openApi(new URL(c.req.url).origin)));
  const bodies = createBodies(async (c, body) => {
    const { pathname, search, origin } = new URL(c.req.url);
    const { web } = (await deps.policy()).policy;
    return askers.recognise({
      ...{ method: c.req.method, path: `${pathname}${search}`, body },
      origins: [origin, ...(web.url === undefined ? [] : [web.url])],
      header: c.req.header('authorization') ?? '',
    });
  });
  app.use(`${apiRoot}/*`, bodies, async (c, next) => {
    c.header('cache-control', 'no-store');
    await next();
  });

  app.get(`${apiRoot}/web-key`, async (c) => c.json({ web: await codes.webKey() }));
  app.post(`${apiRoot}/sign-in-codes`, async (c) => {
    const { person, isSigned } = c.get('asker');
    const wanted = parsed(writes.code.body, jsonOf(c.get('body')));
    if (isSigned && wanted.pass === undefined)
      throw new Failure('usage', 'bad-pass', 'pass is missing; sign one with your key');
    return c.json(await codes.add(person, wanted));
  });
  app.route('/', createApiOrganisation(deps));
  app.route('/', createApiLinks(deps));
  app.route('/', createApiLooks(deps));
  app.route('/', createApiCommands(deps));

  app.all(`${apiRoot}/*`, (c) => {
    const allowed = methodsOf(c.req.path.slice(apiRoot.length));
    if (allowed === undefined)
      return problem(c, 404, {
        ...{ code: 'unknown-path', exit: exitCodes.usage },
        message: `there is no such path; see ${apiRoot}/openapi.json`,
      });
    c.header('allow', allowed);
    return problem(c, 405, {
      ...{ code: 'wrong-method', exit: exitCodes.usage },
      message: `${c.req.method} does nothing here; use ${allowed}`,
    });
  });
  return app;
}

const routes: readonly Route[] = [
  ...Object.values(reads),
  ...Object.values(writes),
  ...apiCommands.map(commandRoute),
];

/** Undefined where there is no such path at all. */
function methodsOf(path: string): string | undefined {
  const methods = routes.flatMap((route) =>
    new RegExp(`^${route.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path) ? [route.method] : [],
  );
  return methods.length === 0
    ? undefined
    : methods.map((method) => (method === 'get' ? 'GET, HEAD' : 'POST')).join(', ');
}
