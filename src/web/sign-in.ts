/** Signing in to the web and out of it, with a code or at the identity provider, and who is signed in. */
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { html } from 'hono/html';
import type { KeyRing } from '../access/ring.ts';
import { ensureWebKey } from '../access/web-key.ts';
import { Failure } from '../failure.ts';
import type { WebDeps } from './deps.ts';
import { page } from './page.ts';
import { returnPath, returnQuery } from './return-path.ts';
import { createSessions, type Begun } from './session.ts';
import { knownBrowser, knownSeconds, sealBrowser } from './sign-in-browser.ts';
import { clearCookie, readCookie, wayOf, writeCookie } from './sign-in-cookie.ts';
import { attemptSeconds, callback, createProvider } from './sign-in-oidc.ts';
import { signedIn, signInForm, wrongCode } from './sign-in-pages.ts';
import { createRenewal } from './sign-in-renewal.ts';
import { createTries } from './sign-in-tries.ts';
import { formOf } from './typed.ts';
import type { WebEnv } from './visitor.ts';

export type SignIn = {
  /** Awaited before the first page, so that nothing is still being written when the server ends. */
  readonly ready: Promise<void>;
  /** /sign-in, /sign-out, and the identity provider's call-back. */
  readonly routes: Hono<WebEnv>;
  /** Sets `visitor` from the session cookie. */
  readonly recognise: MiddlewareHandler<WebEnv>;
};

/** A code and the name of its field. */
const longestBody = 4_096;

/** Behind `ownForms` of guard.ts, which tells its forms from those of other sites. */
export function createSignIn(
  deps: WebDeps,
  keys: KeyRing,
  /** For the secret of the identity provider. */
  env: Readonly<Record<string, string | undefined>> = process.env,
): SignIn {
  const sessions = createSessions(deps, keys);
  const policy = async () => (await deps.policy()).policy;
  const provider = createProvider(policy, env, deps.now, deps.tell);
  const renewal = createRenewal(deps.now);
  const tries = createTries(deps, async (c) => {
    const by = wayOf(c.req.url, await policy());
    const cookie = by && readCookie(c, by, 'seventytwo-known');
    if (cookie === undefined) return undefined;
    return knownBrowser(cookie, await ensureWebKey(deps.data), deps.now());
  });
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
    const known = sealBrowser(await ensureWebKey(deps.data), deps.now());
    writeCookie(c, by, 'seventytwo-known', known, knownSeconds);
    return c.redirect(returnPath(back), 303);
  }

  /** The same session as before, or none: the provider did not vouch for its person again. */
  async function goOn(
    c: Context<WebEnv>,
    renew: (token: string) => Promise<Begun | undefined>,
    back: string,
  ): Promise<Response> {
    const by = await way(c);
    const token = readCookie(c, by, 'seventytwo');
    const renewed = token === undefined ? undefined : await renew(token);
    if (renewed) {
      writeCookie(c, by, 'seventytwo', renewed.token, (renewed.untilMs - deps.now()) / 1_000);
      return c.redirect(back, 303);
    }
    if (token !== undefined) await sessions.end(token, 'end');
    clearCookie(c, by, 'seventytwo');
    return c.redirect(`/sign-in${returnQuery(back)}`, 303);
  }

  routes.use('/sign-in/*', noStore);
  routes.use('/sign-out', noStore);
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

  routes.post('/sign-in', short, tries.code, async (c) => {
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

  routes.get(`${callback}/renew`, async (c) => {
    const by = await way(c);
    const back = returnPath(c.req.query('return'));
    const visitor = c.get('visitor');
    const email = visitor && (await policy()).people[visitor.person]?.email;
    if (visitor?.renewAtMs === undefined || email === undefined) return c.redirect(back, 303);
    try {
      const { url, kept } = await provider.begin(by.origin, back, email);
      writeCookie(c, by, 'seventytwo-oidc', kept, attemptSeconds);
      return c.redirect(url.href, 303);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      deps.tell(`a session goes on until its end without its identity provider (${error.code})`);
      return c.redirect(back, 303);
    }
  });

  routes.get(callback, tries.provider, async (c) => {
    const by = await way(c);
    const kept = readCookie(c, by, 'seventytwo-oidc');
    clearCookie(c, by, 'seventytwo-oidc');
    const came = new URL(`${by.origin}${callback}${new URL(c.req.url).search}`);
    const found = await provider.finish(came, kept);
    if ('person' in found) {
      const { person, issuer, back } = found;
      if (found.renews) return goOn(c, (token) => sessions.renew(token, person, issuer), back);
      return begin(c, await sessions.beginByProvider(person, issuer), back);
    }
    deps.tell(found.log);
    if (found.renewal?.isNo === true)
      return goOn(c, () => Promise.resolve(undefined), found.renewal.back);
    // It is asked again in a while, and the session lasts no longer for it.
    if (found.renewal) return c.redirect(found.renewal.back, 303);
    const again = html`<p class="say">${found.refused}</p>
      <p><a class="button" href="/sign-in">Try again</a></p>`;
    return page(c, { title: 'Not signed in', body: again, status: 403 });
  });

  routes.post('/sign-out', async (c) => {
    const by = await way(c);
    const visitor = c.get('visitor');
    const token = readCookie(c, by, 'seventytwo');
    if (visitor && token !== undefined) await sessions.end(token);
    clearCookie(c, by, 'seventytwo');
    return c.redirect('/sign-in', 303);
  });

  return {
    ready: sessions.ready,
    routes,
    recognise: async (c, next) => {
      const by = wayOf(c.req.url, await policy());
      const token = by && readCookie(c, by, 'seventytwo');
      const visitor = token === undefined ? undefined : await sessions.visitorOf(token);
      if (visitor && renewal.isDue(c, visitor))
        return c.redirect(`${callback}/renew${returnQuery(c.req.path)}`, 303);
      if (visitor) c.set('visitor', visitor);
      return next();
    },
  };
}

const noStore: MiddlewareHandler<WebEnv> = async (c, next) => {
  await next();
  c.header('cache-control', 'no-store');
};
