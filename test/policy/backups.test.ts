/** Backups as the policy file asks for them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsePolicy } from '../../src/policy/source.ts';
import { good } from './good.ts';

const recipient = 'age1l4z7appnhyasv6hq3wwxurruc7hs9aqws6watngngzfc6xf6w4mshz2ef8';
const read = (section: string) => parsePolicy(`${good}${section}\n`);
const backupsIn = (section: string) => {
  const parsed = read(section);
  assert.ok('policy' in parsed, JSON.stringify(parsed));
  return parsed.policy.backups;
};

test('a folder and a recipient are enough: daily, kept for 35 days, 50 at most', () => {
  assert.equal(backupsIn(''), undefined);
  assert.deepEqual(backupsIn(`backups: { to: ./there, recipients: [${recipient}] }`), {
    ...{ to: './there', every: 86_400_000, recipients: [recipient] },
    keep: { days: 35, count: 50 },
  });
});

test('an identity in place of a recipient is refused without being repeated', () => {
  const identity = `AGE-SECRET-KEY-1${'Q'.repeat(58)}`;
  const [fault = ''] = read(`backups: { to: ./there, recipients: [${identity}] }`).faults ?? [];
  assert.match(fault, /is an identity, the private key: remove it from this file/);
  assert.equal(fault.includes('QQQ'), false);
});

test('what is no recipient, none at all, and a count of none are faults', () => {
  for (const [section, fault] of [
    ['{ to: ./there, recipients: [age1short] }', /is not an age recipient/],
    ['{ to: ./there, recipients: [] }', /needs at least one recipient/],
    ['{ recipients: [age1x] }', /backups\.to/],
    [`{ to: ./there, recipients: [${recipient}], keep: { count: 0 } }`, /backups\.keep\.count/],
    [`{ to: ./there, recipients: [${recipient}], every: 1h }`, /ISO 8601/],
  ] as const)
    assert.match((read(`backups: ${section}`).faults ?? []).join('\n'), fault);
});
