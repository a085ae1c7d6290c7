/** The scales of the facts: their ends are the mildest and the harshest reading, and their order is meant. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import {
  contents,
  factNames,
  fill,
  harshest,
  isKnown,
  mildest,
  scales,
  type ScaleName,
} from '../../../src/domain/assess/facts.ts';

const names = factNames.filter((name): name is ScaleName => name in scales);

it('every scale begins with the mildest answer and ends with the harshest', () => {
  assert.equal(names.length, Object.keys(scales).length);
  for (const name of names) {
    assert.equal(mildest[name], scales[name][0], name);
    assert.equal(harshest[name], scales[name].at(-1), name);
  }
  assert.deepEqual([mildest.contents, harshest.contents], [[], contents]);
  assert.deepEqual([mildest.individuals, harshest.individuals], [0, Infinity]);
  assert.deepEqual([mildest.restoreHours, harshest.restoreHours], [0, Infinity]);
});

it('a gap takes the reading that is asked for, a known fact never does', () => {
  assert.deepEqual(fill({}, harshest), harshest);
  assert.deepEqual(fill(mildest, harshest), mildest);
  assert.deepEqual(fill({ malicious: false }, harshest), { ...harshest, malicious: false });
  assert.equal(isKnown({ data: [] }, 'data'), false);
  assert.equal(isKnown({ contents: [] }, 'contents'), true);
});
