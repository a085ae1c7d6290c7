/** Where the organisation is established: what the policy file takes, and what the doctor makes of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkAuthority } from '../../src/doctor/authority.ts';
import { parsePolicy } from '../../src/policy/source.ts';
import { organisationProfile } from '../../src/policy/profile.ts';
import { replaced } from './good.ts';

const authority = '  authority: DE-BE\n';

function parsed(establishments: string, chosen = 'DE-BE') {
  return parsePolicy(
    replaced([authority, `  authority: ${chosen}\n  establishments: ${establishments}\n`]),
  );
}

function policyOf(result: ReturnType<typeof parsePolicy>) {
  return result.faults ? assert.fail(result.faults.join('\n')) : result.policy;
}

function policyWith(establishments: string, chosen?: string) {
  return policyOf(parsed(establishments, chosen));
}

test('places are read as people write them', () => {
  const policy = policyWith('{ main: de-be, others: [EL, France], people: [NO, uk] }');
  assert.deepEqual(policy.organisation.establishments, {
    ...{ main: 'DE-BE', others: ['GR', 'FR'], body: 'private', people: ['NO', 'GB'] },
  });
});

const wrong: readonly (readonly [string, RegExp])[] = [
  ['{ main: DE-XX }', /"DE-XX" is not a German Land/],
  ['{ others: [EU] }', /"EU" is not the code of a country/],
  ['{ people: [everywhere] }', /"everywhere" is not a country/],
  [
    '{ main: FR, representative: { country: IE } }',
    /is for organisations without an establishment/,
  ],
  ['{ seat: FR }', /is not known here/],
];
for (const [written, sentence] of wrong)
  test(`${written} is refused`, () =>
    assert.match((parsed(written).faults ?? []).join('\n'), sentence));

test('without them an incident knows one authority, as before', () => {
  const policy = policyOf(parsePolicy(replaced()));
  const profile = organisationProfile(policy);
  assert.equal(profile.establishments, undefined);
  assert.equal(profile.authority?.id, 'DE-BE');
});

test('the representative stands in the profile for the notice', () => {
  const policy = policyWith(
    '{ main: US, representative: { country: IE, name: Rep Ltd, contact: rep@rep.example } }',
  );
  const { establishments } = organisationProfile(policy);
  assert.deepEqual(
    [establishments?.representative, establishments?.representativeName],
    ['IE', 'Rep Ltd'],
  );
});

const soonMs = Date.parse('2026-12-01');
const findings: readonly (readonly [string, string, 'ok' | 'warning'])[] = [
  ['{ main: DE-BE, others: [FR] }', 'DE-BE', 'ok'],
  ['{ main: IE, others: [FR] }', 'FR', 'warning'],
  ['{ main: DE-BY, body: public }', 'DE-BY', 'warning'],
  ['{ main: DE }', 'DE-BE', 'ok'],
  ['{ main: US }', 'IE', 'ok'],
  ['{ main: US, people: [FR, IE] }', 'IE', 'ok'],
  ['{ main: US, people: [FR] }', 'IE', 'warning'],
];
for (const [written, chosen, result] of findings)
  test(`the doctor on ${chosen} beside ${written}: ${result}`, () => {
    const finding = checkAuthority(policyWith(written, chosen), soonMs);
    assert.equal(finding.result, result, finding.found);
  });

test('the doctor warns when the directory has not been checked for half a year', () => {
  const policy = policyOf(parsePolicy(replaced()));
  assert.equal(checkAuthority(policy, soonMs).result, 'ok');
  assert.match(checkAuthority(policy, Date.parse('2027-07-01')).found, /7 months ago/);
});
