/** Where and how often checkpoints are mailed, as the policy file says it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Policy } from '../../src/policy/schema.ts';
import { parsePolicy } from '../../src/policy/source.ts';
import { good } from './good.ts';

function read(section: string): { readonly policy?: Policy; readonly faults?: readonly string[] } {
  return parsePolicy(`${good}${section}`);
}

test('without the section none are mailed, with an address one a week', () => {
  assert.equal(read('').policy?.audit.checkpoints, undefined);
  const section = 'audit: { checkpoints: { to: trustee@outside.example } }';
  assert.deepEqual(read(section).policy?.audit.checkpoints, {
    ...{ to: 'trustee@outside.example', every: 7 * 86_400_000 },
  });
});

for (const [every, hours] of [
  ['P1D', 24],
  ['P2W', 336],
  ['PT12H', 12],
  ['P1DT6H', 30],
  ['P366D', 8_784],
] as const)
  test(`${every} is ${hours} hours`, () => {
    const section = `audit: { checkpoints: { to: t@outside.example, every: ${every} } }`;
    assert.equal(read(section).policy?.audit.checkpoints?.every, hours * 3_600_000);
  });

for (const every of ['P1M', 'P1Y', '7d', 'P', 'PT', 'P1DT', 'PT30M', 'PT0H', 'P367D', '-P7D', '7'])
  test(`${every} is refused with an example of what is meant`, () => {
    const section = `audit: { checkpoints: { to: t@outside.example, every: ${every} } }`;
    const [fault = ''] = read(section).faults ?? [];
    assert.match(fault, /audit\.checkpoints\.every.*P7D|PT1H/s, fault);
  });

test('a misspelt key and a wrong address are told', () => {
  assert.match(read('audit: { checkpoint: {} }').faults?.join() ?? '', /checkpoint/);
  assert.match(read('audit: { checkpoints: { to: trustee } }').faults?.join() ?? '', /e-mail/);
});
