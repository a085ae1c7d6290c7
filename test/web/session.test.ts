/** A web session: what ends it, and every way of getting one that is somebody else's; with a real register, no server. */
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import { makePrivateKey } from '../../src/access/person-key.ts';
import { publicKeyOf } from '../../src/access/signing.ts';
import { webKeyPath } from '../../src/access/web-key.ts';
import { sha256Of } from '../../src/sha256.ts';
import { cookieOf, createStand, hour, minute, origin, signIn, type Stand } from './stand.ts';

let stand: Stand;
before(async () => {
  stand = await createStand();
});

describe('a session', () => {
  it('ends when its person signs out, and not by a form of elsewhere', async () => {
    const cookie = await signIn(stand);
    const formToken = (await stand.visitor(cookie))?.formToken ?? assert.fail();
    const evil = { cookie, from: 'https://evil.example' };
    assert.equal((await stand.post('/sign-out', { formToken }, evil)).status, 403);
    assert.equal(
      (await stand.post('/sign-out', { formToken }, { cookie, from: null })).status,
      403,
    );
    assert.equal((await stand.post('/sign-out', { formToken: 'x' }, { cookie })).status, 403);
    assert.ok(await stand.visitor(cookie));
    const out = await stand.post('/sign-out', { formToken }, { cookie });
    assert.equal(out.status, 303);
    assert.match(out.headers.getSetCookie()[0] ?? '', /^__Host-seventytwo=; Max-Age=0/);
    assert.equal(await stand.visitor(cookie), undefined);
  });

  it('is not begun by a form of another site', async () => {
    const code = await stand.code('anna');
    const answer = await stand.post('/sign-in', { code }, { from: 'https://evil.example' });
    assert.equal(answer.status, 403);
    assert.equal((await stand.post('/sign-in', { code })).status, 303);
  });

  it('has a new cookie each time, whatever the browser brought, and ends the one before', async () => {
    const planted = await signIn(stand, 'ben');
    const answer = await stand.post(
      ...(['/sign-in', { code: await stand.code('anna') }, { cookie: planted }] as const),
    );
    const cookie = cookieOf(answer);
    assert.notEqual(cookie, planted);
    assert.equal(await stand.visitor(planted), undefined);
    assert.equal((await stand.visitor(cookie))?.person, 'anna');
  });

  it('is not known by its cookie under the name of plain HTTP, nor the other way round', async () => {
    const [, token] = (await signIn(stand)).split('=');
    assert.equal(await stand.visitor(`seventytwo=${token}`), undefined);
    const plain = await createStand('web: {}\n');
    const at = 'http://127.0.0.1:7272';
    const code = await plain.code('anna');
    const answer = await plain.post('/sign-in', { code }, { at, from: at });
    assert.match(answer.headers.getSetCookie()[0] ?? '', /^seventytwo=/);
    assert.doesNotMatch(answer.headers.getSetCookie()[0] ?? '', /Secure|__Host/);
    const cookie = cookieOf(answer, 'seventytwo');
    assert.equal((await plain.visitor(cookie, at))?.person, 'anna');
    assert.equal(await plain.visitor(cookie, 'https://127.0.0.1:7272'), undefined);
  });

  it('is not begun over plain HTTP from another machine', async () => {
    const plain = await createStand('web: {}\n');
    const code = await plain.code('anna');
    const at = 'http://board.acme.example';
    const answer = await plain.post('/sign-in', { code }, { at, from: at });
    assert.equal(answer.status, 403);
    assert.deepEqual(answer.headers.getSetCookie(), []);
  });

  const ends: readonly (readonly [string, (on: Stand) => Promise<unknown>])[] = [
    ['after half an hour without a page', async (on) => on.pass(30 * minute)],
    ['when its pass ends', async (on) => awake(on, 12 * hour)],
    [
      'when the policy makes sessions shorter',
      async (on) => {
        await awake(on, 2 * hour);
        on.setPolicy(`access: { signatures: required }\nweb: { url: ${origin}, session: PT1H }\n`);
      },
    ],
    [
      'when the key of its person is taken away',
      async (on) => {
        await on.revoke('ben');
        on.pass(5_000);
      },
    ],
    [
      'when its person leaves the policy',
      async (on) => {
        const { ben: _ben, ...people } = on.policy().people;
        Object.assign(on.policy(), { people });
      },
    ],
  ];
  for (const [when, end] of ends)
    it(`ends ${when}`, async () => {
      const on = await createStand();
      const cookie = await signIn(on, 'ben');
      cookieInUse = cookie;
      assert.ok(await on.visitor(cookie));
      await end(on);
      assert.equal(await on.visitor(cookie), undefined);
    });

  let cookieInUse = '';
  async function awake(on: Stand, ms: number): Promise<void> {
    for (let gone = 0; gone < ms; gone += 20 * minute) {
      assert.ok(await on.visitor(cookieInUse), `after ${gone / minute} minutes`);
      on.pass(20 * minute);
    }
  }

  it('of somebody without a key ends when they get one or when signatures are asked for', async () => {
    const web = `web: { url: ${origin} }\n`;
    for (const change of ['key', 'required']) {
      const on = await createStand(web);
      const cookie = await signIn(on, 'dora');
      const visitor = await on.visitor(cookie);
      assert.equal(visitor?.signedInBy, 'unsigned');
      const command = {
        name: 'note' as const,
        ...{ commandId: 'c', fields: { text: 'x' } },
        actor: { person: 'dora', channel: 'web' as const },
      };
      assert.deepEqual(await visitor.sign(command, 'INC-K7F3Q'), command);
      if (change === 'required') on.setPolicy(`access: { signatures: required }\n${web}`);
      else await on.grant('dora', publicKeyOf(makePrivateKey()));
      on.pass(5_000);
      assert.equal(await on.visitor(cookie), undefined, change);
    }
  });

  it('that was written into the register beside the pass of another is none', async () => {
    const cookie = await signIn(stand);
    const [, token = ''] = cookie.split('=');
    const { db } = stand.register;
    const row = await db
      .selectFrom('web_session')
      .selectAll()
      .where('token_hash', '=', sha256Of(token))
      .executeTakeFirstOrThrow();
    const mine = 'A'.repeat(43);
    for (const change of [{}, { seal: null }, { kind: 'oidc', issuer: 'https://id.example' }]) {
      await db.deleteFrom('web_session').where('id', '=', 'forged00').execute();
      await db
        .insertInto('web_session')
        .values({ ...row, id: 'forged00', code_hash: null, token_hash: sha256Of(mine), ...change })
        .execute();
      assert.equal(await stand.visitor(`__Host-seventytwo=${mine}`), undefined);
    }
    // Nor does it live longer, or become somebody else's.
    const before = { person: row.person, until_ms: row.until_ms };
    for (const change of [{ person: 'ben' }, { until_ms: row.until_ms + hour }]) {
      await db.updateTable('web_session').set(change).where('id', '=', row.id).execute();
      assert.equal(await stand.visitor(cookie), undefined);
      await db.updateTable('web_session').set(before).where('id', '=', row.id).execute();
    }
    assert.ok(await stand.visitor(cookie));
  });

  it('outlives the web server, whose key is its owner’s alone', async () => {
    const cookie = await signIn(stand);
    const { app } = stand.createApp();
    const answer = await app.request(`${origin}/who`, { headers: { cookie } });
    assert.notEqual(await answer.json(), null);
    assert.equal(statSync(webKeyPath(stand.data)).mode & 0o777, 0o600);
  });
});
