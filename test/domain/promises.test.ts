import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judge, promises, type Evidence, type SecurityPromise } from '../../src/domain/promises.ts';

const promise: SecurityPromise = {
  ...{ section: 1, title: 'T', promise: 'p', measure: 'm' },
  ...{ checks: ['one', 'two'], lacking: [] },
};
const evidence = (name: string, result: Evidence['result']): Evidence => ({
  ...{ name, result, found: `${name} found`, remedy: `mend ${name}` },
});

describe('a promise is never better than its evidence', () => {
  for (const [one, two, state] of [
    ['ok', 'ok', 'kept'],
    ['ok', 'warning', 'attention'],
    ['ok', 'unknown', 'attention'],
    ['unknown', 'unknown', 'attention'],
    ['ok', 'failed', 'broken'],
    ['unknown', 'failed', 'broken'],
  ] as const)
    it(`${one} and ${two} make it ${state}`, () => {
      const found = [evidence('one', one), evidence('two', two)];
      assert.equal(judge(promise, found).state, state);
    });

  it('a check that was not made is unknown, and no check at all is no evidence', () => {
    const { state, missing } = judge(promise, [evidence('one', 'ok')]);
    assert.deepEqual([state, missing], ['attention', ['not known at this moment: two']]);
    assert.equal(judge({ ...promise, checks: [] }, []).state, 'attention');
  });

  it('what the software does not do yet keeps it from being kept, and is said', () => {
    const found = [evidence('one', 'ok'), evidence('two', 'ok')];
    const { state, missing } = judge({ ...promise, lacking: ['no drill'] }, found);
    assert.deepEqual([state, missing], ['attention', ['no drill']]);
  });

  it('without the check that it rests on nothing is in force, however good the others are', () => {
    const resting = { ...promise, rests: { check: 'two', without: 'no two' } };
    const { state, measure, missing } = judge(resting, [evidence('one', 'ok')]);
    assert.deepEqual([state, measure, missing], ['not-yet', undefined, ['no two']]);
    assert.equal(judge(resting, [evidence('one', 'failed')]).state, 'broken');
    const both = [evidence('one', 'ok'), evidence('two', 'ok')];
    assert.deepEqual([judge(resting, both).state, judge(resting, both).measure], ['kept', 'm']);
  });

  it('says for each fault what to do', () => {
    const found = [evidence('one', 'failed'), evidence('two', 'warning')];
    assert.deepEqual(judge(promise, found).missing, ['one: mend one', 'two: mend two']);
  });
});

it('the policy has eleven sections in their order', () => {
  assert.deepEqual(
    promises.map(({ section }) => section),
    Array.from({ length: 11 }, (_, n) => n + 1),
  );
  for (const { checks } of promises) assert.ok(checks.length > 0);
});
