/** What is missing or due about a vendor, and which services have none. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dateAt, monthsAfter } from '../../src/calendar/date.ts';
import { toldByVendor, vendorQuestions } from '../../src/domain/vendor-questions.ts';
import {
  concernsOf,
  isReviewDue,
  stateOf,
  withoutVendor,
  type VendorFacts,
} from '../../src/domain/vendors.ts';

const today = '2026-11-27';
const whole: VendorFacts = {
  ...{ country: 'DE', contract: '2025-01-01', confidentiality: true, reviewedOn: '2026-01-31' },
};

const cases: readonly (readonly [
  says: string,
  change: VendorFacts | Partial<VendorFacts>,
  due: string | undefined,
  concerns: readonly string[],
])[] = [
  ['all is there', {}, '2026-11-28', []],
  ['a review is due on its day', {}, today, ['review due']],
  ['a review was due', {}, '2026-01-31', ['review due']],
  ['nobody ever looked', { reviewedOn: undefined }, undefined, ['never reviewed']],
  ['no contract', { contract: undefined }, '2027-01-31', ['contract missing']],
  ['a contract from today', { contract: today }, '2027-01-31', []],
  [
    'a contract that begins tomorrow',
    { contract: '2026-11-28' },
    '2027-01-31',
    ['contract missing'],
  ],
  ['no commitment', { confidentiality: undefined }, '2027-01-31', ['confidentiality missing']],
  ['a commitment with its date', { confidentiality: '2025-01-01' }, '2027-01-31', []],
  [
    'a commitment that is to come',
    { confidentiality: '2027-01-01' },
    '2027-01-31',
    ['confidentiality missing'],
  ],
  ['outside without a ground', { country: 'US' }, '2027-01-31', ['no transfer ground']],
  ['outside with one', { country: 'US', transferGround: { kind: 'scc' } }, '2027-01-31', []],
  ['in Iceland', { country: 'IS' }, '2027-01-31', []],
  [
    'nothing but a name',
    { country: 'CN', contract: undefined, confidentiality: undefined, reviewedOn: undefined },
    undefined,
    ['no transfer ground', 'contract missing', 'confidentiality missing', 'never reviewed'],
  ],
];
for (const [says, change, reviewDueOn, expected] of cases)
  test(`a vendor: ${says}`, () => {
    const concerns = concernsOf({ ...whole, ...change }, { today, reviewDueOn });
    assert.deepEqual(concerns, expected);
    assert.equal(stateOf(concerns), expected[0] ?? 'ok');
    assert.equal(isReviewDue(concerns), /review/.test(expected.join()));
  });

test('a service belongs to a vendor when one is said to provide it', () => {
  const services = [
    { service: 'mail', host: 'a' },
    { service: 'temporal', host: 'b' },
  ] as const;
  assert.deepEqual(withoutVendor(services, []), services);
  assert.deepEqual(withoutVendor(services, [{}, { services: ['mail', 'register'] }]), [
    services[1],
  ]);
});

test('months are those of the calendar, and today is that of the zone', () => {
  assert.equal(monthsAfter('2026-01-31', 1), '2026-02-28');
  assert.equal(monthsAfter('2024-02-29', 12), '2025-02-28');
  const lateMs = Date.parse('2026-11-27T23:30:00Z');
  assert.equal(dateAt(lateMs, 'Europe/Berlin'), '2026-11-28');
  assert.equal(dateAt(lateMs, 'Europe/Lisbon'), '2026-11-27');
});

test('the questions ask for all that Art. 33(3) wants, and the description names the vendor by its id', () => {
  const articles = vendorQuestions.map(({ article }) => article);
  for (const letter of ['a', 'b', 'c', 'd'])
    assert.ok(articles.includes(`33(3)(${letter})`), letter);
  assert.ok(vendorQuestions.every(({ ask }) => ask.endsWith('?')));
  assert.equal(toldByVendor('hetzner', undefined), 'The vendor hetzner told us.');
  assert.equal(toldByVendor('hetzner', 'Logs.'), 'The vendor hetzner told us. Logs.');
});
