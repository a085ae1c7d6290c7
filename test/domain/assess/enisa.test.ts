/** ENISA's score: the published examples of each part, the bands, the clamps and the flags. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  contextOf,
  enisaRange,
  enisaScore,
  levelOf,
  type Level,
} from '../../../src/domain/assess/enisa.ts';
import { enisaFactors } from '../../../src/domain/assess/factors.ts';
import type { Category, Facts } from '../../../src/domain/assess/facts.ts';

const plain: Facts = {
  data: [{ category: 'simple' }],
  identification: 'negligible',
  confidentiality: 'none',
  integrity: 'none',
  availability: 'none',
  malicious: false,
};

describe('the context of data', () => {
  const examples: readonly (readonly [string, Category, number, number])[] = [
    ['customers of a supermarket', 'simple', 0, 1],
    ['customers of a dealer in luxury cars', 'simple', 1, 2],
    ['customers of an online pharmacy', 'simple', 2, 3],
    ['undercover officers', 'simple', 3, 4],
    ['calls to a helpdesk', 'behavioural', -1, 1],
    ['calls of a week', 'behavioural', 0, 2],
    ['calls of a year', 'behavioural', 1, 3],
    ['purchases in a pharmacy', 'behavioural', 2, 4],
    ['that somebody is a customer of a bank', 'financial', -2, 1],
    ['transactions of a day', 'financial', -1, 2],
    ['balances of a month', 'financial', 0, 3],
    ['full card details', 'financial', 1, 4],
    ['that blood was tested', 'sensitive', -3, 1],
    ['that blood was tested in an emergency', 'sensitive', -2, 2],
    ['a test for one illness', 'sensitive', -1, 3],
    ['results of a test', 'sensitive', 0, 4],
    ['more than the scale holds', 'sensitive', 9, 4],
    ['less than the scale holds', 'simple', -9, 1],
  ];
  for (const [says, category, adjustment, expected] of examples)
    it(`is ${expected}: ${says}`, () =>
      assert.equal(contextOf({ category, adjustment, reason: 'it is so' }), expected));

  it('is that of the heaviest kind', () => {
    const data = [
      { category: 'simple' },
      { category: 'sensitive' },
      { category: 'financial' },
    ] as const;
    assert.equal(enisaScore({ ...plain, data }).dpc, 4);
  });
});

describe('the severity', () => {
  const examples: readonly (readonly [Facts, number, Level])[] = [
    [plain, 0.25, 'low'],
    [{ ...plain, identification: 'maximum' }, 1, 'low'],
    [{ ...plain, identification: 'maximum', confidentiality: 'known_recipients' }, 1.25, 'low'],
    [{ ...plain, identification: 'significant', integrity: 'altered_recoverable' }, 1, 'low'],
    [
      {
        ...plain,
        identification: 'maximum',
        confidentiality: 'unknown_recipients',
        malicious: true,
      },
      2,
      'medium',
    ],
    [
      {
        ...plain,
        data: [{ category: 'behavioural' }],
        identification: 'limited',
        availability: 'full',
      },
      1.5,
      'low',
    ],
    [
      { ...plain, data: [{ category: 'financial' }], identification: 'significant' },
      2.25,
      'medium',
    ],
    [{ ...plain, data: [{ category: 'financial' }], identification: 'maximum' }, 3, 'high'],
    [
      {
        ...plain,
        data: [{ category: 'sensitive' }],
        identification: 'significant',
        availability: 'temporal',
        malicious: true,
      },
      3.75,
      'high',
    ],
    [
      {
        data: [{ category: 'sensitive' }],
        identification: 'maximum',
        confidentiality: 'unknown_recipients',
        integrity: 'altered_not_recoverable',
        availability: 'full',
        malicious: true,
      },
      6,
      'very_high',
    ],
  ];
  for (const [facts, se, level] of examples)
    it(`is ${se}, ${level}`, () => {
      const score = enisaScore(facts);
      assert.deepEqual([score.se, score.level], [se, level]);
      assert.equal((score.dpc ?? 0) * (score.ei ?? 0) + (score.cb ?? 0), se);
      const range = enisaRange(facts);
      assert.deepEqual([range.least.se, range.most.se], [se, se]);
    });

  it('changes its band exactly at 2, 3 and 4', () => {
    assert.deepEqual([7, 8, 11, 12, 15, 16].map(levelOf), [
      'low',
      'medium',
      'medium',
      'high',
      'high',
      'very_high',
    ]);
  });

  it('is not guessed: a part whose fact is missing is null, and the range says between what', () => {
    const { malicious: _, ...facts } = plain;
    assert.deepEqual(enisaScore(facts), {
      ...{ dpc: 1, ei: 0.25, cb: null, se: null, level: null },
      flags: [],
    });
    assert.deepEqual(enisaRange(facts), {
      least: { se: 0.25, level: 'low' },
      most: { se: 0.75, level: 'low' },
    });
  });

  it('raises flags above 100 people and for unreadable data, without a change of the score', () => {
    const flagged = enisaScore({ ...plain, individuals: 101, unintelligible: true });
    assert.deepEqual(flagged.flags, ['more_than_100_individuals', 'unintelligible_data']);
    assert.equal(flagged.se, enisaScore(plain).se);
    assert.deepEqual(enisaScore({ ...plain, individuals: 100, unintelligible: false }).flags, []);
  });

  it('tells how it came about, with the reason of an adjustment', () => {
    const factors = enisaFactors({
      ...plain,
      data: [{ category: 'financial', adjustment: -1, reason: 'no account' }],
    });
    assert.match(factors[0]?.means ?? '', /3 adjusted by -1, because no account/);
    assert.deepEqual(
      factors.map(({ points }) => points),
      [2, 0.25, 0, 0, 0, 0],
    );
    assert.equal(enisaFactors({})[0]?.points, null);
  });
});
