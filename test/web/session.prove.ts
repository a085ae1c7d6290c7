/** A web session in a running product that demands signatures: what its person does is taken, and what anybody else makes of it is not. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Hono } from 'hono';
import { makePrivateKey, readPrivateKey } from '../../src/access/person-key.ts';
import { publicKeyOf } from '../../src/access/signing.ts';
import { readWebKey } from '../../src/access/web-key.ts';
import { makePass } from '../../src/access/web-pass.ts';
import { signWebCommand } from '../../src/access/web-proof.ts';
import { connectIncidents, type Incidents } from '../../src/client.ts';
import type { Command } from '../../src/domain/commands.ts';
import { Failure } from '../../src/failure.ts';
import { loadPolicy } from '../../src/policy/file.ts';
import { openRegister, type Register } from '../../src/register/database.ts';
import { readConnectionSettings } from '../../src/temporal.ts';
import { ownForms } from '../../src/web/guard.ts';
import { createPeopleKeys } from '../../src/web/people-keys.ts';
import { createSignIn } from '../../src/web/sign-in.ts';
import type { Visitor, WebEnv } from '../../src/web/visitor.ts';
import { startApp, until, type App, type Json } from '../support/app.ts';
import { cookieOf } from './stand.ts';

const origin = 'http://127.0.0.1:7272';
let app: App;
let register: Register;
let incidents: Incidents;
let web: Hono<WebEnv>;
let visitor: Visitor | undefined;
let id: string;
before(async () => {
  app = await startApp(({ policyPath }) => {
    const text = readFileSync(policyPath, 'utf8');
    assert.ok(text.includes('signatures: optional'));
    const signed = text.replace('signatures: optional', 'signatures: required');
    writeFileSync(policyPath, `${signed}\nweb: { url: '${origin}' }\n`);
  });
  await app.done('access', 'grant', 'anna', '--as', 'anna');
  await app.done('access', 'grant', 'ben', '--as', 'anna');
  register = await openRegister(app.data);
  incidents = await connectIncidents(readConnectionSettings(app.env, app.data));
  const deps = {
    ...{ register, incidents, data: app.data, now: Date.now, tell: () => undefined },
    policy: () => loadPolicy(app.policyPath),
  };
  const { routes, recognise } = createSignIn(deps, createPeopleKeys(deps));
  web = new Hono<WebEnv>();
  web.use(recognise, ownForms(deps)).route('/', routes);
  web.get('/who', (c) => ((visitor = c.get('visitor')), c.text('')));
  await until(async () => (await readWebKey(app.data)) !== undefined);
  id = (await app.done('declare', 'customer export readable', '--as', 'anna')).incident.id;
});
after(async () => {
  await incidents.close();
  await register.close();
  await app.stop();
});

async function signIn(person: string): Promise<string> {
  const { link } = await app.done('access', 'code', '--as', person);
  const { hash, href } = new URL(link);
  assert.equal(href.split('#')[0], `${origin}/sign-in`);
  const answer = await web.request(`${origin}/sign-in`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ code: hash.slice(1) }).toString(),
  });
  assert.equal(answer.status, 303, await answer.text());
  return cookieOf(answer, 'seventytwo');
}

async function visitorOf(cookie: string): Promise<Visitor | undefined> {
  await web.request(`${origin}/who`, { headers: { cookie } });
  return visitor;
}

const ack = (person: string): Command => ({
  ...{ name: 'acknowledge', commandId: randomUUID(), fields: {} },
  actor: { person, channel: 'web' },
});
const send = (command: Command) => incidents.send(id, command, async () => true);

async function refused(command: Command): Promise<string> {
  const error = await send(command).then(
    () => assert.fail('it was taken'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof Failure, String(error));
  assert.equal(error.code, 'not-authenticated');
  return error.message;
}

describe('with signatures required', () => {
  it('what somebody does in their session is taken, and the event names their own key', async () => {
    const session = await visitorOf(await signIn('anna'));
    assert.ok(session);
    const status = await send(await session.sign(ack('anna'), id));
    assert.equal(status.id, id);
    const { keys } = await app.done('access', 'list');
    const own = keys.find(({ person }: Json) => person === 'anna').id;
    let event: Json;
    // The register is a moment behind.
    await until(async () => {
      const { events } = await app.done('timeline', id);
      event = events.find(({ type }: Json) => type === 'acknowledged');
      return event !== undefined;
    });
    assert.deepEqual(event.actor, { person: 'anna', channel: 'web', key: own });
  });

  it('the web server alone acts for nobody: neither unsigned nor on a pass that it made', async () => {
    assert.match(await refused(ack('ben')), /commands must be signed/);
    const key = (await readWebKey(app.data)) ?? assert.fail('no key');
    const nowMs = Date.now();
    const span = { issuedAtMs: nowMs, expiresAtMs: nowMs + 60_000 };
    const terms = {
      ...{ person: 'ben', web: publicKeyOf(key), code: '0'.repeat(64) },
      ...{ fromMs: nowMs, untilMs: nowMs + 60_000 },
    };
    const forge = (by = makePrivateKey()): Command => {
      const command = ack('ben');
      const pass = makePass(terms, by);
      const signature = signWebCommand({ ...command, incidentId: id }, { pass }, key, span);
      return { ...command, actor: { ...command.actor, signature } };
    };
    assert.match(await refused(forge()), /not on record/);
    const anna = await readPrivateKey(join(app.data, 'access', 'anna.pem'));
    assert.match(await refused(forge(anna)), /not that of ben/);
  });

  it('a command of a session, altered or sent to another incident, is refused', async () => {
    const session = await visitorOf(await signIn('ben'));
    assert.ok(session);
    const other = await session.sign(ack('ben'), 'INC-K7F3Q');
    assert.match(await refused(other), /not of this command/);
    const signed = await session.sign(ack('ben'), id);
    assert.match(await refused({ ...signed, commandId: 'another' }), /not of this command/);
  });

  it('a key taken away ends its sessions, on the page and in the worker, within seconds', async () => {
    const cookie = await signIn('ben');
    const session = await visitorOf(cookie);
    assert.ok(session);
    const words = ['access', 'revoke', 'ben', '--reason', 'laptop stolen', '--as', 'anna'];
    await app.done(...words);
    await until(async () => (await visitorOf(cookie)) === undefined, 8_000);
    assert.match(await refused(await session.sign(ack('ben'), id)), /taken away/);
  });

  it('a session that an admin ends is over with the next page', async () => {
    const cookie = await signIn('anna');
    assert.ok(await visitorOf(cookie));
    const { sessions } = await app.done('access', 'sessions', '--as', 'anna');
    assert.equal(sessions[0].person, 'anna');
    await app.done('access', 'sessions', 'end', sessions[0].id, '--as', 'anna');
    assert.equal(await visitorOf(cookie), undefined);
  });
});
