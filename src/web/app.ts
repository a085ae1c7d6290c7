/** The whole board as one app: who may see what, and which pages there are. */
import { Hono } from 'hono';
import type { KeyRing } from '../access/ring.ts';
import { createApi } from './api.ts';
import { createAssets } from './assets.ts';
import { createBounceIntake } from './bounces.ts';
import type { WebDeps } from './deps.ts';
import { onFault, onMissing } from './fault.ts';
import { limited, ownForms, ownHost, secured, withFrame } from './guard.ts';
import { createLinkPages } from './link-pages.ts';
import { machinePaths } from './machines.ts';
import { createMemberPages } from './member-pages.ts';
import { createReport } from './report-page.ts';
import { createSecurityTxt } from './security-txt.ts';
import type { SignIn } from './sign-in.ts';
import type { WebEnv } from './visitor.ts';

/** What one web process has once. */
export type WebParts = {
  /** Of `startIntake`, closed by whoever started it. */
  readonly intake: Hono<WebEnv>;
  readonly keys: KeyRing;
  readonly signIn: SignIn;
};

export function createWeb(deps: WebDeps, { intake, keys, signIn }: WebParts): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.onError(onFault(deps));
  app.notFound(onMissing);
  // A load balancer asks by address, without a name.
  app.get('/healthz', (c) => c.json({ alive: true }));
  app.use(secured(deps), ownHost(deps));
  app.route('/', createAssets());
  app.route('/', createSecurityTxt(deps));
  // Machines send these: no cookies, no forms, tokens and limits of their own.
  app.route('/', createBounceIntake(deps));
  app.route('/', intake);
  app.route('/', createApi(deps, keys));
  for (const path of machinePaths) app.all(path, onMissing);
  app.use(signIn.recognise, limited, withFrame(deps));
  // They send no referrer, so their forms come without an origin: they look for themselves.
  app.route('/', createLinkPages(deps));
  app.use(ownForms(deps));
  app.route('/', createReport(deps));
  app.route('/', signIn.routes);
  app.route('/', createMemberPages(deps));
  return app;
}
