/** Who may pass: every way in which a signed command can be forged, at the activity, with a real register. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import fc from 'fast-check';
import { makePrivateKey } from '../../src/access/person-key.ts';
import { createKeyRing } from '../../src/access/ring.ts';
import {
  keyIdOf,
  publicKeyOf,
  signCommand,
  usualLifetimeMs,
  type Span,
} from '../../src/access/signing.ts';
import { createAuthenticateActivities } from '../../src/activities/authenticate.ts';
import type { Presented, Verdict } from '../../src/domain/access.ts';
import { parsePolicy } from '../../src/policy/source.ts';
import { changeAccess, readAccessKeys, type AccessKey } from '../../src/register/access-keys.ts';
import { openRegister, type Register } from '../../src/register/database.ts';
import { replaced } from '../policy/good.ts';
import { dataFolder } from '../register/sample.ts';

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];
const nowMs = Date.UTC(2026, 10, 23, 9);
const key = Object.fromEntries(
  ['anna', 'old', 'lost', 'worker', 'stranger'].map((name) => [name, makePrivateKey()]),
);
const keyOf = (name: string) => key[name] ?? assert.fail(name);

const shipped = replaced(
  ['dora: { name', 'ben: { name: Ben Roth, email: ben@acme.example }\n  dora: { name'],
  ['anna: { name', 'anna: { roles: [commander, admin], name'],
);

let register: Register;
before(async () => {
  register = await openRegister(await dataFolder());
  await put('anna', 'anna', {});
  await put('old', 'anna', { expiresAtMs: nowMs - minute });
  await put('lost', 'anna', {});
  await put('worker', 'seventytwo', {});
  const [lost] = (await readAccessKeys(register)).filter(({ id }) => id === idOf('lost'));
  assert.ok(lost);
  const revocation = { atMs: nowMs - minute, by: 'anna', reason: 'lost' };
  await changeAccess(register, { who: 'anna', channel: 'cli' }, () => [
    { kind: 'access-revoke', atMs: nowMs - minute, revoke: { ...lost, revocation } },
  ]);
});

const idOf = (name: string): string => keyIdOf(publicKeyOf(keyOf(name)));

async function put(name: string, person: string, change: Partial<AccessKey>): Promise<void> {
  const publicKey = publicKeyOf(keyOf(name));
  const grant = {
    ...{ id: keyIdOf(publicKey), person, publicKey, grantedAtMs: nowMs - day },
    ...{ expiresAtMs: nowMs + 180 * day, grantedBy: 'anna', ...change },
  };
  await changeAccess(register, { who: 'anna', channel: 'cli' }, () => [
    { kind: 'access-grant', atMs: nowMs - day, grant },
  ]);
}

const command: Presented = {
  ...{ incidentId: 'INC-K7F3Q', name: 'note', commandId: 'c-1' },
  actor: { person: 'anna', channel: 'cli' },
  fields: { text: 'the disk is imaged', tags: ['a', 'b'] },
};

function signed(by = 'anna', change: Partial<Presented> = {}, span: Partial<Span> = {}): Presented {
  const plain = { ...command, ...change };
  const issuedAtMs = span.issuedAtMs ?? nowMs - minute;
  const expiresAtMs = span.expiresAtMs ?? issuedAtMs + usualLifetimeMs;
  const signature = signCommand(plain, keyOf(by), { issuedAtMs, expiresAtMs });
  return { ...plain, actor: { ...plain.actor, signature } };
}

/** As the intake sends it. */
const machine = {
  name: 'recordAlerts',
  actor: { person: 'seventytwo', channel: 'api' },
} as const satisfies Partial<Presented>;

const fail = (error: unknown): void => assert.fail(String(error));

async function judged(
  presented: Presented,
  signatures: 'optional' | 'required' = 'optional',
): Promise<Verdict> {
  const parsed = parsePolicy(`${shipped}access: { signatures: ${signatures} }\n`);
  assert.ok('policy' in parsed, JSON.stringify(parsed));
  const { policy } = parsed;
  const { authenticate } = createAuthenticateActivities({
    policy: async () => ({ path: '', version: '', policy, files: { policy: Buffer.of() } }),
    keys: createKeyRing(() => readAccessKeys(register), { now: () => nowMs, onAway: fail }),
    now: () => nowMs,
  });
  const [verdict] = await authenticate([presented]);
  return verdict ?? assert.fail('no verdict');
}

const isAccepted = async (presented: Presented, signatures?: 'required') =>
  (await judged(presented, signatures)).accepted;

