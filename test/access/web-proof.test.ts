/** Whether a command of the web is its person's: every way in which the proof can be forged, at the activity, with a real register. */
import assert from 'node:assert/strict';
import type { KeyObject } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { createBelieving } from '../../src/access/believing.ts';
import { planGrant, planRevocation } from '../../src/access/granting.ts';
import { makePrivateKey } from '../../src/access/person-key.ts';
import { createKeyRing } from '../../src/access/ring.ts';
import { keyIdOf, publicKeyOf, signAct, signCommand, type Span } from '../../src/access/signing.ts';
import { webServer } from '../../src/access/standing.ts';
import { makePass, type Pass } from '../../src/access/web-pass.ts';
import { signWebCommand, type Ground } from '../../src/access/web-proof.ts';
import { createAuthenticateActivities } from '../../src/activities/authenticate.ts';
import type { Presented, Verdict } from '../../src/domain/access.ts';
import { commandFaults } from '../../src/domain/commands.ts';
import { changeAccess, grantTerms } from '../../src/register/access-keys.ts';
import { openRegister, type Register } from '../../src/register/database.ts';
import { dataFolder } from '../register/sample.ts';
import { day, hour, minute, policyOf } from '../web/stand.ts';

const nowMs = Date.UTC(2026, 10, 23, 9);
const issuer = 'https://id.acme.example';
const key = {
  ...{ anna: makePrivateKey(), ben: makePrivateKey(), lost: makePrivateKey() },
  ...{ old: makePrivateKey(), stranger: makePrivateKey(), web: makePrivateKey() },
  ...{ granted: makePrivateKey(), gone: makePrivateKey(), other: makePrivateKey() },
};
const idOf = (of: KeyObject): string => keyIdOf(publicKeyOf(of));

let register: Register;
before(async () => {
  register = await openRegister(await dataFolder());
  await grant('anna', key.anna);
  await grant('ben', key.ben);
  await grant('ben', key.lost);
  await grant('ben', key.old, nowMs - minute);
  await grant(webServer, key.granted);
  await grant(webServer, key.gone);
  for (const one of [key.lost, key.gone])
    await changeAccess(register, act, (keys) =>
      planRevocation(keys, authority(nowMs - 30 * minute), { target: idOf(one), reason: 'lost' }),
    );
});

const act = { who: 'anna', channel: 'cli' };
const authority = (atMs: number) => ({
  ...{ person: 'anna', key: key.anna, isAdmin: (id: string) => id === 'anna', nowMs: atMs },
});

function grant(person: string, one: KeyObject, expiresAtMs = nowMs + 180 * day) {
  const wanted = { person, publicKey: publicKeyOf(one), expiresAtMs };
  return changeAccess(register, act, (keys) => planGrant(keys, authority(nowMs - day), wanted));
}

const oidc = `oidc: { issuer: ${issuer}, clientId: c, clientSecret: { env: S } }`;
const required = `access: { signatures: required }\nweb: { ${oidc} }\n`;

async function judged(presented: Presented, policyText = required): Promise<Verdict> {
  const policy = async () => policyOf(policyText);
  const { authenticate } = createAuthenticateActivities({
    ...{ policy, now: () => nowMs },
    keys: createKeyRing(
      createBelieving(register, policy, () => undefined),
      {
        now: () => nowMs,
        onAway: (error) => assert.fail(String(error)),
      },
    ),
  });
  const [verdict] = await authenticate([presented]);
  return verdict ?? assert.fail('no verdict');
}

const command: Presented = {
  ...{ incidentId: 'INC-K7F3Q', name: 'note', commandId: 'c-1' },
  actor: { person: 'ben', channel: 'web' },
  fields: { text: 'the disk is imaged' },
};
const span = { issuedAtMs: nowMs - minute, expiresAtMs: nowMs + 4 * minute };

type Terms = Parameters<typeof makePass>[0];
function passOf(change: Partial<Terms> = {}, by = key.ben): Pass {
  const times = { fromMs: nowMs - hour, untilMs: nowMs + 11 * hour };
  const terms = { person: 'ben', web: publicKeyOf(key.web), code: 'f'.repeat(64), ...times };
  return makePass({ ...terms, ...change }, by);
}
type Making = { pass?: Pass; by?: KeyObject; span?: Partial<Span>; command?: Partial<Presented> };
function signed({ pass = passOf(), by = key.web, span: times, command: change }: Making = {}) {
  return proven({ pass }, by, change, times);
}

