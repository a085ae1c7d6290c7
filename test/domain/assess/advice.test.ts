/** What is advised, case by case, and that every reason says where it comes from. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { advise } from '../../../src/domain/assess/advice.ts';
import { assess } from '../../../src/domain/assess/assess.ts';
import { enisaScore } from '../../../src/domain/assess/enisa.ts';
import { cite } from '../../../src/domain/assess/sources.ts';
import { calm, mistake, stolen } from './given.ts';
import { guidelineCases } from './guideline-cases.ts';
import { ownCases } from './own-cases.ts';

describe('the advice', () => {
  for (const { says, facts, authority, people } of [...guidelineCases, ...ownCases])
    it(`${authority}, ${people}: ${says}`, () => {
      const advice = advise(facts);
      assert.deepEqual(
        [advice.document, advice.authority, advice.people],
        [true, authority, people],
        advice.because.map(({ id }) => id).join(' '),
      );
    });

  it('gives a reason with its source for every outcome', () => {
    for (const { facts } of [...guidelineCases, ...ownCases]) {
      const { authority, people, because } = advise(facts);
      const speaksFor = new Set(because.map((reason) => reason.for));
      assert.ok(speaksFor.has('document'));
      if (authority === 'document_only' || authority === 'undecided')
        assert.ok(speaksFor.has(authority));
      if (authority === 'notify')
        assert.ok(speaksFor.has('notify') || speaksFor.has('communicate'));
      if (people === 'communicate') assert.ok(speaksFor.has('communicate'));
      for (const { sources } of because) assert.ok(cite(sources).length > 0);
    }
  });

  it('does not let a low score suppress a notice', () => {
    const facts = { ...stolen, identification: 'negligible' } as const;
    assert.equal(enisaScore(facts).level, 'low');
    assert.equal(advise(facts).authority, 'notify');
  });

  it('marks a paragraph that was not read', () => {
    assert.match(cite(['trusted']), /not verified/);
    assert.doesNotMatch(cite(['noTrace']), /not verified/);
  });
});

describe('what is missing', () => {
  it('names every fact that is not given, and nothing when all are', () => {
    assert.deepEqual(assess(calm).missing, []);
    assert.equal(assess({}).missing.length, Object.keys(calm).length);
  });

  it('says what an answer would change', () => {
    const { deletion: _, ...facts } = { ...mistake, recipients: 'trusted' } as const;
    const advice = advise({ ...facts, individuals: 60 });
    assert.equal(advice.authority, 'notify');
    assert.deepEqual(assess({ ...facts, individuals: 60 }).missing, [
      { fact: 'deletion', changes: ['authority'] },
    ]);
    assert.match(advice.because[0]?.says ?? '', /read harshly: deletion\./);
  });

  it('says that an answer changes nothing when the outcome is settled', () => {
    const { duration: _, ...facts } = calm;
    assert.deepEqual(assess(facts).missing, [{ fact: 'duration', changes: [] }]);
  });
});
