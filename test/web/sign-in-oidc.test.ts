/** Signing in at an identity provider over real HTTP: the way in, and each answer that must not let anybody in. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { OAuth2Server, type MutableResponse } from 'oauth2-mock-server';
import { readAudit } from '../../src/register/audit.ts';
import { publicKeyOf } from '../../src/access/signing.ts';
import { webServer } from '../../src/access/standing.ts';
import { createAuthenticateActivities } from '../../src/activities/authenticate.ts';
import { createBelieving } from '../../src/access/believing.ts';
import { createKeyRing } from '../../src/access/ring.ts';
import { parsePolicy } from '../../src/policy/source.ts';
import {
  connectionFrom,
  cookieOf,
  createStand,
  hour,
  origin,
  people,
  type Stand,
} from './stand.ts';

type Claims = Record<string, unknown>;

let server: OAuth2Server;
let stand: Stand;
let claims: Claims;
/** Changes the answer of the token endpoint. */
let answer: (body: Record<string, unknown>) => void;
before(async () => {
  server = new OAuth2Server();
  await server.issuer.keys.generate('RS256');
  await server.start(0, '127.0.0.1');
  server.service.on('beforeTokenSigning', (token: { payload: Claims }) => {
    Object.assign(token.payload, claims);
  });
  server.service.on('beforeResponse', (response: MutableResponse) => {
    if (typeof response.body === 'object') answer(response.body);
  });
  stand = await createStand(policyText(), { OIDC_SECRET: 's3cret' });
});
after(() => server.stop());

const policyText = (more = '', access = 'required', url = server.issuer.url ?? '') =>
  `access: { signatures: ${access} }\nweb: { url: ${origin}, oidc: { issuer: '${url}', clientId: board, clientSecret: { env: OIDC_SECRET }${more} } }\n`;

const ben = { email: 'Ben@ACME.example', email_verified: true };

type Coming = { claims?: Claims; answer?: typeof answer; edit?: (url: URL) => void; kept?: string };

/** The browser's way there and back; what came of it. */
async function comeBack({
  claims: given = ben,
  answer: change = () => undefined,
  edit,
  kept,
}: Coming = {}) {
  claims = given;
  answer = change;
  const start = await stand.get('/sign-in/oidc/start');
  assert.equal(start.status, 303, await start.clone().text());
  const cookie = kept ?? cookieOf(start, '__Host-seventytwo-oidc');
  const asked = new URL(start.headers.get('location') ?? '');
  assert.equal(asked.searchParams.get('code_challenge_method'), 'S256');
  const provider = await fetch(asked, { redirect: 'manual' });
  const back = new URL(provider.headers.get('location') ?? '');
  assert.equal(back.origin + back.pathname, `${origin}/sign-in/oidc`);
  edit?.(back);
  return stand.get(back.pathname + back.search, cookie);
}

it('whoever the provider knows by the address of the policy file is signed in, and it is on the chain', async () => {
  const came = await comeBack();
  assert.equal(came.status, 303, await came.clone().text());
  assert.equal(came.headers.get('location'), '/');
  const visitor = await stand.visitor(cookieOf(came));
  assert.equal(visitor?.person, 'ben');
  assert.equal(visitor.signedInBy, 'oidc');
  assert.equal(visitor.expiresAtMs, stand.now() + hour);
  const found: string[] = [];
  for await (const { kind, who } of readAudit(stand.register.db)) found.push(`${kind} ${who}`);
  assert.equal(found.at(-1), 'web-sign-in ben');
  const rows = await stand.register.db.selectFrom('web_session').selectAll().execute();
  assert.doesNotMatch(JSON.stringify(rows), /@|s3cret/);
});

it('their commands are refused in a sentence until an admin granted the web server, and pass then', async () => {
  const on = await createStand(policyText(), { OIDC_SECRET: 's3cret' });
  const policy = () => on.deps.policy();
  const { authenticate } = createAuthenticateActivities({
    ...{ policy, now: on.now },
    keys: createKeyRing(
      createBelieving(on.register, policy, () => undefined),
      {
        now: on.now,
        onAway: (error) => assert.fail(String(error)),
      },
    ),
  });
  const before = stand;
  stand = on;
  const visitor = await on.visitor(cookieOf(await comeBack()));
  stand = before;
  const actor = { person: 'ben', channel: 'web' } as const;
  const command = { name: 'note', commandId: 'c', fields: { text: 'x' }, actor } as const;
  const signed = await visitor?.sign(command, 'INC-K7F3Q');
  assert.ok(signed);
  const presented = { ...signed, incidentId: 'INC-K7F3Q' };
  const [refused] = await authenticate([presented]);
  assert.ok(refused && !refused.accepted);
  assert.match(refused.message, /may only look; .* seventytwo access grant-web/);
  await on.grant(webServer, publicKeyOf(on.web));
  on.pass(5_000);
  assert.equal((await authenticate([presented]))[0]?.accepted, true);
});

