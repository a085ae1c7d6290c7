/** Proofs of the web, true and forged, and a worker that judges them with a real register. */
import assert from 'node:assert/strict';
import type { KeyObject } from 'node:crypto';
import { createBelieving } from '../../src/access/believing.ts';
import { planGrant, planRevocation } from '../../src/access/granting.ts';
import { makePrivateKey } from '../../src/access/person-key.ts';
import { createKeyRing } from '../../src/access/ring.ts';
import { keyIdOf, publicKeyOf, type Span } from '../../src/access/signing.ts';
import { webServer } from '../../src/access/standing.ts';
import { makePass, type Pass } from '../../src/access/web-pass.ts';
import { signWebCommand, type Ground } from '../../src/access/web-proof.ts';
import { createAuthenticateActivities } from '../../src/activities/authenticate.ts';
import type { Presented, Verdict } from '../../src/domain/access.ts';
import { changeAccess } from '../../src/register/access-keys.ts';
import { openRegister, type Register } from '../../src/register/database.ts';
import { dataFolder } from '../register/sample.ts';
import { day, hour, minute, policyOf } from '../web/stand.ts';

export const nowMs = Date.UTC(2026, 10, 23, 9);
const issuer = 'https://id.acme.example';
export const key = {
  ...{ anna: makePrivateKey(), ben: makePrivateKey(), lost: makePrivateKey() },
  ...{ old: makePrivateKey(), stranger: makePrivateKey(), web: makePrivateKey() },
  ...{ granted: makePrivateKey(), gone: makePrivateKey(), other: makePrivateKey() },
};
export const idOf = (of: KeyObject): string => keyIdOf(publicKeyOf(of));

export let register: Register;

/** Before the tests of a file. */
export async function prepare(): Promise<void> {
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
}

export const act = { who: 'anna', channel: 'cli' };
const authority = (atMs: number) => ({
  ...{ person: 'anna', key: key.anna, isAdmin: (id: string) => id === 'anna', nowMs: atMs },
});

function grant(person: string, one: KeyObject, expiresAtMs = nowMs + 180 * day) {
  const wanted = { person, publicKey: publicKeyOf(one), expiresAtMs };
  return changeAccess(register, act, (keys) => planGrant(keys, authority(nowMs - day), wanted));
}

export const oidc = `oidc: { issuer: ${issuer}, clientId: c, clientSecret: { env: S } }`;
const required = `access: { signatures: required }\nweb: { ${oidc} }\n`;

export async function judged(presented: Presented, policyText = required): Promise<Verdict> {
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

export const command: Presented = {
  ...{ incidentId: 'INC-K7F3Q', name: 'note', commandId: 'c-1' },
  actor: { person: 'ben', channel: 'web' },
  fields: { text: 'the disk is imaged' },
};
export const span = { issuedAtMs: nowMs - minute, expiresAtMs: nowMs + 4 * minute };

export type Terms = Parameters<typeof makePass>[0];
export function passOf(change: Partial<Terms> = {}, by = key.ben): Pass {
  const times = { fromMs: nowMs - hour, untilMs: nowMs + 11 * hour };
  const terms = { person: 'ben', web: publicKeyOf(key.web), code: 'f'.repeat(64), ...times };
  return makePass({ ...terms, ...change }, by);
}
export type Making = {
  pass?: Pass;
  by?: KeyObject;
  span?: Partial<Span>;
  command?: Partial<Presented>;
};
export function signed({
  pass = passOf(),
  by = key.web,
  span: times,
  command: change,
}: Making = {}) {
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

const word = { person: 'dora', issuer, web: idOf(key.granted), signedInAtMs: nowMs - hour / 2 };
const dora = { actor: { person: 'dora', channel: 'web' } } as const;
export function told(change: object = {}, by = key.granted, more: Partial<Presented> = {}) {
  return proven({ word: { ...word, ...change } }, by, { ...dora, ...more });
}

export function edited(presented: Presented, edit: (parts: string[]) => string[]): Presented {
  const { signature = '' } = presented.actor;
  const actor = { ...presented.actor, signature: edit(signature.split('.')).join('.') };
  return { ...presented, actor };
}

/** The pass as somebody on the way would change it. */
export function repassed(change: object): Presented {
  return edited(signed(), ([web = '', pass = '', ...rest]) => {
    const changed = { ...JSON.parse(Buffer.from(pass, 'base64url').toString()), ...change };
    const sorted = Object.fromEntries(
      Object.entries(changed).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    );
    return [web, Buffer.from(JSON.stringify(sorted)).toString('base64url'), ...rest];
  });
}
