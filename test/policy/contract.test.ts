/** Rules of contracts in the policy file: checked strictly, and turned into the data that all rules are. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { contractRules } from '../../src/policy/contract.ts';
import type { Policy } from '../../src/policy/schema.ts';
import { parsePolicy } from '../../src/policy/source.ts';
import { good } from './good.ts';

const written = (body: string): string => `${good}rules:\n${body}`;
const globex = `\
  globex-dpa:
    title: Tell Globex of a breach
    clause: DPA § 8.2
    addressee: privacy desk of Globex BV
    hours: 24
    customers: [globex]
    validFrom: 2024-01-01
`;

function policyOf(text: string): Policy {
  const parsed = parsePolicy(text);
  assert.equal(parsed.faults, undefined);
  assert.ok('policy' in parsed);
  return parsed.policy;
}

describe('a rule of a contract', () => {
  it('becomes dated data with the version of the policy file', () => {
    const [rule, ...more] = contractRules(policyOf(written(globex)).rules, 'abc');
    assert.deepEqual(more, []);
    assert.equal(rule?.version, 'abc');
    assert.equal(rule.validFrom, '2024-01-01');
    assert.deepEqual(rule.customers, ['globex']);
    assert.equal(rule.counting, 'contract');
    assert.deepEqual(
      rule.stages.map(({ id, anchor, amount, article }) => [id, anchor, amount, article]),
      [['notification', { kind: 'awareness' }, { unit: 'hours', count: 24 }, 'DPA § 8.2']],
    );
  });

  it('may count days, months or working days from another anchor', () => {
    for (const [key, unit] of [
      ['days', 'days'],
      ['months', 'months'],
      ['workingDays', 'working-days'],
    ]) {
      const text = globex.replace('hours: 24', `${key}: 2\n    anchor: detection`);
      const rules = contractRules(policyOf(written(text)).rules, 'v');
      assert.deepEqual(rules[0]?.stages[0]?.amount, { unit, count: 2 });
      assert.deepEqual(rules[0]?.stages[0]?.anchor, { kind: 'detection' });
    }
  });

  it('is optional: a policy without rules has none', () => {
    assert.deepEqual(policyOf(good).rules, {});
  });

  const faults: readonly (readonly [string, string, RegExp])[] = [
    ['hours: 24', 'hours: 24\n    days: 1', /rules\.globex-dpa must give exactly one of hours/],
    ['    hours: 24\n', '', /rules\.globex-dpa must give exactly one of hours/],
    ['hours: 24', 'hours: 0', /rules\.globex-dpa\.hours must be at least 1/],
    ['hours: 24', 'hours: soon', /rules\.globex-dpa\.hours must be a/],
    [
      '[globex]',
      '[initech]',
      /rules\.globex-dpa\.customers\.0 initech is not one of the customers/,
    ],
    ['2024-01-01', '2024-02-30', /validFrom is not a date/],
    ['2024-01-01', '2024-01-02\n    validUntil: 2024-01-01', /validUntil lies before validFrom/],
    ['clause:', 'claus:', /rules\.globex-dpa\.claus is not known here/],
    ['hours: 24', 'hours: 24\n    anchor: lunch', /anchor must be one of awareness, detection/],
    ['globex-dpa', 'gdpr-33-1', /rules\.gdpr-33-1 is the id of a legal rule/],
    ['    addressee: privacy desk of Globex BV\n', '', /rules\.globex-dpa\.addressee is missing/],
  ];
  for (const [from, to, sentence] of faults) {
    it(`with ${JSON.stringify(to)} is refused by its line`, () => {
      assert.ok(globex.includes(from));
      const found = parsePolicy(written(globex.replace(from, to))).faults ?? [];
      assert.equal(found.length, 1, found.join('\n'));
      assert.match(found[0] ?? '', sentence);
      assert.match(found[0] ?? '', /^line 3\d: /);
    });
  }

  it('is described with every key in the reference', () => {
    const reference = readFileSync(new URL('../../docs/policy.md', import.meta.url), 'utf8');
    for (const key of [
      'title',
      'clause',
      'addressee',
      'anchor',
      'hours',
      'days',
      'months',
      'workingDays',
      'validFrom',
      'validUntil',
      'customers',
    ])
      assert.match(reference, new RegExp(`rules\\.<id>.*\\.${key}\``), key);
  });
});
