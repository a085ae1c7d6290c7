/** Sixty days of one incident in moments: the clock keeps its time while long notes come in. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { hourMs } from '../../src/domain/ladder.ts';
import { longNote } from '../faults/notes.ts';
import { limits } from '../faults/runs.ts';
import { policySnapshot } from '../support/policy.ts';
import { createRig, type Rig } from '../support/rig.ts';

const dayMs = 24 * hourMs;
/** Days between two reminders once the notice is overdue: hourly would be 1,400 skips of time. */
const everyDays = 5;
const days = 60;
let rig: Rig;
before(async () => {
  rig = await createRig();
});
after(() => rig.teardown());

it(`tells every reminder of ${days} days at its instant, whatever is written beside it`, () =>
  rig.run(async (test) => {
    rig.world.policy = policySnapshot({
      ladder: {
        rungs: [{ beforeMs: 0, level: 'management' }],
        overdueEveryMs: everyDays * dayMs,
      },
    });
    const subject = await test.declare();
    await subject.send('acknowledge', 'anna', {});
    const at = { atMs: await test.nowMs(), zone: 'Europe/Berlin' };
    const { nextDueAtMs } = await subject.send('declareAwareness', 'dora', { at, reason: 'sure' });
    assert.equal(nextDueAtMs, at.atMs + 72 * hourMs);
    let written = 0;
    for (let day = 0; day < days; day += everyDays) {
      await test.sleep(everyDays * dayMs);
      for (let n = 0; n < 5; n += 1) {
        await subject.send('note', 'anna', { text: longNote(written) });
        written += 1;
      }
    }
    const status = await subject.status();
    assert.equal(status.notes, written);
    assert.equal(status.nextDueAtMs, nextDueAtMs);
    const { historyLength } = await subject.handle.describe();
    assert.ok(historyLength < limits.events / 10, `${historyLength} events`);

    await subject.send('fileDuty', 'dora', { reference: 'R', reasonsForDelay: 'x' });
    for (const name of ['triage', 'contain', 'recover', 'review'] as const)
      await subject.send(name, 'anna', { summary: 'x' });
    await subject.send('close', 'anna', {});
    await subject.result();
    const reminded = subject.events().filter(({ type }) => type === 'reminded');
    assert.equal(reminded.length, Math.floor((days - 3) / everyDays) + 1);
    for (const [n, { atMs }] of reminded.entries()) {
      const lateMs = atMs - (nextDueAtMs + n * everyDays * dayMs);
      assert.ok(lateMs >= 0 && lateMs < 2_000, `reminder ${n} came ${lateMs} ms late`);
    }
  }));
