/** What somebody can try with a link from a mail, or without one: at the gate, and at its page. */
import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { linksFolder, readLinkKeys, rotateLinkKeys } from '../../src/links/keys.ts';
import { makePrivateKey } from '../../src/access/person-key.ts';
import { keyIdOf, publicKeyOf } from '../../src/access/signing.ts';
import type { Command } from '../../src/domain/commands.ts';
import { personKey } from '../../src/policy/snapshot.ts';
import { changeAccess } from '../../src/register/access-keys.ts';
import { revokeLinks, type LinkScope } from '../../src/register/links.ts';
import { createLinkStand, day, hour, incidentId, type LinkStand } from '../support/link-stand.ts';

let stand: LinkStand;
let token = '';
before(async () => {
  stand = await createLinkStand();
  token = await stand.linkFor('anna');
});
after(() => stand.register.close());

async function refusal(command: Command, id?: string): Promise<string> {
  const verdict = await stand.judged(command, id);
  assert.ok(!verdict.accepted, 'it was accepted');
  return verdict.message;
}

type Forgery = {
  readonly claims?: JWTPayload;
  readonly header?: { readonly alg?: string; readonly kid?: string; readonly typ?: string };
  readonly key?: KeyObject | Uint8Array;
};

/** The link of anna with something else in it, signed with whatever key. */
async function forged({ claims, header, key }: Forgery): Promise<string> {
  const [head = '', body = ''] = token.split('.');
  const [own] = await readLinkKeys(linksFolder(stand.data));
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
  return new SignJWT({ ...read(body), ...claims })
    .setProtectedHeader({ ...read(head), ...header })
    .sign(key ?? own?.key ?? assert.fail('no key'));
}

const none = /its link is none of this installation/;

