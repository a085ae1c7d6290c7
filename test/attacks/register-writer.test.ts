/**
 * Somebody who can write the register, and has no admin's key, makes keys of their own: a worker believes none of them.
 * That `audit verify` notices rows without their acts is proved in test/register/access-keys.test.ts; here it is what a worker does.
 */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { planGrant, planRevocation, planRotation } from '../../src/access/granting.ts';
import { makePrivateKey } from '../../src/access/person-key.ts';
import { createKeyRing } from '../../src/access/ring.ts';
import { keyIdOf, publicKeyOf, signAct, signCommand } from '../../src/access/signing.ts';
import { createAuthenticateActivities } from '../../src/activities/authenticate.ts';
import { checkAccess } from '../../src/doctor/access.ts';
import type { Presented, Verdict } from '../../src/domain/access.ts';
import { policyHash } from '../../src/policy/policy-files.ts';
import { parsePolicy } from '../../src/policy/source.ts';
import {
  changeAccess,
  grantTerms,
  type AccessChange,
  type AccessKey,
} from '../../src/register/access-keys.ts';
import { recordPolicy } from '../../src/register/audit.ts';
import { createBelieving } from '../../src/access/believing.ts';
import { replaced } from '../policy/good.ts';
import { copyOf, tamper, using } from '../register/chain.ts';
import { dataFolder } from '../register/sample.ts';

const [minute, day] = [60_000, 24 * 3_600_000];
const startMs = Date.UTC(2026, 10, 1);
const nowMs = startMs + 30 * day;
const names = ['anna', 'old', 'ben', 'dora', 'erin', 'thief', 'service'];
const pairs = new Map(names.map((name) => [name, makePrivateKey()]));
const pair = (name: string) => pairs.get(name) ?? assert.fail(name);

/** anna and erin are admins; erin leaves. */
const withErin = replaced(
  ['anna: { name', 'anna: { roles: [commander, admin], name'],
  [
    'dora: { name',
    'ben: { name: Ben Roth, email: ben@acme.example }\n  erin: { roles: [admin], name: Erin Falk, email: erin@acme.example }\n  dora: { name',
  ],
);
const today = withErin.replace(/ {2}erin: .*\n/, '');

let folder: string;
before(async () => {
  folder = await dataFolder();
  const files = { policy: Buffer.from(withErin) };
  await using(folder, async (register) => {
    const version = policyHash(files).slice(0, 12);
    await recordPolicy(register, { version, files, nowMs: startMs });
  });
  await grant('old', 'anna', 'anna', startMs);
  await grant('erin', 'erin', 'old', startMs + minute);
  await grant('ben', 'ben', 'erin', startMs + 2 * minute);
  await grant('dora', 'dora', 'old', startMs + 3 * minute);
  await apply(folder, (keys) =>
    planRotation(keys, authority('anna', 'old', startMs + day), wanted('anna', 'anna')),
  );
  await apply(folder, (keys) =>
    planRevocation(keys, authority('anna', 'anna', startMs + 2 * day), {
      ...{ target: 'dora', reason: 'lost' },
    }),
  );
});

function authority(person: string, key: string | undefined, atMs: number) {
  const isAdmin = (id: string) => id === 'anna' || id === 'erin';
  return { person, key: key === undefined ? undefined : pair(key), isAdmin, nowMs: atMs };
}

const wanted = (name: string, person: string) => ({
  ...{ person, publicKey: publicKeyOf(pair(name)), expiresAtMs: startMs + 180 * day },
});

function grant(name: string, person: string, by: string, atMs: number) {
  const who = by === 'old' ? 'anna' : by;
  return apply(folder, (keys) => planGrant(keys, authority(who, by, atMs), wanted(name, person)));
}

/** As the product does it: with an entry of the chain, in one transaction. */
function apply(where: string, plan: (keys: readonly AccessKey[]) => readonly AccessChange[]) {
  return using(where, (register) => changeAccess(register, { who: 'anna', channel: 'cli' }, plan));
}

const idOf = (name: string): string => keyIdOf(publicKeyOf(pair(name)));

