/** The pages for whoever has signed in: everybody else is sent to sign in, whatever they ask for. */
import { Hono } from 'hono';
import { createAlertsPage } from './alerts-page.ts';
import { createCommandPages } from './command-page.ts';
import { createDeclarePage } from './declare-page.ts';
import type { WebDeps } from './deps.ts';
import { createIncidentPage } from './incident-page.ts';
import { createListPages } from './list-page.ts';
import { createOnCallPage } from './on-call-page.ts';
import { createRecordPages } from './record-pages.ts';
import { returnQuery } from './return-path.ts';
import { sessionOver } from './session-over.ts';
import { createStreams } from './streams.ts';
import type { WebEnv } from './visitor.ts';

export function createMemberPages(deps: WebDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.use(async (c, next) => {
    if (c.get('visitor')) return next();
    // A page that is not there looks like one that is: nobody learns which incidents there are.
    const isPage = c.req.method === 'GET' && !c.req.path.endsWith('/events');
    if (c.req.method === 'POST') return sessionOver(c);
    if (!isPage) return c.text('Sign in first.\n', 401);
    return c.redirect(`/sign-in${returnQuery(c.req.path)}`, 303);
  });
  app.route('/', createListPages(deps));
  app.route('/', createDeclarePage(deps));
  app.route('/', createOnCallPage(deps));
  app.route('/', createStreams(deps));
  app.route('/', createIncidentPage(deps));
  app.route('/', createAlertsPage(deps));
  app.route('/', createCommandPages(deps));
  app.route('/', createRecordPages(deps));
  return app;
}
