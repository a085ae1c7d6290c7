/** Continue-as-new on the real server: clocks, commands done and every event go through many runs. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { hourMs } from '../../src/domain/ladder.ts';
import { policySnapshot } from '../support/policy.ts';
import { createRig, type Rig } from '../support/rig.ts';

let rig: Rig;
before(async () => {
  rig = await createRig('real');
});
after(() => rig.teardown());

/** Short enough to wait for, the rest of the 72 hours lies in the past. */
const ladder = {
  rungs: [
    { beforeMs: 4_000, level: 'owner' },
    { beforeMs: 0, level: 'management' },
  ],
  overdueEveryMs: 3_000,
} as const;

it('carries clocks, commands done and everything else through many runs', () =>
  rig.run(async (test) => {
    rig.world.policy = policySnapshot({ ladder });
    const subject = await test.declare({}, { historyLimit: 40 });
    for (let n = 0; n < 30; n += 1)
      await subject.send('note', 'anna', { text: `note ${n}` }, `note-${n}`);
    const repeated = await subject.send('note', 'anna', { text: 'note 0' }, 'note-0');
    assert.equal(repeated.notes, 30);

    const dueAtMs = Date.now() + 8_000;
    const at = { atMs: dueAtMs - 72 * hourMs, zone: 'UTC' };
    const aware = await subject.send('declareAwareness', 'dora', { at, reason: 'sure' });
    assert.equal(aware.nextDueAtMs, dueAtMs);
    await test.sleep(dueAtMs + 4_000 - Date.now());
    await subject.send('fileDuty', 'dora', { reference: 'R', reasonsForDelay: 'x' });
    await subject.send('triage', 'anna', { summary: 'x' });
    await subject.send('contain', 'anna', { summary: 'x' });
    await subject.send('recover', 'anna', { summary: 'x' });
    await subject.send('review', 'anna', { summary: 'x' });
    await subject.send('close', 'anna', {});
    await subject.result();

    const rungs = subject
      .events()
      .flatMap((event) =>
        event.type === 'reminded' ? [...event.rungs, ...(event.overdue ? ['T+'] : [])] : [],
      );
    assert.deepEqual(rungs, ['T-4s', 'T', 'T+']);
    assert.deepEqual(
      subject.events().map(({ seq }) => seq),
      subject.events().map((_, n) => n + 1),
    );
    const { raw } = await subject.handle.describe();
    assert.notEqual(
      raw.workflowExecutionInfo?.firstRunId,
      raw.workflowExecutionInfo?.execution?.runId,
    );
  }));
