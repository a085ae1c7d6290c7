/** Whose a request to the API is: exactly this request, of exactly this person, for minutes. */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { keyIdOf, publicKeyOf } from '../../src/access/signing.ts';
import {
  judgeProof,
  proofLifetimeMs,
  readProof,
  signRequest,
  type ProvenRequest,
} from '../../src/access/request-proof.ts';
import type { KnownKey } from '../../src/access/trust.ts';

const nowMs = Date.UTC(2026, 10, 23, 4);
const pair = () => generateKeyPairSync('ed25519').privateKey;
const [annas, bens, services] = [pair(), pair(), pair()];
const known = (person: string, key = annas, more: Partial<KnownKey> = {}): KnownKey => ({
  ...{ id: keyIdOf(publicKeyOf(key)), person, publicKey: publicKeyOf(key) },
  ...{ grantedAtMs: nowMs - 1_000, expiresAtMs: nowMs + 1_000_000, grantedBy: 'anna' },
  ...more,
});
const policy = {
  people: {
    anna: { name: 'Anna', email: 'anna@acme.example' },
    ben: { name: 'Ben', email: 'ben@acme.example' },
  },
  roles: { dpo: 'ben', deputy: 'anna', decisionMaker: 'anna' },
};
const request: ProvenRequest = {
  ...{ method: 'POST', origin: 'https://incidents.acme.example' },
  ...{ path: '/api/v1/incidents/INC-K7F3Q/commands/note?x=1', body: '{"text":"a"}' },
};
const at = { issuedAtMs: nowMs, nonce: 'a-random-nonce-of-the-client' };
const by = (person: string) => signRequest(request, { person, key: annas }, at);
const header = by('anna');

function judged(
  of: Partial<{ request: ProvenRequest; header: string; keys: readonly KnownKey[]; nowMs: number }>,
): string {
  const proof = readProof(of.header ?? header);
  if (!proof) return 'no proof';
  const grounds = { policy, keys: of.keys ?? [known('anna')], nowMs: of.nowMs ?? nowMs };
  const asker = judgeProof(of.request ?? request, proof, grounds);
  return 'refused' in asker ? asker.refused : `${asker.person}: ${asker.roles.join(', ')}`;
}

test('a request signed with a key of the person is theirs, in their roles', () => {
  assert.match(judged({}), /^anna: .*responder/);
});

for (const [what, of, said] of [
  ['another method', { request: { ...request, method: 'PUT' } }, /not of this request/],
  ['another path', { request: { ...request, path: '/api/v1/incidents' } }, /not of this request/],
  ['another query', { request: { ...request, path: request.path.replace('1', '2') } }, /not of/],
  ['another body', { request: { ...request, body: '{"text":"b"}' } }, /not of this request/],
  ['another server', { request: { ...request, origin: 'https://evil.example' } }, /another server/],
  ['another nonce', { header: header.replace('a-random', 'b-random') }, /not of this request/],
  ['another time', { header: header.replace(`${nowMs}`, `${nowMs + 1}`) }, /not of this request/],
  ['another person', { header: by('ben') }, /is not that of ben/],
  ['a stranger', { header: by('mallory') }, /not a person of the policy/],
  ['__proto__', { header: by('__proto__') }, /not a person of the policy/],
  ['a key not on record', { keys: [known('ben', bens)] }, /is not on record/],
  ["somebody else's key", { keys: [known('ben')] }, /is not that of anna/],
  ["the worker's key", { keys: [known('seventytwo', annas)] }, /is not that of anna/],
  ['a doubtful key', { keys: [known('anna', annas, { doubt: 'was forged' })] }, /does not count/],
  ['an expired key', { keys: [known('anna', annas, { expiresAtMs: nowMs })] }, /has expired/],
  ['two minutes later', { nowMs: nowMs + proofLifetimeMs + 1 }, /set the clock/],
  ['two minutes earlier', { nowMs: nowMs - proofLifetimeMs - 1 }, /set the clock/],
  ['no signature', { header: 'Seventytwo anna' }, /no proof/],
  ['a bearer token', { header: `Bearer ${header.slice(11)}` }, /no proof/],
  ['spare bits in the signature', { header: `${header.slice(0, -1)}${spare(header)}` }, /no proof/],
] as const)
  test(`a request with ${what} is refused`, () => {
    assert.match(judged(of), said);
  });

test('whoever has no key on record learns of no name whether it is known, nor whose a key is', () => {
  const ask = (person: string, keys: readonly KnownKey[]) =>
    judged({ header: signRequest(request, { person, key: bens }, at), keys });
  const said = (person: string, keys: readonly KnownKey[]) =>
    ask(person, keys).replaceAll(person, 'somebody');
  assert.equal(said('anna', [known('anna')]), said('mallory', [known('anna')]));
  // The id of a key stands in what its owner sends: it proves nothing.
  for (const person of ['anna', 'ben', 'mallory'])
    for (const more of [{}, { expiresAtMs: nowMs }, { doubt: 'was forged' }])
      assert.match(
        judged({
          header: header.replace(' anna:', ` ${person}:`).replace('a-random', 'b-random'),
          keys: [known('anna', annas, more)],
        }),
        /not of this request/,
      );
});

test('a key that was taken away no longer proves anything', () => {
  const revocation = { atMs: nowMs - 1, by: 'ben', reason: 'stolen' };
  assert.match(judged({ keys: [known('anna', annas, { revocation })] }), /taken away/);
});

test('a signature of a command is no proof of a request', () => {
  assert.equal(readProof(`1.${keyIdOf(publicKeyOf(services))}.1.2.${'A'.repeat(86)}`), undefined);
});

/** The last character of base64url carries bits that do not count. */
function spare(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return alphabet[alphabet.indexOf(text.slice(-1)) + 1] ?? 'A';
}
