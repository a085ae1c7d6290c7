/** Two drafts are compared item by item, whatever their age. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { difference } from '../../src/notices/difference.ts';
import { awareMs, complete, corrections, drafted, empty, full, organisation } from './sample.ts';

function changed(...[before, after]: readonly [typeof full, typeof full]): readonly string[] {
  return difference(drafted(before), drafted(after, awareMs)).map(
    ({ what, id }) => `${what} ${id}`,
  );
}

test('a draft does not differ from itself', () => {
  assert.deepEqual(changed(complete, complete), []);
});

test('what was learnt is added, what was corrected is changed, what lost its condition is removed', () => {
  const other = { ...complete.corrections, ...corrections({ 61: 'd', 67: 'c' }) };
  assert.deepEqual(changed(complete, { ...complete, corrections: other }), [
    'changed field_61',
    'changed field_67',
    'removed field_68',
  ]);
  assert.ok(changed(empty, full).includes('added field_68'));
  const [first] = difference(drafted(full), drafted({ ...full, title: 'x' }));
  assert.match(`${first?.before} > ${first?.after}`, /^Backup bucket was public\n.* > x\n/);
});

test('a draft in another language differs in what the product wrote, not in letters, numbers and times', () => {
  const german = drafted(complete, awareMs, organisation, 'de');
  assert.deepEqual(
    difference(drafted(complete), german).map(({ id }) => id),
    ['portal', 'field_53', 'field_90'],
  );
});
