import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { measureIds } from '../../src/domain/measures.ts';
import { judge, promises, type Evidence, type SecurityPromise } from '../../src/domain/promises.ts';

const promise: SecurityPromise = {
  ...{ section: 1, title: 'T', promise: 'p', measures: ['risk', 'backups'] },
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
      assert.equal(judge(promise, found, ['risk']).state, state);
    });

  it('a check that was not made is unknown, and no check at all is no evidence', () => {
    const { state, missing } = judge(promise, [evidence('one', 'ok')], ['risk']);
    assert.deepEqual([state, missing], ['attention', ['not known at this moment: two']]);
    assert.equal(judge({ ...promise, checks: [] }, [], ['risk']).state, 'attention');
  });

  it('what the software does not do yet keeps it from being kept, and is said', () => {
    const found = [evidence('one', 'ok'), evidence('two', 'ok')];
    const { state, missing } = judge({ ...promise, lacking: ['no drill'] }, found, ['risk']);
    assert.deepEqual([state, missing], ['attention', ['no drill']]);
  });

  it('only measures in force are told; without any nothing is in force, however good the evidence is', () => {
    const both = [evidence('one', 'ok'), evidence('two', 'ok')];
    const { state, measures } = judge(promise, both, ['backups', 'transit']);
    assert.deepEqual([state, measures], ['kept', ['backups']]);
    const none = judge(promise, both, ['transit']);
    assert.deepEqual([none.state, none.measures], ['not-yet', []]);
    assert.equal(judge(promise, [evidence('one', 'failed')], []).state, 'broken');
  });

  it('with a policy that has faults nobody can say what is in force', () => {
    const both = [evidence('one', 'ok'), evidence('two', 'unknown')];
    const { state, measures } = judge(promise, both, undefined);
    assert.deepEqual([state, measures], ['attention', []]);
  });

  it('says for each fault what to do, the worst first', () => {
    const found = [evidence('one', 'warning'), evidence('two', 'failed')];
    assert.deepEqual(judge(promise, found, ['risk']).missing, ['two: mend two', 'one: mend one']);
  });
});

it('the policy has eleven sections in their order', () => {
  assert.deepEqual(
    promises.map(({ section }) => section),
    Array.from({ length: 11 }, (_, n) => n + 1),
  );
  for (const { checks } of promises) assert.ok(checks.length > 0);
});

it('every measure keeps a promise', () => {
  const used = new Set(promises.flatMap(({ measures }) => measures));
  assert.deepEqual(
    measureIds.filter((id) => !used.has(id)),
    [],
  );
});