function note(person: string, key?: string): Presented {
  const plain = {
    ...{ incidentId: 'INC-K7F3Q', name: 'note' as const, commandId: 'c-1', fields: { text: 'x' } },
    actor: { person, channel: 'cli' as const },
  };
  if (key === undefined) return plain;
  const span = { issuedAtMs: nowMs - minute, expiresAtMs: nowMs + minute };
  return { ...plain, actor: { ...plain.actor, signature: signCommand(plain, pair(key), span) } };
}

/** What a worker of this register says. */
async function judged(where: string, presented: Presented, text = today): Promise<Verdict> {
  const parsed = parsePolicy(text);
  assert.ok('policy' in parsed, JSON.stringify(parsed));
  const { policy } = parsed;
  return using(where, async (register) => {
    const loaded = async () => ({ path: '', version: '', policy, files: { policy: Buffer.of() } });
    const read = createBelieving(register, loaded, () => undefined);
    const { authenticate } = createAuthenticateActivities({
      policy: loaded,
      keys: createKeyRing(read, {
        now: () => nowMs,
        onAway: (error) => assert.fail(String(error)),
      }),
      now: () => nowMs,
    });
    const [verdict] = await authenticate([presented]);
    return verdict ?? assert.fail('no verdict');
  });
}

async function isRefused(where: string, presented: Presented, sentence: RegExp): Promise<void> {
  const verdict = await judged(where, presented);
  assert.equal(verdict.accepted, false);
  assert.match(verdict.accepted ? '' : verdict.message, sentence);
}

async function broken(sql: string): Promise<string> {
  const other = await copyOf(folder);
  tamper(other, (sqlite) => sqlite.exec(sql));
  return other;
}

describe('a worker believes what was granted', () => {
  it('by an admin, by one that was rotated, and by one who has left since', async () => {
    for (const name of ['anna', 'ben'])
      assert.deepEqual((await judged(folder, note(name, name))).accepted, true, name);
  });

  it('as the first again, after the only admin lost theirs and it was taken away by force', async () => {
    const other = await copyOf(folder);
    const atMs = nowMs - day;
    for (const target of ['erin', 'anna'])
      await apply(other, (keys) =>
        planRevocation(keys, authority('anna', undefined, atMs), {
          ...{ target, reason: 'lost', force: 'the disk broke' },
        }),
      );
    await apply(other, (keys) =>
      planGrant(keys, authority('anna', undefined, atMs + minute), wanted('thief', 'anna')),
    );
    assert.deepEqual((await judged(other, note('anna', 'thief'))).accepted, true);
    assert.deepEqual((await judged(other, note('ben', 'ben'))).accepted, true);
  });
});

const thief = publicKeyOf(pair('thief'));
const insert = (person: string, id = idOf('thief')) =>
  `insert into access_key (id, person, public_key, granted_at_ms, expires_at_ms, granted_by) values ('${id}', '${person}', '${thief}', ${startMs}, ${nowMs + day}, 'anna')`;

