/** A check of senders that outlasts the task it began in: the server gives the task out anew, and a replay reads both as one. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Worker } from '@temporalio/worker';
import { until } from '../server/support.ts';
import { createRig, type Rig, type TestRun } from '../support/rig.ts';
import type { Subject } from '../support/subject.ts';
import { commandSignal } from '../../src/workflows/messages.ts';

const codePath = join(import.meta.dirname, '..', '..', 'dist', 'workflow-bundle.js');
/** The SDK asks for another task after 8 s of the 10 s that one may take. */
const slowMs = 8_700;
const usualLimit = 100;

let rig: Rig;
before(async () => {
  rig = await createRig('real');
});
after(() => rig.teardown());

const actor = { person: 'anna', channel: 'cli' };
const length = async ({ handle }: Subject) => (await handle.describe()).historyLength;

/** With the check beginning before `limit` and ending behind it, by repeats of a command that was done: four events each. */
async function closeTo(test: TestRun, limit: number): Promise<Subject | undefined> {
  const subject = await test.declare({}, { historyLimit: limit });
  test.mayRun(subject, 'only its way into a new run is looked at');
  await subject.send('acknowledge', 'anna', {}, `known-${subject.id}`);
  await until(async () => {
    const { mailsWaiting, unjournaled } = await subject.status();
    return mailsWaiting === 0 && unjournaled === 0;
  }, 'settled');
  for (;;) {
    const now = await length(subject);
    if (now + 3 >= limit) return undefined;
    if (now + 6 >= limit) return subject;
    const known = { name: 'acknowledge', commandId: `known-${subject.id}`, actor };
    await subject.handle.signal(commandSignal, known);
    await until(async () => (await length(subject)) >= now + 4, 'taken');
  }
}

describe('a run that grows long while a sender is being checked', () => {
  it('is replayed as it was', async () =>
    rig.run(async (test) => {
      const subject =
        (await closeTo(test, usualLimit)) ??
        (await closeTo(test, usualLimit + 2)) ??
        assert.fail('no run came to the right length');
      const { handle } = subject;
      const { runId } = await handle.describe();
      rig.world.checkTakesMs = slowMs;
      await handle.signal(commandSignal, { name: 'note', commandId: 'slow', actor, text: 'slow' });
      await until(async () => (await handle.describe()).runId !== runId, 'a new run');
      rig.world.checkTakesMs = 0;
      const history = await rig.client.getHandle(subject.id, runId).fetchHistory();
      await Worker.runReplayHistory({ workflowBundle: { codePath } }, history, subject.id);
    }));
});

describe('a run whose state is asked for while senders are being checked', () => {
  it('is replayed as it was', async () =>
    rig.run(async (test) => {
      const subject = await test.declare();
      test.mayRun(subject, 'only its replay is looked at');
      const { handle } = subject;
      rig.world.checkTakesMs = 5;
      let left = 150;
      const isSending = () => left > 0;
      const senders = Array.from({ length: 3 }, async (_, sender) => {
        while ((left -= 1) > 0)
          await handle.signal(commandSignal, {
            ...{ name: 'note', commandId: `${sender}-${left}`, actor, text: 'x' },
          });
      });
      const askers = Array.from({ length: 6 }, async () => {
        while (isSending()) await subject.status();
      });
      await Promise.all([...senders, ...askers]);
      await until(async () => (await subject.status()).unjournaled === 0, 'settled');
      const { runId } = await handle.describe();
      const history = await rig.client.getHandle(subject.id, runId).fetchHistory();
      await Worker.runReplayHistory({ workflowBundle: { codePath } }, history, subject.id);
    }));
});
