/** Signing in with a code, and every way of getting in without one; with a real register, no server. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { publicKeyOf } from '../../src/access/signing.ts';
import { hashCode } from '../../src/access/web-code.ts';
import { readAudit } from '../../src/register/audit.ts';
import { verifyAudit } from '../../src/register/audit-verify.ts';
import { findCode, useCode } from '../../src/register/web-sessions.ts';
import { cookieOf, createStand, hour, origin, signIn, type Stand } from './stand.ts';

let stand: Stand;
before(async () => {
  stand = await createStand();
});

async function acts(on = stand): Promise<string[]> {
  const found: string[] = [];
  for await (const { kind, who, channel } of readAudit(on.register.db))
    if (kind.startsWith('web-')) found.push(`${kind} ${who} ${channel}`);
  return found;
}

describe('a code', () => {
  it('signs its person in, with a cookie for this host, https and no script, and a proof for commands', async () => {
    const answer = await stand.post('/sign-in', { code: await stand.code('anna') });
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.get('location'), '/');
    assert.match(
      answer.headers.getSetCookie()[0] ?? '',
      /^__Host-seventytwo=[A-Za-z0-9_-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    const visitor = await stand.visitor(cookieOf(answer));
    assert.equal(visitor?.person, 'anna');
    assert.equal(visitor.signedInBy, 'key');
    assert.equal(visitor.expiresAtMs, stand.now() + 12 * hour);
    const fields = { text: 'x' };
    const signed = await visitor.sign(
      {
        ...{ name: 'note', commandId: 'c', fields },
        actor: { person: 'ben', channel: 'cli' },
      },
      'INC-K7F3Q',
    );
    // Whatever the page wrote there.
    assert.equal(signed.actor.person, 'anna');
    assert.equal(signed.actor.channel, 'web');
    assert.match(
      signed.actor.signature ?? '',
      /^web\.[A-Za-z0-9_-]+\.\d+\.\d+\.[A-Za-z0-9_-]{86}$/,
    );
    assert.ok((signed.actor.signature ?? '').length < 1_000);
  });

  it('is taken as people type it', async () => {
    const code = await stand.code('ben');
    const typed = ` ${code.toLowerCase().replace('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `;
    assert.equal((await stand.post('/sign-in', { code: typed })).status, 303);
  });

  it('that is wrong, used, expired, ended or not its own gets the same answer as any other', async () => {
    const used = await stand.code('anna');
    await stand.post('/sign-in', { code: used });
    const expired = await stand.code('anna', { code_until_ms: stand.now() });
    const other = await createStand();
    const cases = {
      wrong: '0000-0000',
      shapeless: '<b>x</b>',
      used,
      expired,
      ended: await stand.code('anna', { ended_at_ms: stand.now() }),
      'of a person who left': await stand.code('anna', { person: 'mallory' }),
      'of another person': await stand.code('anna', { person: 'ben' }),
      'for another web server': await other.code('anna'),
      'without a pass of somebody who must sign': await stand.code('dora'),
      'without the pass of somebody who has a key': await stand.code('anna', { pass: null }),
      'made unsigned of somebody who has a key': await stand.code('anna', {
        ...{ kind: 'unsigned', pass: null },
      }),
      'with the pass of another code': await stand.code('anna', { pass: await passOf('anna') }),
    };
    const bodies = new Set<string>();
    for (const [what, code] of Object.entries(cases)) {
      const answer = await stand.post('/sign-in', { code });
      assert.equal(answer.status, 400, what);
      assert.deepEqual(answer.headers.getSetCookie(), [], what);
      // Each bears the time for its clocks.
      bodies.add((await answer.text()).replace(/data-now="\d+"/, ''));
    }
    assert.equal(bodies.size, 1);
  });

  async function passOf(person: string): Promise<string> {
    const rows = await stand.register.db
      .selectFrom('web_session')
      .selectAll()
      .where('person', '=', person)
      .where('pass', 'is not', null)
      .execute();
    return rows[0]?.pass ?? assert.fail('no pass');
  }

  it('sent twice at once signs in once', async () => {
    const code = await stand.code('anna');
    const answers = await Promise.all([1, 2, 3].map(() => stand.post('/sign-in', { code })));
    const done = answers.filter(({ status }) => status === 303);
    assert.deepEqual([done.length, answers.length], [1, 3]);
  });

  it('is used once also when two found it before either used it', async () => {
    const code = await stand.code('anna');
    const row = await findCode(stand.register, await hashCode(code, publicKeyOf(stand.web)));
    assert.ok(row);
    const act = { who: 'anna', channel: 'web', nowMs: stand.now() };
    const used = (token_hash: string) =>
      useCode(stand.register, row, { token_hash, seal: '' }, act);
    assert.equal(await used('first'), true);
    assert.equal(await used('second'), false);
  });

  it('cannot be guessed: five tries a minute from one address, and the chain tells of a burst once', async () => {
    const own = await createStand();
    const code = await own.code('anna');
    const from = { address: '192.0.2.7' };
    for (let n = 0; n < 5; n += 1)
      assert.equal((await own.post('/sign-in', { code: '0000-0000' }, from)).status, 400);
    assert.equal((await own.post('/sign-in', { code }, from)).status, 429);
    assert.equal((await own.post('/sign-in', { code }, from)).status, 429);
    assert.equal((await acts(own)).filter((act) => act.startsWith('web-sign-in-burst')).length, 1);
    assert.equal((await own.post('/sign-in', { code })).status, 303);
  });

  it('gets in also while many addresses try: strangers wait for their turn, and a known browser does not', async () => {
    const own = await createStand();
    const known = cookieOf(
      await own.post('/sign-in', { code: await own.code('anna') }),
      '__Host-seventytwo-known',
    );
    // As from twelve addresses at five a minute each, which one attacker has.
    const wrong = () => own.post('/sign-in', { code: 'zz' });
    for (let n = 0; n < 60; n += 1) assert.equal((await wrong()).status, 400);
    const atMs = performance.now();
    const code = await own.code('ben');
    assert.equal((await own.post('/sign-in', { code })).status, 303);
    assert.ok(performance.now() - atMs >= 195, 'it waited for its turn');
    const again = { code: await own.code('anna') };
    assert.equal((await own.post('/sign-in', again, { cookie: known })).status, 303);
    assert.equal((await acts(own)).filter((act) => act.startsWith('web-sign-in-burst')).length, 1);
    assert.match(own.told.join(), /more often than people do/);
  });

  it('is not to be guessed in a known browser either, nor with a cookie that is made up', async () => {
    const own = await createStand();
    const known = cookieOf(
      await own.post('/sign-in', { code: await own.code('anna') }),
      '__Host-seventytwo-known',
    );
    for (let n = 0; n < 5; n += 1)
      assert.equal((await own.post('/sign-in', { code: 'zz' }, { cookie: known })).status, 400);
    assert.equal((await own.post('/sign-in', { code: 'zz' }, { cookie: known })).status, 429);
    const from = { address: '192.0.2.9', cookie: `${known.slice(0, -2)}AA` };
    for (let n = 0; n < 5; n += 1) await own.post('/sign-in', { code: 'zz' }, from);
    assert.equal((await own.post('/sign-in', { code: 'zz' }, from)).status, 429);
  });

  it('that works does not count as a try', async () => {
    const from = { address: '192.0.2.8' };
    for (let n = 0; n < 7; n += 1) {
      const code = await stand.code('anna');
      assert.equal((await stand.post('/sign-in', { code }, from)).status, 303);
    }
  });
});

it('each code, sign-in and sign-out is an act on a chain that is whole, and names no secret', async () => {
  const on = await createStand();
  const code = await on.code('anna');
  const cookie = cookieOf(await on.post('/sign-in', { code }));
  const { formToken = '' } = (await on.visitor(cookie)) ?? {};
  await on.post('/sign-out', { formToken }, { cookie });
  assert.deepEqual(await acts(on), [
    'web-code anna cli',
    'web-sign-in anna web',
    'web-sign-out anna web',
  ]);
  assert.equal((await verifyAudit(on.register)).fault, undefined);
  const text = JSON.stringify([
    ...(await on.register.db.selectFrom('audit').selectAll().execute()),
    ...(await on.register.db.selectFrom('web_session').selectAll().execute()),
    ...on.told,
  ]);
  for (const secret of [code, code.replace('-', ''), cookie.split('=')[1] ?? ''])
    assert.ok(!text.includes(secret));
});

it('the page has one field, and its script takes the code out of the address', async () => {
  const text = await (await stand.get('/sign-in')).text();
  assert.match(text, /<form method="post" action="\/sign-in">/);
  assert.match(text, /<script nonce="n0nce">/);
  assert.match(text, /history\.replaceState\(null, '', location\.pathname\)/);
  assert.doesNotMatch(text, /oidc/);
  const cookie = await signIn(stand);
  assert.match(await (await stand.get('/sign-in', cookie)).text(), /You are signed in as anna/);
});

it('what is no form is refused as such, and is no bug of ours', async () => {
  const own = await createStand();
  for (const type of ['application/json', 'multipart/form-data; boundary=x', 'text/xml']) {
    const answer = await own.app.request(`${origin}/sign-in`, {
      ...{ method: 'POST', body: '{}', headers: { origin, 'content-type': type } },
    });
    assert.equal(answer.status, 403, type);
    assert.match(await answer.text(), /is no form/);
  }
});
