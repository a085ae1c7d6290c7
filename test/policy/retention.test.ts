/** The section `retention` of the policy file: which limits it takes, and which it names as wrong. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { retention } from '../../src/policy/retention.ts';

const faultOf = (value: unknown): string =>
  (retention.safeParse(value).error?.issues ?? []).map(({ message }) => message).join('; ');

for (const limit of ['P2Y', 'P18M', 'P6W', 'P90D', 'P1Y6M', 'P1D'])
  it(`takes ${limit}`, () => assert.equal(faultOf({ incidents: limit }), ''));

for (const limit of ['2 years', 'P', 'PT12H', 'P-1Y', 'P0D', 'P1.5Y', 12, 'P2Y\n', ''])
  it(`does not take ${JSON.stringify(limit)}`, () =>
    assert.match(faultOf({ incidents: limit }), /is not an ISO 8601 duration|P1D at least/));

it('takes no limit for breaches that is shorter than can be argued', () => {
  assert.match(faultOf({ breaches: 'P1Y' }), /P2Y at least.*Art\. 33\(5\)/);
  assert.equal(faultOf({ breaches: 'P3Y' }), '');
});
