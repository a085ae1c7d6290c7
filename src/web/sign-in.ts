/** Signing in to the web and out of it, with a code or at the identity provider, and who is signed in. */
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { csrf } from 'hono/csrf';
import { html } from 'hono/html';
import { Failure } from '../failure.ts';
import { isSameSecret } from '../same-secret.ts';
import type { WebDeps } from './deps.ts';
import { page } from './page.ts';
import { returnPath } from './return-path.ts';
import { createSessions, type Begun } from './session.ts';
import { clearCookie, readCookie, wayOf, writeCookie } from './sign-in-cookie.ts';
import { attemptSeconds, callback, createProvider } from './sign-in-oidc.ts';
import { signedIn, signInForm, wrongCode } from './sign-in-pages.ts';
import { createTries } from './sign-in-tries.ts';
import { formOf } from './typed.ts';
import type { WebEnv } from './visitor.ts';

export type SignIn = {
  /** /sign-in, /sign-out, and the identity provider's call-back. */
  readonly routes: Hono<WebEnv>;
  /** Sets `visitor` from the session cookie. */
  readonly recognise: MiddlewareHandler<WebEnv>;
};

/** A code and the name of its field. */
const longestBody = 4_096;

export function createSignIn(
  deps: WebDeps,
  /** For the secret of the identity provider. */
  env: Readonly<Record<string, string | undefined>> = process.env,
): SignIn {
  const sessions = createSessions(deps);
  const policy = async () => (await deps.policy()).policy;
  const provider = createProvider(policy, env, deps.now, deps.tell);
  const tries = createTries(deps);
  const routes = new Hono<WebEnv>();

  async function way(c: Context<WebEnv>) {
    const found = wayOf(c.req.url, await policy());
    if (found) return found;
    throw new Failure(
      'refused',
      'not-encrypted',
      'nobody signs in over plain HTTP; open the board by https, or on its own machine',
    );
  }

  /** Always a new session: whatever the browser brought is ended, so nobody can prepare one for somebody else. */
  async function begin(
    c: Context<WebEnv>,
    { token, untilMs }: Begun,
    back: unknown,
  ): Promise<Response> {
    const by = await way(c);
    const old = readCookie(c, by, 'seventytwo');
    if (old !== undefined) await sessions.end(old);
    writeCookie(c, by, 'seventytwo', token, (untilMs - deps.now()) / 1_000);
    return c.redirect(returnPath(back), 303);
  }

  routes.use('/sign-in/*', noStore);
  routes.use('/sign-out', noStore);
  const ownForms = csrf({
    origin: async (from, c) => from === wayOf(c.req.url, await policy())?.origin,
  });
  const short = bodyLimit({ maxSize: longestBody });

  routes.get('/sign-in', async (c) => {
    await way(c);
    const visitor = c.get('visitor');
    const { oidc } = (await policy()).web;
    const nonce = c.get('nonce') ?? '';
    return page(c, {
      title: 'Sign in',
      body: visitor
        ? signedIn(visitor, c.get('frame')?.name)
        : signInForm({ nonce, provider: oidc !== undefined, back: c.req.query('return') }),
    });
  });

  routes.post('/sign-in', ownForms, short, tries.code, async (c) => {
    await way(c);
    const form = await formOf(c);
    const [code, back] = [form.get('code'), form.get('return')];
    const begun = typeof code === 'string' ? await sessions.redeem(code) : undefined;
    if (begun) return begin(c, begun, back);
    return page(c, { title: 'Not signed in', body: wrongCode(back), status: 400 });
  });

  routes.get(`${callback}/start`, tries.provider, async (c) => {
    const by = await way(c);
    const { url, kept } = await provider.begin(by.origin, returnPath(c.req.query('return')));
    writeCookie(c, by, 'seventytwo-oidc', kept, attemptSeconds);
    return c.redirect(url.href, 303);
  });

  routes.get(callback, tries.provider, async (c) => {
    const by = await way(c);
    const kept = readCookie(c, by, 'seventytwo-oidc');
    clearCookie(c, by, 'seventytwo-oidc');
    const came = new URL(`${by.origin}${callback}${new URL(c.req.url).search}`);
    const found = await provider.finish(came, kept);
    if ('person' in found)
      return begin(c, await sessions.beginByProvider(found.person, found.issuer), found.back);
    deps.tell(found.log);
    const again = html`<p class="say">${found.refused}</p>
      <p><a class="button" href="/sign-in">Try again</a></p>`;
    return page(c, { title: 'Not signed in', body: again, status: 403 });
  });

  routes.post('/sign-out', ownForms, short, async (c) => {
    const by = await way(c);
    const visitor = c.get('visitor');
    const formToken = (await formOf(c)).get('formToken');
    const token = readCookie(c, by, 'seventytwo');
    if (visitor && token !== undefined) {
      if (typeof formToken !== 'string' || !isSameSecret(formToken, visitor.formToken))
        throw new Failure(
          'notAllowed',
          'old-form',
          'this form is from an earlier sign-in, or from elsewhere; reload the page and send it again',
        );
      await sessions.end(token);
    }
    clearCookie(c, by, 'seventytwo');
    return c.redirect('/sign-in', 303);
  });

  return {
    routes,
    recognise: async (c, next) => {
      const by = wayOf(c.req.url, await policy());
      const token = by && readCookie(c, by, 'seventytwo');
      const visitor = token === undefined ? undefined : await sessions.visitorOf(token);
      if (visitor) c.set('visitor', visitor);
      await next();
    },
  };
}

const noStore: MiddlewareHandler<WebEnv> = async (c, next) => {
  await next();
  c.header('cache-control', 'no-store');
};
