/** What an incident pins of the policy, and what it must not. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import type { Policy } from '../../src/policy/schema.ts';
import { personKey, personZone, sender, snapshot } from '../../src/policy/snapshot.ts';
import { parsePolicy } from '../../src/policy/source.ts';
import { good, replaced } from './good.ts';

function policyOf(text: string): Policy {
  const parsed = parsePolicy(text);
  return parsed.faults ? assert.fail(parsed.faults.join('\n')) : parsed.policy;
}

const policy = policyOf(good);

test('a snapshot holds ids, times and the ladder, and no name or address', () => {
  const pinned = snapshot(policy, '0123456789ab');
  assert.equal(pinned.version, '0123456789ab');
  assert.deepEqual(pinned.onCall, ['anna', 'dora']);
  assert.deepEqual(pinned.customers, ['globex']);
  assert.equal(pinned.mailDomain, 'mail.acme.example');
  assert.equal(pinned.ackTimeoutMs.critical, 30_000);
  assert.deepEqual(pinned.ladder, policy.ladder);
  assert.doesNotMatch(JSON.stringify(pinned), /@|Anna|Berg|Dora|Lind|Globex|Acme|smtp/);
});

test('a person key is opaque, the same every time, and differs between organisations', () => {
  const { people } = snapshot(policy, 'v');
  const digest = createHash('sha256').update('Acme GmbH\0anna').digest('hex');
  assert.equal(people.anna, digest.slice(0, 16));
  assert.equal(people.anna, personKey(policy, 'anna'));
  assert.notEqual(people.anna, people.dora);
  const elsewhere = policyOf(replaced(['Acme GmbH', 'Globex BV']));
  assert.notEqual(people.anna, personKey(elsewhere, 'anna'));
});

test("a person's zone is their own, else the organisation's, also for who has left", () => {
  assert.equal(personZone(policy, 'anna'), 'Atlantic/Azores');
  assert.equal(personZone(policy, 'dora'), 'Europe/Berlin');
  assert.equal(personZone(policy, 'gone'), 'Europe/Berlin');
  assert.equal(personZone(policy, 'constructor'), 'Europe/Berlin');
});

test('mail comes from mail.from, else from the contact', () => {
  const plain = policyOf(replaced(['  from: Incidents@Mail.acme.example\n', '']));
  assert.equal(sender(policy), 'Incidents@Mail.acme.example');
  assert.equal(sender(plain), 'security@acme.example');
  assert.equal(snapshot(plain, 'v').mailDomain, 'acme.example');
});