function proven(
  ground: Ground,
  by: KeyObject,
  change: Partial<Presented> = {},
  times: Partial<Span> = {},
): Presented {
  const plain = { ...command, ...change };
  const signature = signWebCommand(plain, ground, by, { ...span, ...times });
  return { ...plain, actor: { ...plain.actor, signature } };
}

const word = { person: 'dora', issuer, web: idOf(key.granted), signedInAtMs: nowMs - hour };
const dora = { actor: { person: 'dora', channel: 'web' } } as const;
function told(change: object = {}, by = key.granted, more: Partial<Presented> = {}) {
  return proven({ word: { ...word, ...change } }, by, { ...dora, ...more });
}

function edited(presented: Presented, edit: (parts: string[]) => string[]): Presented {
  const { signature = '' } = presented.actor;
  const actor = { ...presented.actor, signature: edit(signature.split('.')).join('.') };
  return { ...presented, actor };
}

/** The pass as somebody on the way would change it. */
function repassed(change: object): Presented {
  return edited(signed(), ([web = '', pass = '', ...rest]) => {
    const changed = { ...JSON.parse(Buffer.from(pass, 'base64url').toString()), ...change };
    const sorted = Object.fromEntries(
      Object.entries(changed).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    );
    return [web, Buffer.from(JSON.stringify(sorted)).toString('base64url'), ...rest];
  });
}

it('a command passes that the web server signed, on a pass of its person; the event names the person’s key', async () => {
  assert.deepEqual(await judged(signed()), {
    ...{ accepted: true, key: idOf(key.ben) },
    roles: ['reporter', 'responder', 'commander'],
  });
});

it('its proof fits into a command', () => {
  const { commandId, actor, fields } = signed();
  assert.deepEqual(commandFaults('note', { commandId, actor, ...fields }), []);
});

