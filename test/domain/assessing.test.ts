/** An assessment on an incident advises and is kept; it decides nothing, and a change of its advice is seen. */
import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import fc from 'fast-check';
import { assessmentAnswered, type AssessmentAnswer } from '../../src/domain/assessing.ts';
import { factsIn, type AssessmentResult } from '../../src/domain/assessment.ts';
import { describe as say } from '../../src/domain/describe.ts';
import { declared, given, hours, next, refused, type Story } from '../support/incidents.ts';

const grave: AssessmentResult = {
  ...{ rulesVersion: '1', score: 2.75, level: 'medium', authority: 'notify' },
  ...{ people: 'communicate', because: ['It is out.'], missing: [] },
};
const mild: AssessmentResult = {
  ...{ ...grave, score: 1, level: 'low', authority: 'document_only', people: 'not_required' },
  because: ['Nobody got it.'],
};

function asked(story: Story, facts: string): Story {
  return next(story, { name: 'assess', by: 'dora', fields: { facts } });
}

function answered(story: Story, answer: AssessmentAnswer): Story {
  const { incident } = story;
  const events = assessmentAnswered(incident, incident.assessing?.request ?? -1, answer);
  return next(story, ...events.map((event) => ({ event })));
}

const begun = given(declared({ personalData: 'yes' }));

describe('facts of a breach', () => {
  it('wait for their assessment, which is kept with who gave them', () => {
    const waits = asked(begun, '{"malicious":true}');
    assert.deepEqual(waits.incident.assessing, {
      ...{ facts: '{"malicious":true}', by: 'dora', request: waits.incident.seq },
    });
    const { assessing, assessment } = answered(waits, { outcome: grave }).incident;
    assert.equal(assessing, undefined);
    const { atMs, ...kept } = assessment ?? assert.fail();
    assert.ok(atMs > 0);
    assert.deepEqual(kept, { ...grave, facts: '{"malicious":true}', by: 'dora' });
  });

  it('that are wrong are told, and keep the newest assessment as it was', () => {
    const story = answered(asked(begun, '{}'), { outcome: grave });
    const wrong = answered(asked(story, '5'), { wrong: 'the facts are 5; write an object' });
    assert.equal(wrong.incident.assessmentFault, 'the facts are 5; write an object');
    assert.deepEqual(wrong.incident.assessment, story.incident.assessment);
    assert.equal(asked(wrong, '{}').incident.assessmentFault, undefined);
  });

  it('that were replaced by newer ones are answered by nothing', () => {
    const first = asked(begun, '{}');
    const second = asked(first, '{"malicious":true}');
    const request = first.incident.assessing?.request ?? -1;
    assert.deepEqual(assessmentAnswered(second.incident, request, { outcome: grave }), []);
    assert.equal(assessmentAnswered(first.incident, request, { outcome: grave }).length, 1);
  });

  it('once more while they wait change nothing, and afterwards are assessed by the rules of then', () => {
    const waits = asked(begun, '{}');
    assert.equal(asked(waits, '{}').events.length, waits.events.length);
    const done = answered(waits, { outcome: grave });
    assert.equal(asked(done, '{}').events.length, done.events.length + 1);
  });

  it('are refused while the register is away and too much waits for it', () => {
    const step = { name: 'assess', fields: { facts: '{}' }, unjournaled: 10_000 } as const;
    assert.equal(refused(begun, step).refused, 'register-away');
  });
});

describe('a change of the advice', () => {
  const dropped = answered(asked(answered(asked(begun, '{}'), { outcome: grave }), '{"a":1}'), {
    outcome: mild,
  });

  it('is kept, and not hidden by the same advice once more', () => {
    const before = dropped.incident.assessment?.before;
    assert.deepEqual([before?.authority, before?.people], ['notify', 'communicate']);
    const again = answered(asked(dropped, '{"b":1}'), { outcome: mild });
    assert.deepEqual(again.incident.assessment?.before, before);
    const other = answered(asked(again, '{}'), { outcome: grave });
    assert.equal(other.incident.assessment?.before?.authority, 'document_only');
  });

  it('is told on the timeline', () => {
    const last = dropped.events.at(-1) ?? assert.fail();
    assert.equal(
      say(last),
      'assessed the breach: ENISA 1 low; advice: document only, no notice to the authority; no need to tell the people; changed, it was: notify the authority; tell the people; a person decides',
    );
  });

  it('touches no duty and no clock, whatever it says', () => {
    const result = fc.record({
      authority: fc.constantFrom('notify', 'document_only', 'undecided'),
      people: fc.constantFrom('communicate', 'not_required', 'undecided'),
    });
    const stories = [
      begun,
      next(begun, { name: 'declareAwareness', fields: { at: hours(0), reason: 'the log' } }),
    ];
    fc.assert(
      fc.property(fc.constantFrom(...stories), fc.array(result), (story, results) => {
        const after = results.reduce(
          (so, advised, n) =>
            answered(asked(so, `{"n":${n}}`), { outcome: { ...grave, ...advised } }),
          story,
        );
        const { duties, mails, personalData, phase, aware } = story.incident;
        assert.deepEqual(after.incident.duties, duties);
        assert.deepEqual(after.incident.mails, mails);
        assert.deepEqual(
          [after.incident.personalData, after.incident.phase],
          [personalData, phase],
        );
        assert.deepEqual(after.incident.aware, aware);
      }),
    );
  });
});

test('of facts the timeline tells the names alone, whatever stands in the text', () => {
  const facts = '{"malicious": true, "\\u001b[2J": 1, "data": [{"reason": "Ms Smith"}]}';
  assert.deepEqual(factsIn(facts), ['data', 'malicious']);
  for (const text of ['', 'null', '5', '[', '[1]', '"data"']) assert.deepEqual(factsIn(text), []);
  assert.equal(
    say({ type: 'assessmentRequested', facts }),
    'gave facts of the breach to be assessed: data, malicious',
  );
  assert.equal(
    say({ type: 'assessmentRequested', facts: '{' }),
    'gave facts of the breach to be assessed',
  );
});
