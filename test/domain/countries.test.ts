/** Countries as people write them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eeaStates, placeName, readPlace, readPlaces } from '../../src/domain/countries.ts';

test('there are thirty states of the EEA: 27 of the Union and three more', () => {
  assert.equal(Object.keys(eeaStates).length, 30);
});

test('codes, names and the spellings of the Union are read', () => {
  assert.deepEqual(
    ['de-be', 'EL', 'uk', ' France ', 'saxony', 'DE-XX', 'Atlantis'].map(readPlace),
    ['DE-BE', 'GR', 'GB', 'FR', 'DE-SN', undefined, undefined],
  );
  assert.equal(placeName('DE-BE'), 'Berlin, Germany');
});

const lists: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['DE, FR', ['DE', 'FR'], []],
  ['Germany (1,200), France and AT: about 30', ['DE', 'FR'], ['AT  about']],
  ['Germany (1,200), France and AT ~30', ['DE', 'FR', 'AT'], []],
  ['the Netherlands; Czech Republic\nDE-BY', ['NL', 'CZ', 'DE-BY'], []],
  ['FR, FR, fr', ['FR'], []],
  ['mostly France, US', [], ['mostly France', 'US']],
  ['', [], []],
];
for (const [text, places, unread] of lists)
  test(`${JSON.stringify(text)} is read, and what is not understood is told`, () =>
    assert.deepEqual(readPlaces(text), { places, unread }));
