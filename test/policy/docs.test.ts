/** The reference of the policy file stays true: its example loads, and it names every key. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parsePolicy } from '../../src/policy/source.ts';
import { good } from './good.ts';

const reference = readFileSync(new URL('../../docs/policy.md', import.meta.url), 'utf8');

test('the example of the reference is a policy that loads', () => {
  const example = /## Example\n\n```yaml\n(.*?)```/s.exec(reference)?.[1] ?? '';
  assert.deepEqual(parsePolicy(example).faults, undefined);
});

test('the reference names every key of a policy', () => {
  const all = `${good}audit: { checkpoints: { to: trustee@outside.example, every: P7D } }
access: { signatures: required, keyLifetime: P90D }
web: { url: x, session: PT8H, idle: 15m, oidc: { issuer: x, clientId: x, clientSecret: x, claim: x, requireVerified: true } }
backups: { to: x, every: P1D, recipients: [], keep: { days: 1, count: 1 } }
rota: { zone: UTC, layers: { name: a, people: [], every: day, from: a, at: a, on: [], between: { from: a, until: b } }, away: [] }
hosting: { country: DE, vendor: hetzner }
web: { url: x }
links: { expires: PT24H }
x: { outOfBand: x }
escalation: { default: [{ page: [anna], within: PT5M }], rounds: 1, fallback: [anna], progressWithin: {}, quietHours: { from: x, until: x, zone: x, severities: [low] } }
retention: { incidents: P1Y, breaches: P2Y, attachments: P1Y, drafts: P1Y, policyVersions: P1Y, inbox: P1Y }`;
  for (const [, key = ''] of all.matchAll(/\b([a-zA-Z]+):/g)) {
    if (['anna', 'dora', 'globex'].includes(key)) continue;
    assert.ok(reference.includes(key), `${key} is not in docs/policy.md`);
  }
});
