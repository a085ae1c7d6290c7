/** Signing in to the board. Until there is a way, nobody is recognised and the page says so. */
import { Hono, type MiddlewareHandler } from 'hono';
import { html } from 'hono/html';
import type { WebDeps } from './deps.ts';
import { page } from './page.ts';
import type { WebEnv } from './visitor.ts';

export type SignIn = {
  readonly routes: Hono<WebEnv>;
  /** Sets `visitor` from the session. */
  readonly recognise: MiddlewareHandler<WebEnv>;
};

export function createSignIn(_deps: WebDeps): SignIn {
  const routes = new Hono<WebEnv>();
  routes.get('/sign-in', (c) =>
    page(c, {
      title: 'Sign in',
      body: html`<p>No way to sign in is set up on this board.</p>`,
    }),
  );
  return { routes, recognise: (_c, next) => next() };
}
