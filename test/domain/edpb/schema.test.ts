/** A draft in its own JSON fits the schema of the template, but for what it says itself is missing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { answerKinds } from '../../../src/domain/edpb/kinds.ts';
import { noticeSource, type NoticeDraft, type NoticeSource } from '../../../src/domain/notice.ts';
import { edpbTemplate } from '../../../src/notices/template.ts';
import { authoritiesById } from '../../../src/policy/authorities.ts';
import { complete, corrections, drafted, empty, full, organisation } from '../../notices/sample.ts';
import { faultyFields } from '../../support/edpb/schema.ts';
import { stories } from '../random.ts';

const always = new Set(
  edpbTemplate().fields.flatMap(({ no, demanded }) => (demanded === 'always' ? [no] : [])),
);

/** What the draft lists of what the schema demands; the rest of its list the schema cannot know. */
function listed({ missing }: NoticeDraft): readonly string[] {
  return missing
    .map((label) => Number(label.split(' ')[0]))
    .filter((no) => always.has(no))
    .map((no) => `field_${no}`)
    .toSorted();
}

test('a complete notice is valid', () => {
  const draft = drafted(complete);
  assert.deepEqual(draft.missing, []);
  assert.deepEqual(draft.phase, { kind: 'new', state: 'complete' });
  assert.deepEqual(faultyFields(draft.template?.answers), []);
});

test('the check sees a wrong letter, a wrong type and a field too many', () => {
  const answers = drafted(complete).template?.answers;
  const wrong = { ...answers, field_55: 'z', field_73: 'many', field_48: 'soon' };
  assert.deepEqual(faultyFields(wrong), ['field_48', 'field_55', 'field_73']);
  assert.equal(faultyFields({ ...answers, field_999: 'x' }).length, 1);
});

test('an incomplete notice fails by exactly the fields that it lists', () => {
  for (const source of [empty, full]) {
    const draft = drafted(source);
    assert.notDeepEqual(draft.missing, []);
    assert.deepEqual(faultyFields(draft.template?.answers), listed(draft));
  }
});

/** A right answer to any field, of which the template has every kind. */
const answer: fc.Arbitrary<readonly [number, string]> = fc
  .constantFrom(...edpbTemplate().fields.map(({ no }) => no))
  .chain((no) => {
    const kind = answerKinds[no];
    return fc.tuple(
      fc.constant(no),
      typeof kind === 'object' ? letters(kind) : plain[kind ?? 'text'],
    );
  });

function letters({ letters: all, several }: { letters: readonly string[]; several: boolean }) {
  const max = several ? 3 : 1;
  return fc.uniqueArray(fc.constantFrom(...all), { minLength: 1, maxLength: max }).map(String);
}

const moment = fc.date({
  min: new Date('2020-01-01'),
  max: new Date('2030-01-01'),
  noInvalidDate: true,
});
const plain = {
  text: fc.string({ minLength: 1, maxLength: 20 }).filter((text) => text.trim() !== ''),
  flag: fc.constantFrom('yes', 'no'),
  count: fc.nat().map(String),
  instant: moment.map((date) => date.toISOString()),
  date: moment.map((date) => date.toISOString().slice(0, 10)),
};

const sources: fc.Arbitrary<readonly [NoticeSource, number]> = fc
  .tuple(stories, fc.array(answer, { maxLength: 120, size: 'max' }))
  .map(([{ incident, nowMs }, given]) => [
    { ...noticeSource(incident), corrections: corrections(Object.fromEntries(given)) },
    nowMs,
  ]);

/** None in the policy file, in the EEA, and outside it. */
const seat = fc.constantFrom(undefined, 'IE', 'US');
const nowhere = { others: [], body: 'private', usualPeople: ['FR', 'DE-BE'] } as const;

test('whatever happened and whatever was corrected, a notice fails by exactly what it lists', () => {
  const met = { complete: 0, incomplete: 0, 'follow-up': 0 };
  fc.assert(
    fc.property(
      sources,
      fc.constantFrom(true, false, undefined),
      seat,
      ([source, nowMs], inEea, main) => {
        const authority = {
          ...{ name: 'A', verified: false, asOf: '2026-11-22' },
          ...(inEea !== undefined && { inEea }),
        };
        const establishments = { main, ...nowhere };
        const draft = drafted(source, nowMs, {
          ...{ ...organisation, authority, authorities: authoritiesById() },
          ...(main !== undefined && { establishments }),
        });
        assert.deepEqual(faultyFields(draft.template?.answers), listed(draft));
        met[draft.missing.length === 0 ? 'complete' : 'incomplete'] += 1;
        if (draft.phase?.kind === 'follow-up') met['follow-up'] += 1;
      },
    ),
    { numRuns: 400 },
  );
  assert.ok(met.incomplete > 100 && met['follow-up'] > 10, JSON.stringify(met));
});

test('with every demanded field answered a notice is valid, whatever else was corrected', () => {
  fc.assert(
    fc.property(fc.array(answer, { maxLength: 40, size: 'max' }), (given) => {
      const source = {
        ...complete,
        corrections: { ...complete.corrections, ...corrections(Object.fromEntries(given)) },
      };
      const draft = drafted(source);
      if (draft.missing.length === 0) assert.deepEqual(faultyFields(draft.template?.answers), []);
    }),
    { numRuns: 200 },
  );
});
