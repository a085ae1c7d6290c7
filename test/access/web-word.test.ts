/** What a web server's word counts, of somebody whom the identity provider let in: every way in which it can be forged. */
import assert from 'node:assert/strict';
import type { KeyObject } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { keyIdOf, publicKeyOf, signAct } from '../../src/access/signing.ts';
import { webServer } from '../../src/access/standing.ts';
import type { Presented } from '../../src/domain/access.ts';
import { changeAccess, grantTerms } from '../../src/register/access-keys.ts';
import { day, hour, minute } from '../web/stand.ts';
import { nowMs, key, idOf, prepare, act, oidc, judged, told, register } from './web-forging.ts';

before(prepare);

describe('on the word of a granted web server', () => {
  it('a command passes, and the event names that server’s key', async () => {
    const verdict = await judged(told());
    assert.ok(verdict.accepted);
    assert.equal(verdict.key, idOf(key.granted));
    assert.deepEqual(verdict.roles, ['reporter', 'responder', 'commander', 'dpo']);
  });

  const by = (one: KeyObject) => told({ web: idOf(one) }, one);
  const forgeries: readonly (readonly [string, () => Presented, RegExp])[] = [
    [
      'by one that nobody granted',
      () => by(key.web),
      /is not granted, so sessions .* may only look/,
    ],
    ['by one that was taken away', () => by(key.gone), /was taken away/],
    ['by a person’s key', () => by(key.anna), /is not granted/],
    ['by another than it names', () => told({}, key.other), /not of this command/],
    [
      'in the name of another',
      () => ({ ...told(), actor: { ...told().actor, person: 'anna' } }),
      /not that of anna/,
    ],
    ['of another provider', () => told({ issuer: 'https://evil.example' }), /does not name/],
    ['an hour old', () => told({ signedInAtMs: nowMs - hour }), /has expired/],
    ['of the future', () => told({ signedInAtMs: nowMs + 3 * minute }), /future/],
    ['for another incident', () => ({ ...told(), incidentId: 'INC-K7F3R' }), /not of this command/],
    [
      'by another way',
      () => told({}, key.granted, { actor: { person: 'dora', channel: 'api' } }),
      /another way/,
    ],
    [
      'from before a key of its person was taken away',
      () => told({ person: 'ben' }, key.granted, { actor: { person: 'ben', channel: 'web' } }),
      /since this web session began/,
    ],
  ];
  for (const [what, make, why] of forgeries)
    it(`none ${what}`, async () => {
      const verdict = await judged(make());
      assert.ok(!verdict.accepted);
      assert.match(verdict.message, why);
    });

  it('none when the policy names no provider', async () => {
    const verdict = await judged(told(), 'access: { signatures: required }\n');
    assert.ok(!verdict.accepted);
    assert.match(verdict.message, /does not name/);
  });

  it('by one that nobody granted, one passes of whom no signature is asked, and of nobody else', async () => {
    const optional = `web: { ${oidc} }\n`;
    const verdict = await judged(by(key.web), optional);
    assert.deepEqual([verdict.accepted, 'key' in verdict], [true, false]);
    const person = { person: 'ben', web: idOf(key.web), signedInAtMs: nowMs - minute };
    const ben = told(person, key.web, { actor: { person: 'ben', channel: 'web' } });
    assert.equal((await judged(ben, optional)).accepted, false);
  });
});

it('a granted web server cannot grant another, though a person may rotate their own key', async () => {
  const mine = publicKeyOf(key.stranger);
  const terms = {
    ...{ id: keyIdOf(mine), person: webServer, publicKey: mine, grantedAtMs: nowMs - hour },
    ...{ expiresAtMs: nowMs + day, grantedBy: webServer, grantedWith: idOf(key.granted) },
  };
  const forged = { ...terms, grantProof: signAct(grantTerms(terms), key.granted) };
  await changeAccess(register, act, () => [
    { kind: 'access-rotate', atMs: nowMs - hour, grant: forged },
  ]);
  const verdict = await judged(told({ web: idOf(key.stranger) }, key.stranger));
  assert.ok(!verdict.accepted);
  assert.match(
    verdict.message,
    /does not count: it was granted by seventytwo.web, who was never an admin/,
  );
});