it('a command that is signed passes, with the roles of now and the key that signed it', async () => {
  assert.deepEqual(await judged(signed()), {
    ...{ accepted: true, key: idOf('anna') },
    roles: ['commander', 'dpo', 'decision-maker', 'admin'],
  });
  assert.ok(await isAccepted(signed(), 'required'));
});

it('the key of a worker speaks for monitoring as the product itself', async () => {
  for (const name of ['declare', 'recordAlerts'] as const)
    for (const signatures of ['required', undefined] as const)
      assert.equal(await isAccepted(signed('worker', { ...machine, name }), signatures), true);
});

describe('a command is refused', () => {
  const actor = (presented: Presented, change: object): Presented => ({
    ...presented,
    actor: { ...presented.actor, ...change },
  });
  const forgeries: readonly (readonly [string, Presented, RegExp])[] = [
    // oxlint-disable-next-line no-unsafe-type-assertion -- what somebody with the keys may start a run with.
    ['without fields', { ...signed(), fields: undefined as unknown as object }, /has no fields/],
    ['with an altered field', { ...signed(), fields: { text: 'x' } }, /altered/],
    ['with a field more', { ...signed(), fields: { ...command.fields, more: 1 } }, /altered/],
    [
      'in another order of a list',
      { ...signed(), fields: { ...command.fields, tags: ['b', 'a'] } },
      /altered/,
    ],
    ['of another incident', { ...signed(), incidentId: 'INC-K7F3R' }, /altered/],
    ['of another name', { ...signed(), name: 'contain' }, /altered/],
    ['with another command id', { ...signed(), commandId: 'c-2' }, /altered/],
    ['by another way', actor(signed(), { channel: 'temporal' }), /altered/],
    [
      'in the name of somebody without a key',
      actor(signed(), { person: 'dora' }),
      /not that of dora/,
    ],
    [
      'signed for another with the own key',
      signed('anna', { actor: { person: 'ben', channel: 'cli' } }),
      /not that of ben/,
    ],
    [
      'of somebody who is not in the policy file',
      actor(signed(), { person: 'mallory' }),
      /not a person/,
    ],
    [
      'after its signature has expired',
      signed('anna', {}, { issuedAtMs: nowMs - 6 * minute }),
      /expired; sign/,
    ],
    [
      'at the very instant at which it expires',
      signed('anna', {}, { expiresAtMs: nowMs }),
      /expired; sign/,
    ],
    [
      'signed three minutes ahead',
      signed('anna', {}, { issuedAtMs: nowMs + 3 * minute }),
      /future/,
    ],
    [
      'signed for longer than a day',
      signed('anna', {}, { expiresAtMs: nowMs + day }),
      /longer than 24 h/,
    ],
    ['with a key that was taken away', signed('lost'), /taken away/],
    [
      'with a key that was taken away after it came',
      signed('lost', { receivedAtMs: nowMs - hour }, { issuedAtMs: nowMs - hour }),
      /taken away/,
    ],
    ['with a key that has expired', signed('old'), /has expired; have it renewed/],
    ['with a key that nobody granted', signed('stranger'), /not on record/],
    ['with the key of a worker', signed('worker'), /nothing but absorb/],
    [
      'a declaration in the name of a person, with the key of a worker',
      signed('worker', { name: 'declare' }),
      /as seventytwo alone/,
    ],
    [
      'what monitoring says, in the name of a person, with the key of a worker',
      signed('worker', { name: 'recordAlerts' }),
      /as seventytwo alone/,
    ],
    ['what monitoring says, with the key of a person', signed('anna', machine), /not a person/],
    ['what monitoring says, without a signature', { ...command, ...machine }, /not a person/],
    ['without a signature, by somebody who has a key', command, /not signed with it/],
    [
      'with a longer life written into it',
      actor(signed(), {
        signature: signed().actor.signature?.replace(/\.(\d+)\.([^.]+)$/, `.${nowMs + hour}.$2`),
      }),
      /altered/,
    ],
    [
      'with the key id of another key',
      actor(signed(), { signature: signed().actor.signature?.replace(idOf('anna'), idOf('old')) }),
      /expired|altered/,
    ],
    [
      'with two texts for one signature',
      actor(signed(), { signature: otherText(signed().actor.signature ?? '') }),
      /signature of this command is none/,
    ],
    [
      'signed by nobody in particular, by somebody without a key',
      actor({ ...command, actor: { person: 'ben', channel: 'cli' } }, { signature: 'trust me' }),
      /signature of this command is none/,
    ],
  ];
  for (const [what, presented, sentence] of forgeries)
    it(what, async () => {
      const verdict = await judged(presented);
      assert.equal(verdict.accepted, false);
      assert.match(verdict.accepted ? '' : verdict.message, sentence);
      assert.equal(await isAccepted(presented, 'required'), false);
    });

  it('whatever else stands for its signature, and nothing ever throws', async () => {
    const good = signed().actor.signature ?? '';
    const near = fc
      .tuple(fc.nat(good.length - 1), fc.string({ minLength: 1, maxLength: 1 }))
      .map(([at, sign]) => good.slice(0, at) + sign + good.slice(at + 1));
    const parts = fc
      .tuple(
        fc.constantFrom('1', '2'),
        fc.constantFrom(idOf('anna'), idOf('lost')),
        fc.nat(),
        fc.nat(),
        fc.base64String(),
      )
      .map((all) => all.join('.'));
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string({ unit: 'binary', maxLength: 1_000 }), near, parts),
        async (text) => {
          fc.pre(text !== good);
          assert.equal(await isAccepted(actor(command, { signature: text })), false);
        },
      ),
      { numRuns: 300 },
    );
  });
});

