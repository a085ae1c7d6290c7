/** Names for ids: what an object has by itself is nobody's name. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { nameOf } from '../../src/cli/names.ts';

it('an id without a name stands for itself, also one that every object knows', () => {
  const names = { anna: 'Anna Berg' };
  assert.equal(nameOf('anna', names), 'Anna Berg');
  for (const id of ['zoe', 'constructor', 'toString', '__proto__'])
    assert.equal(nameOf(id, names), id);
  assert.equal(nameOf(undefined, names), 'nobody');
});