const unsigned = (header: object, payload: Claims): string => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part(header)}.${part(payload)}.`;
};
const payloadOf = (token: unknown): Claims =>
  JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString());

describe('nobody is let in', () => {
  const cases: readonly (readonly [string, Coming, RegExp])[] = [
    [
      'with another state',
      { edit: (url) => url.searchParams.set('state', 'x') },
      /OAUTH_INVALID_RESPONSE/,
    ],
    [
      'without a state',
      { edit: (url) => url.searchParams.delete('state') },
      /OAUTH_INVALID_RESPONSE/,
    ],
    [
      'with the nonce of another sign-in',
      { claims: { ...ben, nonce: 'x' } },
      /OAUTH_JWT_CLAIM_COMPARISON_FAILED/,
    ],
    ['without a nonce', { claims: { ...ben, nonce: undefined } }, /OAUTH_INVALID_RESPONSE|CLAIM/],
    [
      'with a code that was not given out',
      { edit: (url) => url.searchParams.set('code', 'x') },
      /not taken/,
    ],
    ['for another client', { claims: { ...ben, aud: 'other' } }, /CLAIM_COMPARISON/],
    ['by another issuer', { claims: { ...ben, iss: 'https://evil.example' } }, /not taken/],
    ['with a token that has expired', { claims: { ...ben, exp: 1 } }, /TIMESTAMP/],
    ['without a token', { answer: (body) => delete body['id_token'] }, /INVALID_RESPONSE/],
    [
      'with a token that nobody signed (alg none)',
      {
        answer: (body) =>
          (body['id_token'] = unsigned({ alg: 'none' }, payloadOf(body['id_token']))),
      },
      /not taken/,
    ],
    [
      'with a token whose claims were changed',
      {
        answer: (body) => {
          const [header, , signature] = String(body['id_token']).split('.');
          const payload = { ...payloadOf(body['id_token']), email: 'anna@acme.example' };
          const changed = Buffer.from(JSON.stringify(payload)).toString('base64url');
          body['id_token'] = [header, changed, signature].join('.');
        },
      },
      /not taken/,
    ],
    [
      'with an address that is not verified',
      { claims: { ...ben, email_verified: false } },
      /not verified/,
    ],
    ['with one of which nothing is said', { claims: { email: ben.email } }, /not verified/],
    [
      'with a text in place of true',
      { claims: { ...ben, email_verified: 'true' } },
      /not verified/,
    ],
    [
      'with an address of nobody',
      { claims: { ...ben, email: 'mallory@acme.example' } },
      /nobody of the policy/,
    ],
    ['without an address', { claims: { email_verified: true } }, /gave no email/],
    [
      'with a list of addresses',
      { claims: { ...ben, email: ['ben@acme.example'] } },
      /gave no email/,
    ],
    ['in another browser', { kept: 'none=1' }, /no sign-in began in this browser/],
    [
      'in one with a cookie that is none',
      { kept: '__Host-seventytwo-oidc=e30' },
      /no sign-in began/,
    ],
  ];
  for (const [what, coming, why] of cases)
    it(what, async () => {
      stand.told.length = 0;
      const came = await comeBack(coming);
      assert.equal(came.status, 403);
      assert.deepEqual(
        came.headers.getSetCookie().filter((one) => one.startsWith('__Host-seventytwo=')),
        [],
      );
      assert.match(stand.told.join('\n'), why);
      assert.doesNotMatch(stand.told.join('\n'), /@|s3cret/);
    });

  it('a second time by the same answer', async () => {
    const came: Response[] = [];
    let back = '';
    came.push(await comeBack({ edit: (url) => void (back = url.pathname + url.search) }));
    assert.equal(came[0]?.status, 303);
    // The browser gave its state away with the first answer.
    assert.match(came[0].headers.getSetCookie().join('\n'), /__Host-seventytwo-oidc=; Max-Age=0/);
    assert.equal((await stand.get(back)).status, 403);
  });

  it('with another mailbox that Unicode folds to theirs: the sign of Kelvin is no k', async () => {
    const parsed = parsePolicy(`${people.replace('dora@acme', 'erik@acme')}${policyText()}`);
    assert.ok('policy' in parsed);
    Object.assign(stand.policy(), { people: parsed.policy.people });
    const as = (email: string) => comeBack({ claims: { email, email_verified: true } });
    assert.equal((await as('eri\u212a@acme.example')).status, 403);
    assert.equal((await as('eriK@acme.example')).status, 303);
    stand.setPolicy(policyText());
  });

  it('when two people have the address', async () => {
    const two = people.replace('dora@acme.example', 'BEN@acme.example');
    const parsed = parsePolicy(`${two}${policyText()}`);
    assert.ok('policy' in parsed);
    stand.setPolicy(policyText());
    Object.assign(stand.policy(), { people: parsed.policy.people });
    stand.told.length = 0;
    assert.equal((await comeBack()).status, 403);
    assert.match(stand.told.join(), /several people/);
    stand.setPolicy(policyText());
  });
});

it('another claim, or an address that the provider does not verify, only where the policy says so', async () => {
  stand.setPolicy(policyText(', claim: upn'));
  const upn = { upn: 'ben@acme.example', email_verified: true };
  assert.equal((await comeBack({ claims: upn })).status, 303);
  stand.setPolicy(policyText(', requireVerified: false'));
  assert.equal((await comeBack({ claims: { email: 'ben@acme.example' } })).status, 303);
  stand.setPolicy(policyText());
});

it('a session ends when the policy names another provider', async () => {
  const cookie = cookieOf(await comeBack());
  assert.ok(await stand.visitor(cookie));
  stand.setPolicy(policyText('', 'required', 'https://other.example'));
  assert.equal(await stand.visitor(cookie), undefined);
  stand.setPolicy(policyText());
});

it('a provider that does not answer is told in a sentence', async () => {
  // No fetch asks port 1; nobody listens on port 2.
  for (const [port, why] of [
    [1, 'it cannot be reached'],
    [2, 'nothing answers at its address'],
  ] as const) {
    stand.setPolicy(policyText('', 'required', `http://127.0.0.1:${port}`));
    const start = await stand.get('/sign-in/oidc/start');
    assert.equal(start.status, 403);
    const text = await start.text();
    assert.ok(text.includes(`http://127.0.0.1:${port} cannot be used (${why});`), text);
  }
  stand.setPolicy(policyText());
});