/** The last of 86 characters carries four bits that no byte needs. */
function otherText(signature: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = alphabet.indexOf(signature.at(-1) ?? '');
  return `${signature.slice(0, -1)}${alphabet[last ^ 1]}`;
}

describe('a command passes', () => {
  const ben = { actor: { person: 'ben', channel: 'cli' } } as const;
  it('without a signature, of somebody who never had a key, while signatures are optional', async () => {
    assert.ok(await isAccepted({ ...command, ...ben }));
    assert.equal(await isAccepted({ ...command, ...ben }, 'required'), false);
  });

  it('signed with a pair that still waits to be granted, as if it were not signed', async () => {
    const verdict = await judged(signed('stranger', ben));
    assert.ok(verdict.accepted);
    assert.equal(verdict.key, undefined);
    assert.equal(await isAccepted(signed('stranger', ben), 'required'), false);
  });

  it('that waited for a worker longer than its signature lasts', async () => {
    const span = { issuedAtMs: nowMs - 2 * hour };
    assert.ok(await isAccepted(signed('anna', { receivedAtMs: nowMs - 2 * hour + minute }, span)));
  });

  it('with its fields in another order, which is the same JSON', async () => {
    assert.ok(
      await isAccepted({ ...signed(), fields: { tags: ['a', 'b'], text: 'the disk is imaged' } }),
    );
  });

  it('signed by a machine whose clock is a minute ahead', async () => {
    assert.ok(await isAccepted(signed('anna', {}, { issuedAtMs: nowMs + minute })));
  });
});

describe('what one incident tells another', () => {
  const absorb: Partial<Presented> = {
    name: 'absorb',
    actor: { person: 'gone', channel: 'temporal' },
  };
  it('passes with the key of a worker, whoever merged them', async () => {
    const verdict = await judged(signed('worker', absorb), 'required');
    assert.deepEqual(verdict, { accepted: true, roles: ['commander'], key: idOf('worker') });
  });

  it('is refused when it was altered, and from a person once signatures are required', async () => {
    assert.equal(await isAccepted({ ...signed('worker', absorb), fields: {} }), false);
    assert.equal(await isAccepted(signed('anna', { name: 'absorb' }), 'required'), false);
  });
});

describe('the keys that a worker knows', () => {
  it('are read again after five seconds, and at once for a key that it does not know', async () => {
    let clock = nowMs;
    let reads = 0;
    const ring = createKeyRing(async () => Array.from({ length: (reads += 1) }, fakeKey), {
      now: () => clock,
      onAway: fail,
    });
    assert.equal((await ring.keys()).length, 1);
    clock += 4_999;
    assert.equal((await ring.keys()).length, 1);
    assert.equal((await ring.newest()).length, 2);
    assert.equal((await ring.newest()).length, 2);
    clock += 5_000;
    assert.equal((await ring.keys()).length, 3);
  });

  it('decide while the register is away, and throw only when there never were any', async () => {
    let clock = nowMs;
    let isAway = false;
    const told: unknown[] = [];
    const read = async () => {
      if (isAway) throw new Error('away');
      return [fakeKey()];
    };
    const options = { now: () => clock, onAway: (error: unknown) => void told.push(error) };
    const ring = createKeyRing(read, options);
    await ring.keys();
    isAway = true;
    clock += 60_000;
    assert.equal((await ring.keys()).length, 1);
    assert.equal(told.length, 1);
    await assert.rejects(createKeyRing(read, options).keys(), /away/);
  });
});

function fakeKey(): AccessKey {
  return {
    ...{ id: 'x', person: 'anna', publicKey: '' },
    grantedAtMs: 0,
    expiresAtMs: 0,
    grantedBy: '',
  };
}
