/** A session on the word of an identity provider goes on only as long as that still vouches for its person: asked over real HTTP. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { OAuth2Server, type MutableRedirectUri, type MutableToken } from 'oauth2-mock-server';
import { readAudit } from '../../src/register/audit.ts';
import { parsePolicy } from '../../src/policy/source.ts';
import {
  cookieOf,
  createStand,
  hour,
  minute,
  origin,
  people,
  signIn,
  type Stand,
} from './stand.ts';

let server: OAuth2Server;
let stand: Stand;
/** What the provider says of whoever comes: claims, or an error. */
let says: { email: string } | { error: string };
/** How the browser was sent there. */
let asked: URL;
before(async () => {
  server = new OAuth2Server();
  await server.issuer.keys.generate('RS256');
  await server.start(0, '127.0.0.1');
  server.service.on('beforeTokenSigning', (token: MutableToken) => {
    Object.assign(token.payload, { email_verified: true, ...says });
  });
  server.service.on('beforeAuthorizeRedirect', ({ url }: MutableRedirectUri) => {
    if (!('error' in says)) return;
    url.searchParams.delete('code');
    url.searchParams.set('error', says.error);
  });
  stand = await createStand(policyOf(), { OIDC_SECRET: 's3cret' });
});
after(() => server.stop());
beforeEach(() => {
  says = { email: 'ben@acme.example' };
});

function policyOf(more = '', issuer = server.issuer.url): string {
  const oidc = `issuer: '${issuer}', clientId: board, clientSecret: { env: OIDC_SECRET }`;
  return `web: { url: ${origin}, idle: 24h, oidc: { ${oidc}${more} } }\n`;
}

/** The browser's way to the provider and back. */
async function comeBack(start: Response, cookie = ''): Promise<Response> {
  assert.equal(start.status, 303, await start.clone().text());
  asked = new URL(start.headers.get('location') ?? '');
  const provider = await fetch(asked, { redirect: 'manual' });
  const back = new URL(provider.headers.get('location') ?? '');
  const attempt = cookieOf(start, '__Host-seventytwo-oidc');
  return stand.get(back.pathname + back.search, `${attempt}; ${cookie}`);
}

const signInThere = async (): Promise<string> =>
  cookieOf(await comeBack(await stand.get('/sign-in/oidc/start')));

const page = { 'sec-fetch-mode': 'navigate' };
const open = (path: string, cookie: string, headers: Record<string, string> = page) =>
  stand.get(path, cookie, origin, headers);

/** Opens a page when the provider is to be asked anew, and follows. */
async function renew(cookie: string, path = '/incidents/INC-7K3FQ'): Promise<Response> {
  const sent = await open(path, cookie);
  assert.equal(sent.status, 303, await sent.clone().text());
  const there = await open(sent.headers.get('location') ?? '', cookie);
  return comeBack(there, cookie);
}

async function acts(): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { kind, who } of readAudit(stand.register.db)) found.push(`${kind} ${who}`);
  return found.filter((act) => act.endsWith(' ben'));
}

