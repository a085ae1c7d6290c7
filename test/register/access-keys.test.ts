/** Every key on record has its act on the chain, and nobody slips one in, alters one or takes one back unseen. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { planGrant, planRevocation, planRotation } from '../../src/access/granting.ts';
import { makePrivateKey } from '../../src/access/person-key.ts';
import { publicKeyOf } from '../../src/access/signing.ts';
import {
  changeAccess,
  grantSeal,
  readAccessKeys,
  type AccessChange,
  type AccessKey,
} from '../../src/register/access-keys.ts';
import { recordAct } from '../../src/register/audit.ts';
import { verifyAudit } from '../../src/register/audit-verify.ts';
import { brokenBy, copyOf, entriesIn, tamper, using, verifyIn } from './chain.ts';
import { onEachEngine, open } from './engines.ts';
import { dataFolder, startMs } from './sample.ts';

const anna = makePrivateKey();
const by = { person: 'anna', key: anna, isAdmin: (id: string) => id === 'anna', nowMs: startMs };
const wanted = (person: string, key = makePrivateKey()) => ({
  ...{ person, publicKey: publicKeyOf(key), expiresAtMs: startMs + 1_000_000_000 },
});
const reason = 'left the company, says Berta Personnel';

/** Anna first, ben and dora by her, ben rotated, dora taken away. */
const story: readonly ((keys: readonly AccessKey[]) => readonly AccessChange[])[] = [
  (keys) => planGrant(keys, by, wanted('anna', anna)),
  (keys) => planGrant(keys, by, wanted('ben')),
  (keys) => planGrant(keys, by, wanted('dora')),
  (keys) => planRotation(keys, by, wanted('ben')),
  (keys) => planRevocation(keys, by, { target: 'dora', reason }),
];

const act = { who: 'anna', channel: 'cli' };

onEachEngine(({ place }) => {
  it('keys are read as they were granted, and the chain that tells of them is whole', async () => {
    const register = await open(await place());
    for (const plan of story) await changeAccess(register, act, plan);
    const keys = await readAccessKeys(register);
    assert.deepEqual(keys.map(({ person }) => person).toSorted(), ['anna', 'ben', 'ben', 'dora']);
    assert.equal(keys.find(({ person }) => person === 'dora')?.revocation?.reason, reason);
    assert.equal((await verifyAudit(register)).fault, undefined);
    await register.close();
  });
});

describe('the audit chain', () => {
  let folder: string;
  before(async () => {
    folder = await dataFolder();
    await using(folder, async (register) => {
      for (const plan of story) await changeAccess(register, act, plan);
    });
  });

  it('tells each act by who and which key, and never the reason or the key itself', async () => {
    const entries = (await entriesIn(folder)).slice(1);
    assert.deepEqual(
      entries.map(({ kind, who, subject }) => `${who} ${kind} ${subject?.split(' ')[1]}`),
      [
        'anna access-first anna',
        'anna access-grant ben',
        'anna access-grant dora',
        'anna access-rotate ben',
        'anna access-revoke ben',
        'anna access-revoke dora',
      ],
    );
    const text = JSON.stringify(entries);
    assert.doesNotMatch(text, /Berta/);
    assert.ok(!text.includes(publicKeyOf(anna)));
  });

  const forged = wanted('mallory').publicKey;
  const breaks: readonly (readonly [string, string, string])[] = [
    ['a key is removed', "delete from access_key where person = 'dora'", 'missing-key'],
    [
      'a key is slipped in',
      `insert into access_key (id, person, public_key, granted_at_ms, expires_at_ms, granted_by) values ('0000000000000000', 'anna', '${forged}', 1, 9, 'anna')`,
      'unsealed-key',
    ],
    [
      'a public key is put in the place of another',
      `update access_key set public_key = '${forged}' where person = 'anna'`,
      'altered-key',
    ],
    [
      'a key lives longer',
      "update access_key set expires_at_ms = 1 where person = 'anna'",
      'altered-key',
    ],
    [
      'a key changes its owner',
      "update access_key set person = 'mallory' where person = 'anna'",
      'missing-key',
    ],
    [
      'a key that was taken away comes back',
      "update access_key set revoked_at_ms = null, revoked_by = null where person = 'dora'",
      'altered-key',
    ],
    [
      'a key is taken away behind the chain',
      "update access_key set revoked_at_ms = 5, revoked_by = 'anna', revoke_reason = '' where person = 'anna'",
      'unsealed-key',
    ],
    [
      'another reason is given',
      "update access_key set revoke_reason = 'none' where person = 'dora'",
      'altered-key',
    ],
  ];
  for (const [what, sql, broken] of breaks)
    it(`notices when ${what}`, async () => {
      assert.equal((await brokenBy(folder, sql))?.broken, broken);
    });

  it('notices a key with an act of its own that the named admin never signed', async () => {
    const other = await copyOf(folder);
    const [first] = await using(other, readAccessKeys);
    assert.ok(first);
    const { id, publicKey, ...rest } = { ...first, ...wanted('mallory') };
    const grant = { ...rest, publicKey, id: '1'.repeat(16), grantedWith: id };
    const grantProof = Buffer.alloc(64).toString('base64url');
    tamper(other, (sqlite) =>
      sqlite.exec(
        `insert into access_key (id, person, public_key, granted_at_ms, expires_at_ms, granted_by, granted_with, grant_proof) values ('${grant.id}', 'mallory', '${publicKey}', ${grant.grantedAtMs}, ${grant.expiresAtMs}, 'anna', '${id}', '${grantProof}')`,
      ),
    );
    const subjectHash = grantSeal({ ...grant, grantProof });
    const told = { person: 'anna', channel: 'cli', nowMs: startMs, subjectHash };
    await using(other, (register) =>
      recordAct(register, { ...told, kind: 'access-grant', subject: `${grant.id} mallory` }),
    );
    assert.match((await verifyIn(other)).fault?.sentence ?? '', /not signed by the key/);
  });
});
