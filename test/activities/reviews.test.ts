/** A review of access from its opening to its end, with a real mail server, a real register, and keys in it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simpleParser } from 'mailparser';
import { makePrivateKey } from '../../src/access/person-key.ts';
import { keyIdOf, publicKeyOf } from '../../src/access/signing.ts';
import { stateOf } from '../../src/access/standing.ts';
import { createReviews } from '../../src/activities/reviews.ts';
import { judgeReview } from '../../src/doctor/access-review.ts';
import type { Policy } from '../../src/policy/schema.ts';
import { changeAccess, readAccessKeys } from '../../src/register/access-keys.ts';
import { readReview, recordConfirmed } from '../../src/register/access-reviews.ts';
import { verifyAudit } from '../../src/register/audit-verify.ts';
import type { ChoreDone } from '../../src/workflows/messages.ts';
import { hour, policy as sample } from '../mail/sample.ts';
import { createStand, loaded, quiet } from './stand.ts';

const day = 24 * hour;
const stand = createStand();
const smtp = await stand.smtp();
const transport = stand.transport(smtp.settings);

/** anna and dirk are admins; anna, ben and the leaver eve have keys. */
const policy: Policy = {
  ...sample,
  people: Object.fromEntries(
    Object.entries(sample.people).map(([id, person]) => [
      id,
      id === 'anna' || id === 'dirk' ? { ...person, roles: ['admin'] } : person,
    ]),
  ),
};

async function company(owners: readonly string[]) {
  const register = await stand.register();
  // The record begins now: what is told of days is counted from here.
  const began = Date.now();
  let nowMs = began;
  const grant = async (person: string, atMs: number): Promise<string> => {
    const publicKey = publicKeyOf(makePrivateKey());
    const id = keyIdOf(publicKey);
    const key = { id, person, publicKey, grantedBy: 'anna' };
    const expiresAtMs = atMs + 400 * day;
    await changeAccess(register, { who: 'anna', channel: 'cli' }, () => [
      { kind: 'access-first', atMs, grant: { ...key, grantedAtMs: atMs, expiresAtMs } },
    ]);
    return id;
  };
  for (const [n, person] of owners.entries()) await grant(person, began + n);
  const reviews = createReviews({
    ...{ register, transport, now: () => nowMs },
    policy: loaded(policy),
  });
  const environment = quiet();
  return {
    register,
    grant: (person: string, atDay: number) => grant(person, began + atDay * day),
    async look(atDay: number): Promise<string> {
      nowMs = began + atDay * day + hour;
      const { done }: ChoreDone = await environment.run(() =>
        reviews(new AbortController().signal),
      );
      return done;
    },
    async confirm(person: string, by: string): Promise<void> {
      const { review } = await readReview(register);
      await recordConfirmed(register, review?.id ?? '', { person }, { person: by, nowMs });
    },
    valid: async () =>
      (await readAccessKeys(register))
        .filter((key) => stateOf(key, nowMs) === 'valid')
        .map(({ person }) => person),
    doctor: () => judgeReview(register, policy, nowMs),
  };
}

test('whoever nobody confirmed loses their keys at the end, also one renewed meanwhile; a key granted since stays', async () => {
  const at = await company(['anna', 'ben', 'eve']);
  assert.equal(await at.look(89), 'nothing to do');
  assert.match((await at.doctor()).found, /^the next opens/);
  assert.equal(await at.look(90), 'opened, told (opened)');
  const mail = await simpleParser(smtp.mails.at(-1) ?? '');
  assert.match(mail.subject ?? '', /^\[access\] please confirm who may act, until /);
  assert.match(mail.text ?? '', /Anna Ruiz: .*admin.*; key [0-9a-f]{16} until .*; not confirmed/);
  assert.match(mail.text ?? '', /eve, who is not in the policy any more: key/);
  assert.match(mail.text ?? '', /Contact: security@nordlicht\.example/);
  assert.equal(await at.look(91), 'nothing to do');
  await at.confirm('anna', 'dirk');
  await at.grant('ben', 92);
  await at.grant('carla', 92);
  assert.equal(await at.look(97), 'told (half)');
  assert.match((await at.doctor()).found, /not confirmed: ben, carla, dirk, eve$/);
  assert.equal(await at.look(104), 'closed: 1 confirmed, 4 not, 3 keys taken away');
  assert.deepEqual(await at.valid(), ['anna', 'carla']);
  const last = await simpleParser(smtp.mails.at(-1) ?? '');
  assert.match(last.subject ?? '', /3 keys taken away$/);
  assert.equal((await at.doctor()).result, 'ok');
  const { fault } = await verifyAudit(at.register, undefined, () => undefined);
  assert.equal(fault, undefined);
});

test("the last admin's key is kept, fails the doctor until somebody confirms it, and is told by mail", async () => {
  const at = await company(['anna', 'ben']);
  await at.look(90);
  assert.match(await at.look(104), /1 keys taken away, 1 kept for want of another admin$/);
  assert.deepEqual(await at.valid(), ['anna']);
  assert.match(smtp.mails.at(-1) ?? '', /^Importance: high/im);
  const { result, found, remedy } = await at.doctor();
  assert.equal(result, 'failed');
  assert.match(found, /nobody confirmed anna, and the key \w+ was kept/);
  assert.match(remedy ?? '', /access review confirm anna/);
  await at.confirm('anna', 'dirk');
  assert.equal((await at.doctor()).result, 'ok');
});

test('a mail that nobody takes ends nothing by half: the next attempt tells the same and closes', async () => {
  const at = await company(['anna', 'ben']);
  await at.look(90);
  await at.confirm('anna', 'dirk');
  smtp.behave('busy');
  await assert.rejects(at.look(104), { type: 'refused' });
  assert.deepEqual(await at.valid(), ['anna'], 'what was announced for that day happens on it');
  smtp.behave('accept');
  assert.equal(await at.look(104), 'closed: 1 confirmed, 3 not, 1 keys taken away');
});
