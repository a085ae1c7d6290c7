import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { policyDifference, writtenIn } from '../../src/policy/difference.ts';
import { good, replaced } from './good.ts';

function difference(before: string, after: string, csv: readonly (string | undefined)[] = []) {
  const [first, second] = [before, after].map((policy, n) => {
    const customers = csv[n];
    return writtenIn({
      policy: Buffer.from(policy),
      ...(customers !== undefined && { customers: Buffer.from(customers) }),
    });
  });
  return policyDifference(first, second).map(({ what, path, before: was, after: is }) => [
    ...[what, path, was, is],
  ]);
}

describe('between two policy files', () => {
  for (const [says, after, expected] of [
    [
      'a value',
      replaced(['critical: 30s', 'critical: 1m']),
      [['changed', 'acknowledgeWithin.critical', '30s', '1m']],
    ],
    [
      'a comment, quotes and the order of keys do not count',
      replaced(
        ['  name: Acme GmbH\n', ''],
        ['organisation:\n', '# ours\norganisation:\n'],
        ['  authority: DE-BE\n', '  authority: "DE-BE"\n  name: Acme GmbH\n'],
      ),
      [],
    ],
    [
      'a person, whole',
      good.replace('roles:', '  ben: { name: Ben, email: ben@acme.example }\nroles:'),
      [['added', 'people.ben', undefined, { name: 'Ben', email: 'ben@acme.example' }]],
    ],
    [
      'a list of names, whole',
      replaced(['order: [anna, dora]', 'order: [dora]']),
      [['changed', 'onCall.order', ['anna', 'dora'], ['dora']]],
    ],
    [
      'an entry of a list, by its number',
      replaced(['before: 24h', 'before: 48h']),
      [['changed', 'ladder.reminders.2.before', '24h', '48h']],
    ],
    [
      'a section that is gone',
      replaced(['acknowledgeWithin:\n  critical: 30s\n', '']),
      [['removed', 'acknowledgeWithin', { critical: '30s' }, undefined]],
    ],
    [
      'an empty list, which is not an empty section',
      replaced(['order: [anna, dora]', 'order: {}']),
      [['changed', 'onCall.order', ['anna', 'dora'], {}]],
    ],
  ] as const)
    it(says, () => assert.deepEqual(difference(good, after), expected));

  it('customers of the CSV are told as those of the file', () => {
    const csv = 'id,name,email\ninitech,Initech,privacy@initech.example\n';
    assert.deepEqual(difference(good, good, [undefined, csv]), [
      [
        'added',
        'customers.initech',
        undefined,
        { name: 'Initech', email: 'privacy@initech.example' },
      ],
    ]);
    const moved = replaced(['globex: { name: Globex BV, email: privacy@globex.example }', '{}']);
    const listed = 'email,id,name\nprivacy@globex.example,globex,Globex BV\n';
    assert.deepEqual(difference(good, moved, [undefined, listed]), []);
  });

  it('vendors of the CSV are told too', () => {
    const listed = (country: string) =>
      writtenIn({
        policy: Buffer.from(good),
        vendors: Buffer.from(`id,name,country\nhost,Host SA,${country}\n`),
      });
    assert.deepEqual(policyDifference(listed('FR'), listed('US')), [
      { what: 'changed', path: 'vendors.host.country', before: 'FR', after: 'US' },
    ]);
  });
});
