/** Assessing facts in an activity: the same outcome as on the command line, bounded, and a mistake is an answer. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAssessingActivities } from '../../src/activities/assessing.ts';
import { assess } from '../../src/domain/assess/assess.ts';
import { calm, stolen } from '../domain/assess/given.ts';

const { assessFacts } = createAssessingActivities();

test('facts give the score and the advice that `assess` prints', async () => {
  for (const facts of [calm, stolen, {}]) {
    const { enisa, advice, missing, rulesVersion } = assess(facts);
    assert.deepEqual(await assessFacts({ facts: JSON.stringify(facts) }), {
      outcome: {
        ...{ rulesVersion, score: enisa.se, level: enisa.level },
        ...{ authority: advice.authority, people: advice.people },
        because: advice.because.map(({ says }) => says),
        missing: missing.filter(({ changes }) => changes.length > 0),
      },
    });
  }
});

const mistakes: readonly (readonly [string, RegExp])[] = [
  [
    '{"malicious": 5, "malicous": true}',
    /malicious is 5; write true or false.*; malicous is not a/,
  ],
  ['5', /the facts are 5; write an object/],
  ['{', /is not JSON/],
  [' ', /is empty; write the facts as a JSON object/],
  ['{"\\u001b[31m\\n": 1}', /\[31m is not a known fact/],
  [JSON.stringify({ data: Array.from({ length: 60 }, () => ({ category: 'x' })) }), /category is/],
];
for (const [facts, sentence] of mistakes)
  test(`a mistake is one bounded line: ${JSON.stringify(facts.slice(0, 40))}`, async () => {
    const answer = await assessFacts({ facts });
    assert.ok('wrong' in answer);
    assert.match(answer.wrong, sentence);
    assert.ok(answer.wrong.length <= 500);
    assert.doesNotMatch(answer.wrong, /\p{Cc}/u);
  });