describe('on a pass a command is refused', () => {
  const actor = (presented: Presented, change: object): Presented => ({
    ...presented,
    actor: { ...presented.actor, ...change },
  });
  const forgeries: readonly (readonly [string, () => Presented, RegExp])[] = [
    [
      'with an altered field',
      () => ({ ...signed(), fields: { text: 'x' } }),
      /not of this command/,
    ],
    [
      'replayed to another incident',
      () => ({ ...signed(), incidentId: 'INC-K7F3R' }),
      /not of this/,
    ],
    ['of another name', () => ({ ...signed(), name: 'contain' }), /not of this command/],
    ['with another id', () => ({ ...signed(), commandId: 'c-2' }), /not of this command/],
    ['by another way', () => actor(signed(), { channel: 'cli' }), /came another way/],
    [
      'signed for another way',
      () => signed({ command: { actor: { person: 'ben', channel: 'cli' } } }),
      /another way/,
    ],
    ['in the name of another', () => actor(signed(), { person: 'anna' }), /not that of anna/],
    [
      'on the pass of another',
      () => signed({ pass: passOf({ person: 'anna' }, key.anna) }),
      /not that of ben/,
    ],
    [
      'on a pass in ben’s name by anna',
      () => signed({ pass: passOf({}, key.anna) }),
      /not that of ben/,
    ],
    [
      'on a pass by nobody known',
      () => signed({ pass: passOf({}, key.stranger) }),
      /not on record/,
    ],
    ['on a pass by a key taken away', () => signed({ pass: passOf({}, key.lost) }), /taken away/],
    ['on a pass by an expired key', () => signed({ pass: passOf({}, key.old) }), /has expired/],
    [
      'by another web server than the pass names',
      () => signed({ by: key.other }),
      /not of this command/,
    ],
    [
      'on another pass of its person',
      () => {
        const [, other = ''] = (
          signed({ pass: passOf({ code: '0'.repeat(64) }) }).actor.signature ?? ''
        ).split('.');
        return edited(signed(), (parts) => parts.with(1, other));
      },
      /not of this command/,
    ],
    [
      'by a granted web server that the pass does not name',
      () => signed({ by: key.granted }),
      /not of this command/,
    ],
    [
      'by its person’s key in place of the web server’s',
      () => signed({ by: key.ben }),
      /not of this/,
    ],
    [
      'on a pass for a web server taken away',
      () => signed({ pass: passOf({ web: publicKeyOf(key.gone) }), by: key.gone }),
      /web server's key .* was taken away/,
    ],
    [
      'on a pass that has expired',
      () => signed({ pass: passOf({ fromMs: nowMs - 12 * hour, untilMs: nowMs }) }),
      /pass .* expired/,
    ],
    [
      'on a pass longer than the policy lets it be',
      () => signed({ pass: passOf({ fromMs: nowMs - 12 * hour }) }),
      /pass .* expired/,
    ],
    [
      'on a pass for two days',
      () => signed({ pass: passOf({ untilMs: nowMs + 47 * hour }) }),
      /longer than 24 h/,
    ],
    [
      'on a pass of the future',
      () => signed({ pass: passOf({ fromMs: nowMs + 3 * minute }) }),
      /future/,
    ],
    [
      'six minutes long',
      () => signed({ span: { expiresAtMs: nowMs + 5 * minute + 1 } }),
      /five minutes/,
    ],
    [
      'signed in the future',
      () => signed({ span: { issuedAtMs: nowMs + 2 * minute + 1 } }),
      /future/,
    ],
    [
      'at the instant when its signature ends',
      () => signed({ span: { expiresAtMs: nowMs } }),
      /expired; send/,
    ],
    [
      'with a longer life than was signed',
      () => edited(signed(), (parts) => parts.with(3, String(span.expiresAtMs + 1))),
      /not of this command/,
    ],
    [
      'with another beginning',
      () => edited(signed(), (parts) => parts.with(2, String(span.issuedAtMs + 1))),
      /not of this command/,
    ],
    [
      'with the signature of another',
      () => edited(signed(), (parts) => parts.with(4, 'A'.repeat(86))),
      /not of this command/,
    ],
    ['with what is no proof', () => edited(signed(), (parts) => parts.with(1, 'e30')), /is none/],
    ['with more than a pass', () => repassed({ more: 1 }), /is none/],
    ['with a pass for a key that is none', () => repassed({ web: 'AAAA' }), /is none/],
    [
      'as that of the identity provider',
      () => edited(signed(), (parts) => ['web', 'oidc', ...parts.slice(1)]),
      /is none/,
    ],
    ['that only a worker may send', () => signed({ command: { name: 'absorb' } }), /only a worker/],
    [
      'of somebody who left',
      () =>
        signed({
          pass: passOf({ person: 'mallory' }),
          command: { actor: { person: 'mallory', channel: 'web' } },
        }),
      /not a person/,
    ],
  ];
  for (const [what, make, why] of forgeries)
    it(what, async () => {
      const verdict = await judged(make());
      assert.ok(!verdict.accepted);
      assert.match(verdict.message, why);
    });

  const altered = {
    ...{ fromMs: nowMs - hour - 1, untilMs: nowMs + 10 * hour, code: 'e'.repeat(64) },
    ...{ web: publicKeyOf(key.other), proof: 'A'.repeat(86) },
  };
  for (const [field, value] of Object.entries(altered))
    it(`with another ${field} in its pass`, async () => {
      const verdict = await judged(repassed({ [field]: value }));
      assert.ok(!verdict.accepted);
      assert.match(verdict.message, /was not signed by ben/);
    });

  it('with the signature of a command line in place of the web’s, or as one', async () => {
    const cli = signCommand(command, key.web, span);
    const verdict = await judged({ ...command, actor: { ...command.actor, signature: cli } });
    assert.ok(!verdict.accepted);
    const [, , , , bytes = ''] = (signed().actor.signature ?? '').split('.');
    const asCli = ['1', idOf(key.ben), span.issuedAtMs, span.expiresAtMs, bytes].join('.');
    const other = await judged({ ...command, actor: { ...command.actor, signature: asCli } });
    assert.ok(!other.accepted);
  });
});

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
    ['thirteen hours old', () => told({ signedInAtMs: nowMs - 12 * hour }), /has expired/],
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
