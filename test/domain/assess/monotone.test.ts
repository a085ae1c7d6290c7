/** Over the whole space of facts: the score stays in range, worse facts never weaken the advice, a gap counts as the worst. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { advise, type Advice } from '../../../src/domain/assess/advice.ts';
import { enisaScore } from '../../../src/domain/assess/enisa.ts';
import {
  contents,
  factNames,
  mildest,
  scales,
  type Category,
  type FactName,
  type Facts,
  type Full,
  type ScaleName,
} from '../../../src/domain/assess/facts.ts';
import { disclosureRules } from '../../../src/domain/assess/disclosure.ts';
import { effectRules, lossRules, restored } from '../../../src/domain/assess/loss.ts';
import { reliefs } from '../../../src/domain/assess/relief.ts';

const runs = { numRuns: 3_000 };

const order = {
  authority: ['document_only', 'undecided', 'notify'],
  people: ['not_required', 'undecided', 'communicate'],
} as const;

function assertNotWeaker(worse: Advice, better: Advice): void {
  for (const who of ['authority', 'people'] as const) {
    const scale: readonly string[] = order[who];
    assert.ok(
      scale.indexOf(worse[who]) >= scale.indexOf(better[who]),
      `${who}: ${better[who]} became ${worse[who]}`,
    );
  }
}

const names = factNames.filter((name): name is ScaleName => name in scales);
const categories: readonly Category[] = ['simple', 'behavioural', 'financial', 'sensitive'];
const item = fc.record({
  category: fc.constantFrom(...categories),
  adjustment: fc.integer({ min: -4, max: 4 }),
  reason: fc.constant('it is so'),
});
const scaled = Object.fromEntries(
  names.map((name) => [name, fc.constantFrom<unknown>(...scales[name])]),
);
const rest = {
  data: fc.array(item, { minLength: 1, maxLength: 3 }),
  contents: fc.subarray([...contents]),
  individuals: fc.oneof(fc.constantFrom(0, 1, 50, 51, 100, 101), fc.nat(100_000)),
  restoreHours: fc.oneof(fc.constantFrom(0, 24, 25), fc.nat(1_000)),
};
/** Facts near a relief are rare in an even draw: half of the draws lean to the mild end. */
const leaning = Object.fromEntries(
  names.map((name) => [
    name,
    fc.oneof(
      { weight: 4, arbitrary: fc.constant<unknown>(scales[name][0]) },
      { weight: 1, arbitrary: fc.constantFrom<unknown>(...scales[name]) },
    ),
  ]),
);
const mildRest = {
  ...rest,
  data: fc.oneof(fc.constant([{ category: 'simple' }]), rest.data),
  contents: fc.oneof(fc.constant([]), fc.constant(['contact_details']), rest.contents),
};
const full = fc
  .oneof(fc.record({ ...scaled, ...rest }), fc.record({ ...leaning, ...mildRest }))
  .map((drawn): Full => ({ ...mildest, ...drawn }));
const facts = fc
  .tuple(full, fc.subarray([...factNames]))
  .map(([all, gone]): Facts => without(all, gone));

function without(all: Facts, gone: readonly string[]): Facts {
  return Object.fromEntries(Object.entries(all).filter(([name]) => !gone.includes(name)));
}

/** Every way to make exactly one known fact worse. */
function worsenings(given: Facts): Facts[] {
  const { data, individuals, restoreHours } = given;
  const listed = given.contents;
  return [
    ...names.flatMap((name) => {
      const scale: readonly unknown[] = scales[name];
      const next = scale[scale.indexOf(given[name]) + 1];
      return given[name] === undefined || next === undefined ? [] : [{ ...given, [name]: next }];
    }),
    ...(data ? categories.map((category) => ({ ...given, data: [...data, { category }] })) : []),
    ...(data ?? []).map((one, at) => ({
      ...given,
      data: (data ?? []).map((other, place) =>
        place === at ? { ...one, adjustment: (one.adjustment ?? 0) + 1, reason: 'worse' } : other,
      ),
    })),
    ...(listed ? contents.map((one) => ({ ...given, contents: [...listed, one] })) : []),
    ...(individuals === undefined
      ? []
      : [1, 50, 1_000].map((more) => ({ ...given, individuals: individuals + more }))),
    ...(restoreHours === undefined
      ? []
      : [1, 30].map((more) => ({ ...given, restoreHours: restoreHours + more }))),
  ];
}

describe('over the whole space of facts', () => {
  it('the score is in range, in quarters, and its level fits', () => {
    fc.assert(
      fc.property(full, (all) => {
        const { dpc, ei, cb, se, level } = enisaScore(all);
        assert.ok(dpc !== null && ei !== null && cb !== null && se !== null && level !== null);
        assert.ok(dpc >= 1 && dpc <= 4 && ei >= 0.25 && ei <= 1 && cb >= 0 && cb <= 2);
        assert.ok(se >= 0.25 && se <= 6 && Number.isInteger(se * 4));
        assert.equal(se, dpc * ei + cb);
        assert.equal(level, se < 2 ? 'low' : se < 3 ? 'medium' : se < 4 ? 'high' : 'very_high');
      }),
      runs,
    );
  });

  it('no single fact that gets worse weakens the advice', () => {
    let changed = 0;
    fc.assert(
      fc.property(facts, (given) => {
        const before = advise(given);
        for (const worse of worsenings(given)) {
          const after = advise(worse);
          assertNotWeaker(after, before);
          if (after.authority !== before.authority || after.people !== before.people) changed += 1;
        }
      }),
      runs,
    );
    // A property over facts that never matter would prove nothing.
    assert.ok(changed > 500, `only ${changed} changes seen`);
  });

  it('a fact that is forgotten counts as its worst, unless nothing can be assessed without it', () => {
    const needed: readonly FactName[] = ['data', 'confidentiality', 'integrity', 'availability'];
    fc.assert(
      fc.property(
        full,
        fc.subarray(factNames.filter((name) => !needed.includes(name))),
        (all, gone) => {
          const less = advise(without(all, gone));
          assertNotWeaker(less, advise(all));
          assert.ok(less.authority !== 'undecided' && less.people !== 'undecided');
        },
      ),
      runs,
    );
  });

  it('what is told to people is told to the authority', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { authority, people, document } = advise(given);
        assert.equal(document, true);
        if (people === 'communicate') assert.equal(authority, 'notify');
        if (authority === 'document_only') assert.equal(people, 'not_required');
      }),
      runs,
    );
  });

  it('every rule and relief looks only at the facts that it names', () => {
    const rules = [...disclosureRules, ...lossRules, ...effectRules, ...reliefs, restored];
    fc.assert(
      fc.property(full, (all) => {
        for (const { id, when, reads } of rules) {
          const watched = new Proxy(all, {
            get(target, name) {
              assert.ok((reads as readonly PropertyKey[]).includes(name), `${id}: ${String(name)}`);
              return Reflect.get(target, name);
            },
          });
          when(watched);
        }
      }),
      runs,
    );
  });
});
