/** A check of senders that outlasts the task it began in: the server gives the task out anew, and a replay reads both as one. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Worker } from '@temporalio/worker';
import { until } from '../server/support.ts';
import { createRig, type Rig, type Subject } from '../support/rig.ts';
import { commandSignal } from '../../src/workflows/messages.ts';

const codePath = join(import.meta.dirname, '..', '..', 'dist', 'workflow-bundle.js');
/** The SDK asks for another task after 8 s of the 10 s that one may take. */
const slowMs = 8_700;
const historyLimit = 100;

let rig: Rig;
before(async () => {
  rig = await createRig('real');
});
after(() => rig.teardown());

const actor = { person: 'anna', channel: 'cli' };
const length = async ({ handle }: Subject) => (await handle.describe()).historyLength;

describe('a run that grows long while a sender is being checked', () => {
  it('is replayed as it was', async () =>
    rig.run(async (test) => {
      const subject = await test.declare({}, { historyLimit });
      test.mayRun(subject, 'only its way into a new run is looked at');
      const { handle } = subject;
      await subject.send('acknowledge', 'anna', {}, 'known');
      await until(async () => {
        const { mailsWaiting, unjournaled } = await subject.status();
        return mailsWaiting === 0 && unjournaled === 0;
      }, 'settled');
      const known = { name: 'acknowledge', commandId: 'known', actor };
      for (;;) {
        const now = await length(subject);
        if (now + 3 < historyLimit && now + 6 >= historyLimit) break;
        assert.ok(now + 3 < historyLimit, `${now}`);
        await handle.signal(commandSignal, known);
        await until(async () => (await length(subject)) >= now + 4, 'taken');
      }
      const { runId } = await handle.describe();
      rig.world.checkTakesMs = slowMs;
      await handle.signal(commandSignal, { name: 'note', commandId: 'slow', actor, text: 'slow' });
      await until(async () => (await handle.describe()).runId !== runId, 'a new run');
      rig.world.checkTakesMs = 0;
      const first = rig.client.getHandle(subject.id, runId);
      const history = await first.fetchHistory();
      await Worker.runReplayHistory({ workflowBundle: { codePath } }, history, subject.id);
    }));
});