describe('at the gate a link', () => {
  it('acknowledges its incident in the name of its owner', async () => {
    const verdict = await stand.judged(await stand.byLink(token));
    assert.ok(verdict.accepted);
    assert.match(verdict.key ?? '', /^link\.[0-9a-f]{16}$/);
    assert.deepEqual(verdict.link, { causedAtMs: stand.clock.nowMs });
  });

  it('is refused with any one character changed', async () => {
    for (let at = 0; at < token.length; at += 3) {
      const other = token[at] === 'A' ? 'B' : 'A';
      const altered = `${token.slice(0, at)}${other}${token.slice(at + 1)}`;
      assert.match(await refusal(await stand.byLink(altered)), none, `character ${at}`);
    }
    // The last one has bits to spare, and the text is another all the same.
    const last = token.at(-1) ?? '';
    const twin = String.fromCharCode(last.charCodeAt(0) + 1);
    assert.match(await refusal(await stand.byLink(`${token.slice(0, -1)}${twin}`)), none);
  });

  const pair = generateKeyPairSync('ed25519');
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const late = { iat: 1, exp: 2_000_000_000 };
  const forgeries: readonly (readonly [string, Forgery])[] = [
    ['signed with another key', { key: pair.privateKey }],
    ['signed on another curve', { header: { alg: 'ES256' }, key: ec.privateKey }],
    ['signed with RSA', { header: { alg: 'RS256' }, key: rsa.privateKey }],
    ['of a key that nobody knows', { header: { kid: '0'.repeat(16) } }],
    ['that names a file as its key', { header: { kid: '../../../etc/passwd' } }],
    ['for another audience', { claims: { aud: 'seventytwo' } }],
    ['of another type', { header: { typ: 'JWT' } }],
    ['that may do more', { claims: { act: 'close' } }],
    ['that lives for years', { claims: late }],
    ['with a claim more', { claims: { role: 'admin' } }],
    ['whose times do not fit', { claims: { iat: 5 } }],
  ];
  for (const [what, forgery] of forgeries)
    it(`${what} is none`, async () => {
      assert.match(await refusal(await stand.byLink(await forged(forgery))), none);
    });

  it('without a signature is none, nor with our public key as its secret', async () => {
    const [, body = ''] = token.split('.');
    const payload = JSON.parse(Buffer.from(body, 'base64url').toString());
    const [own] = await readLinkKeys(linksFolder(stand.data));
    assert.ok(own);
    const secrets = [
      Buffer.from(publicKeyOf(own.key), 'base64'),
      Buffer.from(publicKeyOf(own.key)),
    ];
    const tries = [
      new UnsecuredJWT(payload).encode(),
      `${token.split('.').slice(0, 2).join('.')}.`,
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.').slice(1).join('.')}`,
      ...(await Promise.all(
        secrets.map((key) => forged({ header: { alg: 'HS256' }, key: new Uint8Array(key) })),
      )),
    ];
    for (const one of tries) assert.match(await refusal(await stand.byLink(one)), none);
  });

  it('is refused for another person, another incident, another command id and another way in', async () => {
    const own = await stand.byLink(token);
    assert.match(await refusal(await stand.byLink(token, 'ben')), /not for ben/);
    assert.match(await refusal(own, 'INC-K7F3R'), /does nothing else/);
    assert.match(await refusal({ ...own, commandId: 'c-1' }), /does nothing else/);
    const actor = { ...own.actor, channel: 'cli' } as const;
    assert.match(await refusal({ ...own, actor }), /does nothing else/);
  });

  it('sends no other command', async () => {
    const { commandId, actor } = await stand.byLink(token);
    const others: readonly Command[] = [
      { name: 'close', commandId, actor, fields: {} },
      { name: 'fileDuty', commandId, actor, fields: { duty: 'gdpr-33-1', reference: 'x' } },
      {
        ...{ name: 'declareAwareness', commandId, actor },
        fields: { at: { atMs: 1, zone: 'UTC' }, reason: 'x' },
      },
      { name: 'note', commandId, actor, fields: { text: 'x' } },
      { name: 'switchAddresses', commandId, actor, fields: { outOfBand: 'off', reason: 'x' } },
    ];
    for (const other of others) assert.match(await refusal(other), /does nothing else/);
  });

  it('is refused from the moment on at which it expires', async () => {
    const { nowMs } = stand.clock;
    const over = await stand.byLink(await stand.linkFor('anna', nowMs - day));
    assert.match(await refusal(over), /has expired/);
    const inTime = await stand.byLink(await stand.linkFor('anna', nowMs - day + 1_000));
    assert.ok((await stand.judged(inTime)).accepted);
  });

  it('is refused when it was taken back, and only those that were', async () => {
    const at = stand.clock.nowMs;
    const dora = personKey(stand.policy, 'dora');
    const cases: readonly (readonly [LinkScope, string, boolean])[] = [
      ['incident', 'INC-K7F3R', true],
      ['person', dora, true],
      ['person', personKey(stand.policy, 'anna'), false],
    ];
    for (const [scope, subject, stays] of cases) {
      stand.clock.nowMs += 10_000;
      const revocation = { scope, subject, atMs: stand.clock.nowMs, by: 'dora', reason: 'r' };
      await revokeLinks(stand.register, revocation);
      stand.clock.nowMs += 5_000;
      const { accepted } = await stand.judged(await stand.byLink(token));
      assert.equal(accepted, stays, `${scope} ${subject}`);
    }
    // What is sent from then on counts.
    token = await stand.linkFor('anna');
    assert.ok((await stand.judged(await stand.byLink(token))).accepted);
    assert.ok(stand.clock.nowMs > at);
  });

  it('is refused once all keys of its owner were taken away', async () => {
    const key = makePrivateKey();
    const publicKey = publicKeyOf(key);
    const grantedAtMs = stand.clock.nowMs;
    const grant = {
      ...{ id: keyIdOf(publicKey), person: 'ben', publicKey, grantedAtMs, grantedBy: 'dora' },
      expiresAtMs: grantedAtMs + day,
    };
    const by = { who: 'dora', channel: 'cli' };
    await changeAccess(stand.register, by, () => [
      { kind: 'access-grant', atMs: grantedAtMs, grant },
    ]);
    const own = await stand.byLink(await stand.linkFor('ben'), 'ben');
    stand.clock.nowMs += 6_000;
    assert.ok((await stand.judged(own)).accepted);
    const revocation = { atMs: stand.clock.nowMs, by: 'dora', reason: 'phone stolen' };
    await changeAccess(stand.register, by, () => [
      { kind: 'access-revoke', atMs: revocation.atMs, revoke: { ...grant, revocation } },
    ]);
    stand.clock.nowMs += 6_000;
    assert.match(await refusal(own), /taken back/);
  });

  it('outlives a rotation, and whoever has the old key makes no new ones', async () => {
    const folder = linksFolder(stand.data);
    stand.clock.nowMs += hour;
    const how = { nowMs: stand.clock.nowMs, isLeaked: false };
    await rotateLinkKeys(folder, how, async () => undefined);
    stand.clock.nowMs += 6_000;
    assert.ok((await stand.judged(await stand.byLink(token))).accepted);
    const at = stand.clock.nowMs;
    const iat = Math.floor(at / 1_000);
    const fresh = await forged({ claims: { at, iat, exp: iat + 3_600 } });
    assert.match(await refusal(await stand.byLink(fresh)), none);
    await rotateLinkKeys(folder, { ...how, isLeaked: true }, async () => undefined);
    stand.clock.nowMs += 6_000;
    assert.match(await refusal(await stand.byLink(token)), none);
  });

  it('is none whatever its text is, and keeps nobody busy', async () => {
    const texts = ['', '.', '..', '../../etc/passwd', 'a.b.c', 'x'.repeat(10_000), '\0', '{}'];
    // Time of the processor, which others cannot take away.
    const before = process.cpuUsage();
    for (const text of texts) assert.match(await refusal(await stand.byLink(text)), none, text);
    const { user, system } = process.cpuUsage(before);
    assert.ok(user + system < 1_000_000, `${user + system} µs`);
  });
});

it('the command that only the web server sends is refused from a person', async () => {
  const actor = { person: 'anna', channel: 'web' } as const;
  const fields = { owner: 'ben', usedBy: 'dora', link: 'x' };
  const command = { name: 'noteLinkForwarded', commandId: 'c', actor, fields } as const;
  assert.match(await refusal(command, incidentId), /only the web server/);
});
