/** An assessment on a running incident: recorded by the workflow, worked out by an activity, carried from run to run. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createRig, type Rig } from '../support/rig.ts';
import type { Subject } from '../support/subject.ts';
import { calm, stolen } from '../domain/assess/given.ts';

let rig: Rig;
before(async () => {
  rig = await createRig();
});
after(() => rig.teardown());

const facts = (given: object) => ({ facts: JSON.stringify(given) });

async function end(subject: Subject): Promise<void> {
  await subject.send('declareFalseAlarm', 'anna', { reason: 'end' });
  await subject.result();
}

describe('an assessment', () => {
  it('is in the answer to whoever gave the facts, and says what is wrong with them', () =>
    rig.run(async (test) => {
      const subject = await test.declare();
      const clock = (await subject.status()).duties;
      const { assessment } = await subject.send('assess', 'dora', facts(stolen));
      assert.deepEqual([assessment?.by, assessment?.authority], ['dora', 'notify']);
      const wrong = await subject.send('assess', 'dora', { facts: '{"malicious": 5}' });
      assert.match(wrong.assessmentFault ?? '', /malicious is 5; write true or false/);
      assert.deepEqual(wrong.assessment, assessment);
      const milder = await subject.send('assess', 'dora', facts(calm));
      assert.equal(milder.assessmentFault, undefined);
      assert.equal(milder.assessment?.authority, 'document_only');
      assert.equal(milder.assessment.before?.authority, 'notify');
      // The provisional clock runs as before.
      assert.deepEqual(milder.duties, clock);
      await end(subject);
      assert.deepEqual(
        subject.events().flatMap(({ type }) => (type.startsWith('assess') ? [type] : [])),
        [
          ...['assessmentRequested', 'assessed', 'assessmentRequested', 'assessmentFailed'],
          ...['assessmentRequested', 'assessed'],
        ],
      );
    }));

  it('of a closed incident is recorded, and it stays closed', () =>
    rig.run(async (test) => {
      const subject = await test.declare();
      await end(subject);
      const again = await test.resume(subject, 'assess', 'dora', facts(stolen));
      await again.result();
      assert.equal(subject.events().at(-1)?.type, 'assessed');
    }));
});