describe('a session of the identity provider', () => {
  it('lasts an hour, and no longer where nobody opens a page', async () => {
    const cookie = await signInThere();
    stand.pass(hour - 1);
    assert.equal((await stand.visitor(cookie))?.person, 'ben');
    stand.pass(1);
    assert.equal(await stand.visitor(cookie), undefined);
  });

  it('goes on unseen, from the half on, when the provider still vouches for its person', async () => {
    const earlier = (await acts()).length;
    const cookie = await signInThere();
    stand.pass(hour / 2 - 1);
    assert.equal((await open('/who', cookie)).status, 200);
    stand.pass(1);
    const came = await renew(cookie);
    assert.equal(asked.searchParams.get('prompt'), 'none');
    assert.equal(asked.searchParams.get('login_hint'), 'ben@acme.example');
    assert.equal(came.headers.get('location'), '/incidents/INC-7K3FQ');
    // The same session: nobody came in, and nobody left.
    assert.equal(cookieOf(came), cookie);
    assert.equal((await stand.visitor(cookie))?.expiresAtMs, stand.now() + hour);
    assert.deepEqual((await acts()).slice(earlier), ['web-sign-in ben']);
    assert.equal((await open('/who', cookie)).status, 200);
  });

  for (const error of ['login_required', 'interaction_required', 'access_denied'])
    it(`ends when the provider answers ${error}, as for a disabled account`, async () => {
      const earlier = (await acts()).length;
      const cookie = await signInThere();
      stand.pass(hour / 2);
      says = { error };
      const came = await renew(cookie);
      assert.equal(came.headers.get('location'), '/sign-in?return=%2Fincidents%2FINC-7K3FQ');
      assert.match(came.headers.getSetCookie().join('\n'), /__Host-seventytwo=; Max-Age=0/);
      assert.equal(await stand.visitor(cookie), undefined);
      const since = (await acts()).slice(earlier);
      assert.deepEqual(since, ['web-sign-in ben', 'web-session-end ben']);
    });

  for (const [what, email] of [
    ['an address of nobody', 'mallory@acme.example'],
    ['somebody else', 'anna@acme.example'],
  ] as const)
    it(`ends when the provider names ${what}`, async () => {
      const cookie = await signInThere();
      stand.pass(hour / 2);
      says = { email };
      assert.match((await renew(cookie)).headers.get('location') ?? '', /^\/sign-in\?/);
      assert.equal(await stand.visitor(cookie), undefined);
    });

  for (const error of ['server_error', 'temporarily_unavailable'])
    it(`is shown until its end when the provider answers ${error}, and asked for once in five minutes`, async () => {
      const cookie = await signInThere();
      stand.pass(hour / 2);
      says = { error };
      const came = await renew(cookie);
      assert.equal(came.headers.get('location'), '/incidents/INC-7K3FQ');
      assert.equal((await open('/who', cookie)).status, 200);
      stand.pass(5 * minute);
      assert.equal((await open('/who', cookie)).status, 303);
      stand.pass(hour / 2 - 5 * minute);
      assert.equal(await stand.visitor(cookie), undefined);
    });

  it('is shown until its end when the provider does not answer at all', async () => {
    const cookie = await signInThere();
    stand.pass(hour / 2);
    const { port } = new URL(server.issuer.url ?? '');
    await server.stop();
    const sent = await open('/sign-in/oidc/renew?return=%2Fdeclare', cookie);
    await server.start(Number(port), '127.0.0.1');
    assert.equal(sent.status, 303);
    assert.equal(sent.headers.get('location'), '/declare');
    assert.match(stand.told.join('\n'), /goes on until its end .*no-provider/);
    assert.ok(await stand.visitor(cookie));
  });

  it('is not ended by an answer that its browser did not ask for', async () => {
    const cookie = await signInThere();
    stand.pass(hour / 2);
    const there = await open('/sign-in/oidc/renew', cookie);
    const attempt = cookieOf(there, '__Host-seventytwo-oidc');
    for (const [query, with_] of [
      ['error=login_required', cookie],
      ['error=login_required&state=x', `${attempt}; ${cookie}`],
    ] as const)
      await stand.get(`/sign-in/oidc?${query}`, with_);
    assert.ok(await stand.visitor(cookie));
  });

  it('asks only before a page that a browser goes to', async () => {
    const cookie = await signInThere();
    stand.pass(hour / 2);
    for (const headers of [
      { 'sec-fetch-mode': 'cors', accept: 'text/html' },
      { accept: 'text/event-stream' },
      {},
    ])
      assert.equal((await open('/who', cookie, headers)).status, 200);
    assert.equal((await open('/who?done=ack', cookie)).status, 200);
    assert.equal((await open('/sign-in', cookie)).status, 200);
    // Nor before the page that a form leads to.
    await stand.post('/who', {}, { cookie });
    assert.equal((await open('/who', cookie)).status, 200);
    stand.pass(10_000);
    assert.equal((await open('/who', cookie, { accept: 'text/html' })).status, 303);
  });

  it('ends after web.session, however often the provider says yes', async () => {
    const cookie = await signInThere();
    for (let halves = 1; halves < 24; halves += 1) {
      stand.pass(hour / 2);
      assert.match((await renew(cookie)).headers.get('location') ?? '', /^\/incidents/);
    }
    stand.pass(hour / 2 - 1);
    assert.ok(await stand.visitor(cookie));
    stand.pass(1);
    assert.equal(await stand.visitor(cookie), undefined);
  });

  it('does not come back once an admin has ended it, whatever the provider says then', async () => {
    const cookie = await signInThere();
    stand.pass(hour / 2);
    const there = await open('/sign-in/oidc/renew', cookie);
    await stand.register.db.updateTable('web_session').set({ ended_at_ms: stand.now() }).execute();
    const came = await comeBack(there, cookie);
    assert.equal(came.headers.get('location'), '/sign-in');
    assert.equal(await stand.visitor(cookie), undefined);
  });
});

it('whoever signed in with a key is never sent to the provider', async () => {
  const cookie = await signIn(stand);
  stand.pass(6 * hour);
  assert.equal((await open('/who', cookie)).status, 200);
  const sent = await open('/sign-in/oidc/renew?return=%2Fdeclare', cookie);
  assert.equal(sent.headers.get('location'), '/declare');
});

it('how long its word counts is the policy’s to say, within bounds', async () => {
  stand.setPolicy(policyOf(', session: 4h'));
  const cookie = await signInThere();
  stand.pass(4 * hour - 1);
  assert.ok(await stand.visitor(cookie));
  // Stricter at once, also for who is there already.
  stand.setPolicy(policyOf(', session: 10m'));
  assert.equal(await stand.visitor(cookie), undefined);
  for (const session of ['9m', '13h', '0s'])
    assert.match(
      (parsePolicy(`${people}${policyOf(`, session: ${session}`)}`).faults ?? []).join(),
      /web\.oidc\.session/,
    );
});