it('a secret that cannot be read is told to whoever runs this, and to nobody who opens the page', async () => {
  const own = await createStand(policyText(), {});
  const start = await own.get('/sign-in/oidc/start');
  const text = await start.text();
  assert.match(text, /sign in with a code/);
  assert.doesNotMatch(text, /OIDC_SECRET/);
  assert.match(own.told.join(), /OIDC_SECRET/);
});

it('one address that asks again and again shuts nobody else out', async () => {
  const ask = async (remoteAddress: string) => {
    const from = connectionFrom(remoteAddress);
    return (await stand.app.request(`${origin}/sign-in/oidc/start`, {}, from)).status;
  };
  const statuses: number[] = [];
  for (let n = 0; n < 130; n += 1) statuses.push(await ask('192.0.2.1'));
  assert.equal(statuses.filter((status) => status === 303).length, 60);
  assert.equal(await ask('192.0.2.2'), 303);
});

it('beyond this machine the provider is reached by https alone', () => {
  const faultsOf = (issuer: string) => {
    const parsed = parsePolicy(`${people}${policyText('', 'required', issuer)}`);
    return 'faults' in parsed ? (parsed.faults ?? []).join('\n') : '';
  };
  assert.equal(faultsOf('https://id.acme.example/realms/acme'), '');
  assert.equal(faultsOf('http://[::1]:8080'), '');
  for (const issuer of [
    'http://id.acme.example',
    'ftp://127.0.0.1',
    'https://a:b@id.example',
    'https://id.example?x',
    'id',
  ])
    assert.match(
      faultsOf(issuer),
      /web\.oidc\.issuer .*is not the address of an identity provider/,
      issuer,
    );
});
