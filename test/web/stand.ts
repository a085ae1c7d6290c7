/** A web server's sign-in with a register, people with keys, and a clock of its own; no Temporal. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { planGrant, planRevocation } from '../../src/access/granting.ts';
import { makePrivateKey, writePrivateKey } from '../../src/access/person-key.ts';
import { publicKeyOf } from '../../src/access/signing.ts';
import { codeLifetimeMs, hashCode, makeCode, makeSessionId } from '../../src/access/web-code.ts';
import { ensureWebKey } from '../../src/access/web-key.ts';
import { makePass, passText } from '../../src/access/web-pass.ts';
import type { Incidents } from '../../src/client.ts';
import { Failure } from '../../src/failure.ts';
import type { LoadedPolicy } from '../../src/policy/file.ts';
import { parsePolicy } from '../../src/policy/source.ts';
import { changeAccess } from '../../src/register/access-keys.ts';
import { openRegister } from '../../src/register/database.ts';
import { addSession, sessionActs, sessionRow } from '../../src/register/web-sessions.ts';
import { ownForms } from '../../src/web/guard.ts';
import { createPeopleKeys } from '../../src/web/people-keys.ts';
import { createSignIn } from '../../src/web/sign-in.ts';
import type { Visitor, WebEnv } from '../../src/web/visitor.ts';
import { replaced } from '../policy/good.ts';
import { dataFolder } from '../register/sample.ts';

export const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];
const startMs = Date.UTC(2026, 10, 23, 9);
export const origin = 'https://board.acme.example';

export const people = replaced(
  ['dora: { name', 'ben: { name: Ben Roth, email: ben@acme.example }\n  dora: { name'],
  ['anna: { name', 'anna: { roles: [commander, admin], name'],
);

export function policyOf(more: string): LoadedPolicy {
  const parsed = parsePolicy(`${people}${more}`);
  assert.ok('policy' in parsed, JSON.stringify(parsed));
  return { path: '', version: '', policy: parsed.policy, files: { policy: Buffer.of() } };
}

/** Nobody asks them here. */
const unasked = () => Promise.reject(new Error('no incident is asked for here'));
const incidents: Incidents = {
  ...{ declare: unasked, send: unasked, status: unasked, listOpen: unasked },
  close: () => Promise.resolve(),
};

const required = `access: { signatures: required }\nweb: { url: ${origin} }\n`;