describe('a worker refuses a key', () => {
  it('of a row that was slipped in, and says so', async () => {
    const other = await broken(insert('anna'));
    await isRefused(other, note('anna', 'thief'), /by no act on the audit chain; see seventytwo/);
    assert.ok((await judged(other, note('anna', 'anna'))).accepted);
  });

  it('of which the public half was exchanged, with its own id or with a new one', async () => {
    const own = await broken(
      `update access_key set public_key = '${thief}' where id = '${idOf('anna')}'`,
    );
    await isRefused(own, note('anna', 'anna'), /is not as entry \d+ granted it/);
    const renamed = await broken(
      `update access_key set public_key = '${thief}', id = '${idOf('thief')}' where id = '${idOf('anna')}'`,
    );
    await isRefused(renamed, note('anna', 'thief'), /no act/);
  });

  it('that was made to live longer, or that was taken away and came back', async () => {
    const longer = await broken(`update access_key set expires_at_ms = expires_at_ms + 1`);
    await isRefused(longer, note('ben', 'ben'), /is not as entry/);
    const back = await broken(
      'update access_key set revoked_at_ms = null, revoked_by = null, revoke_reason = null, revoked_with = null, revoke_proof = null',
    );
    await isRefused(back, note('dora', 'dora'), /was taken away by entry \d+/);
    const later = await broken(
      `update access_key set revoked_at_ms = ${nowMs + day} where revoked_at_ms > 0`,
    );
    await isRefused(later, note('dora', 'dora'), /was taken away by entry/);
  });

  it('that an act on the chain tells of too, when no admin signed it', async () => {
    const forge = async (person: string, change: Partial<AccessKey>, kind = 'access-grant') => {
      const other = await copyOf(folder);
      const terms = {
        ...{ id: idOf('thief'), person, publicKey: thief, grantedAtMs: startMs + 5 * day },
        ...{ expiresAtMs: nowMs + day, grantedBy: 'anna', ...change },
      };
      await apply(other, () => [{ kind, atMs: terms.grantedAtMs, grant: terms }]);
      return other;
    };
    const signedBy = (name: string, grantedBy: string) => {
      const terms = {
        ...{ id: idOf('thief'), person: 'anna', publicKey: thief, grantedAtMs: startMs + 5 * day },
        ...{ expiresAtMs: nowMs + day, grantedBy, grantedWith: idOf(name) },
      };
      return { ...terms, grantProof: signAct(grantTerms(terms), pair(name)) };
    };
    const attacks: readonly (readonly [Promise<string>, RegExp])[] = [
      [forge('anna', {}), /signed by no key on record/],
      [forge('anna', {}, 'access-first'), /without a signature while \w+ had the key/],
      [forge('dora', {}, 'access-first'), /dora was never an admin/],
      [forge('anna', {}, 'access-service'), /as that of a worker/],
      [forge('anna', { grantedWith: idOf('anna'), grantProof: 'AAAA' }), /not signed with the key/],
      [forge('anna', signedBy('ben', 'ben')), /granted by ben, who was never an admin/],
      [forge('anna', signedBy('ben', 'anna')), /with a key that is not that of anna/],
      [forge('anna', signedBy('old', 'anna')), /was not valid then/],
      [forge('anna', signedBy('dora', 'dora')), /was not valid then/],
      [forge('anna', signedBy('thief', 'anna')), /by no key on record/],
    ];
    for (const [place, sentence] of attacks) {
      const person = /dora was never/.test(sentence.source) ? 'dora' : 'anna';
      await isRefused(await place, note(person, 'thief'), sentence);
    }
  });

  it('that a key granted which does not count itself', async () => {
    const other = await broken(`update access_key set expires_at_ms = 1 where person = 'erin'`);
    await isRefused(other, note('ben', 'ben'), /granted with the key \w+, which is not as entry/);
  });
});

describe('whoever had a key', () => {
  it('does not pass unsigned when its row is removed, altered or made out to another', async () => {
    for (const sql of [
      `delete from access_key where person = 'ben'`,
      `update access_key set expires_at_ms = 1 where person = 'ben'`,
      `update access_key set person = 'dora' where person = 'ben'`,
    ]) {
      const other = await broken(sql);
      await isRefused(other, note('ben'), /not signed with it/);
      await isRefused(other, note('ben', 'ben'), /does not count|not that of ben/);
    }
  });

  it('of whom the policy files of before were altered as well, is no former admin', async () => {
    const other = await broken(`update policy set policy = X'00'`);
    await isRefused(other, note('ben', 'ben'), /erin, who was never an admin/);
  });
});

it('the doctor says which keys do not count, and why', async () => {
  const parsed = parsePolicy(today);
  assert.ok('policy' in parsed);
  const good = await checkAccess(parsed.policy, folder, {}, nowMs);
  assert.doesNotMatch(good.found, /does not count/);
  const other = await broken(insert('anna'));
  const bad = await checkAccess(parsed.policy, other, {}, nowMs);
  assert.equal(bad.result, 'failed');
  assert.match(bad.found, /the key \w+ \(anna\) does not count: it was granted by no act/);
});
