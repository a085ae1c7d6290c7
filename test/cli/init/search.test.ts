/** What is found for what is typed: by any words, without accents, and never a suggestion where a guess does harm. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findAuthorities, findZones } from '../../../src/cli/init/search.ts';

const zones = (term: string) => findZones(term, 'Europe/Lisbon').map(({ value }) => value);
const authorities = (term: string) => findAuthorities(term).map(({ value }) => value);

test('the zone of this computer stands first, and any words of a name find a zone', () => {
  assert.deepEqual(findZones('', 'Europe/Lisbon')[0], {
    value: 'Europe/Lisbon',
    name: 'Europe/Lisbon (this computer)',
  });
  assert.deepEqual(zones('new york'), ['America/New_York']);
  assert.deepEqual(zones('utc'), ['UTC']);
  assert.deepEqual(zones('nowhere'), []);
});

test('a zone typed in full counts even when the list has another name for it', () => {
  for (const zone of ['Asia/Calcutta', 'Asia/Kolkata'])
    assert.ok(zones(zone).includes(zone), `${zone} is not offered`);
  assert.deepEqual(zones('CET'), [], 'an abbreviation is not a zone');
});

test('no authority is suggested before something is typed', () => {
  assert.deepEqual(authorities(' '), []);
});

const found: readonly (readonly [string, readonly string[]])[] = [
  ['ireland', ['IE']],
  ['osterreich', ['AT']],
  ['bay', ['DE-BY', 'DE-BY-PUB']],
  ['germany saxony', ['DE-SN', 'DE-ST', 'DE-NI']],
  ['gb', ['GB']],
];
for (const [term, ids] of found)
  test(`“${term}” finds ${ids.join(', ')}`, () => {
    assert.deepEqual(authorities(term).toSorted(), ids.toSorted());
  });

test('the federal authority stands behind those of the regions and says whom it is for', () => {
  const last = findAuthorities('germany').at(-1);
  assert.equal(last?.value, 'DE');
  assert.match(last?.description ?? '', /a private company notifies the authority of its region/);
});