/** Anna is the admin, and has a key like ben; dora has none. */
export async function createStand(policyText = required, env: Record<string, string> = {}) {
  const data = await dataFolder();
  const register = await openRegister(data);
  const keys = { anna: makePrivateKey(), ben: makePrivateKey() };
  let policy = policyOf(policyText);
  let atMs = startMs;
  const told: string[] = [];
  const authority = () => ({
    ...{ person: 'anna', key: keys.anna, isAdmin: (id: string) => id === 'anna', nowMs: atMs },
  });
  const act = { who: 'anna', channel: 'cli' };
  const grant = (person: string, publicKey: string) =>
    changeAccess(register, act, (known) =>
      planGrant(known, authority(), { person, publicKey, expiresAtMs: atMs + 180 * day }),
    );
  for (const [person, key] of Object.entries(keys)) {
    await grant(person, publicKeyOf(key));
    await writePrivateKey(join(data, 'access', `${person}.pem`), key);
  }
  const web = await ensureWebKey(data);
  const deps = {
    ...{ policy: async () => policy, register, data, now: () => atMs },
    incidents,
    tell: (sentence: string) => void told.push(sentence),
  };

  function createApp() {
    const app = new Hono<WebEnv>();
    const { routes, recognise } = createSignIn(deps, createPeopleKeys(deps), env);
    app.onError((error, c) => {
      if (error instanceof HTTPException) return error.getResponse();
      return error instanceof Failure ? c.text(error.message, 403) : c.text(error.stack ?? '', 500);
    });
    app.use(async (c, next) => (c.set('nonce', 'n0nce'), next()));
    app.use(recognise, ownForms(deps));
    app.route('/', routes);
    let seen: Visitor | undefined;
    app.get('/who', (c) => ((seen = c.get('visitor')), c.json(seen ?? null)));
    return { app, visitor: () => seen };
  }
  const { app, visitor } = createApp();

  return {
    ...{ data, register, keys, web, deps, told, app, createApp, grant },
    pass: (ms: number) => void (atMs += ms),
    now: () => atMs,
    setPolicy: (text: string) => void (policy = policyOf(text)),
    policy: () => policy.policy,
    revoke: (target: string, reason = 'stolen') =>
      changeAccess(register, act, (known) =>
        planRevocation(known, authority(), { target, reason }),
      ),
    /** As `access code` makes it. */
    async code(person: 'anna' | 'ben' | 'dora', change: object = {}) {
      const code = makeCode();
      const hash = await hashCode(code, publicKeyOf(web));
      const untilMs = atMs + 12 * hour;
      const terms = { person, web: publicKeyOf(web), fromMs: atMs, untilMs, code: hash };
      const pass = person === 'dora' ? undefined : passText(makePass(terms, keys[person]));
      const row = sessionRow({
        ...{ id: makeSessionId(), person, kind: pass ? 'key' : 'unsigned', made_at_ms: atMs },
        ...{ until_ms: untilMs, code_hash: hash, code_until_ms: atMs + codeLifetimeMs },
        ...(pass !== undefined && { pass }),
        ...change,
      });
      await addSession(register, row, sessionActs.code, {
        ...{ who: person, channel: 'cli', nowMs: atMs },
      });
      return code;
    },
    /** From an address of its own, so that tries do not add up. */
    async post(path: string, fields: Record<string, string>, more: PostOptions = {}) {
      const { cookie, from = origin, address = nextAddress(), at = origin } = more;
      const headers = new Headers({ 'content-type': 'application/x-www-form-urlencoded' });
      if (from !== null) headers.set('origin', from);
      if (cookie !== undefined) headers.set('cookie', cookie);
      const body = new URLSearchParams(fields).toString();
      return app.request(
        `${at}${path}`,
        { method: 'POST', headers, body },
        connectionFrom(address),
      );
    },
    /** From an address of its own too. */
    get: (path: string, cookie?: string, at = origin, more: Record<string, string> = {}) =>
      app.request(
        `${at}${path}`,
        { headers: { ...(cookie !== undefined && { cookie }), ...more } },
        connectionFrom(nextAddress()),
      ),
    /** Who is recognised by a cookie. */
    async visitor(cookie: string, at = origin): Promise<Visitor | undefined> {
      const answer = await app.request(`${at}/who`, { headers: { cookie } });
      assert.equal(answer.status, 200, await answer.clone().text());
      return (await answer.json()) === null ? undefined : visitor();
    },
  };
}
export type Stand = Awaited<ReturnType<typeof createStand>>;

type PostOptions = {
  readonly cookie?: string;
  /** Null: a browser that says nothing. */
  readonly from?: string | null;
  readonly address?: string;
  readonly at?: string;
};

export function connectionFrom(remoteAddress: string) {
  return { incoming: { socket: { remoteAddress, remotePort: 1, remoteFamily: 'IPv4' } } };
}

let address = 0;
function nextAddress(): string {
  address += 1;
  return `10.0.${address >> 8}.${address & 255}`;
}

/** `name=value` of the cookie that an answer sets. */
export function cookieOf(answer: Response, name = '__Host-seventytwo'): string {
  const set = answer.headers.getSetCookie().find((one) => one.startsWith(`${name}=`));
  return set?.split(';')[0] ?? assert.fail(`${answer.status}: no cookie ${name}`);
}

/** Signs somebody in with a code: their cookie. */
export async function signIn(on: Stand, person: 'anna' | 'ben' | 'dora' = 'anna'): Promise<string> {
  const answer = await on.post('/sign-in', { code: await on.code(person) });
  assert.equal(answer.status, 303, await answer.text());
  return cookieOf(answer);
}
