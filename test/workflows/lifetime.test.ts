/** How long an incident lives: closing, coming back, and a register that is away. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { hourMs } from '../../src/domain/ladder.ts';
import { createRig, type Rig } from '../support/rig.ts';
import type { Subject } from '../support/subject.ts';

let rig: Rig;
before(async () => {
  rig = await createRig();
});
after(() => rig.teardown());

async function close(subject: Subject): Promise<void> {
  await subject.send('triage', 'anna', { summary: 'x' });
  await subject.send('contain', 'anna', { summary: 'x' });
  await subject.send('recover', 'anna', { summary: 'x' });
  await subject.send('review', 'anna', { summary: 'x' });
  await subject.send('close', 'anna', {});
}

describe('a closed incident', () => {
  it('ends its run only when the register has every event', () =>
    rig.run(async (test) => {
      const subject = await test.declare({ personalData: 'no' });
      rig.world.journalDown = true;
      await close(subject);
      const status = await subject.status();
      assert.equal(status.phase, 'closed');
      assert.ok(status.unjournaled > 0);
      assert.equal((await subject.handle.describe()).status.name, 'RUNNING');
      rig.world.journalDown = false;
      const { events } = await subject.result();
      assert.deepEqual(
        subject.events().map(({ seq }) => seq),
        Array.from({ length: events }, (_, n) => n + 1),
      );
    }));

  it('is reopened as a new run of the same id, with its whole past', () =>
    rig.run(async (test) => {
      const subject = await test.declare({ personalData: 'no' });
      await subject.send('note', 'anna', { text: 'before' }, 'note-before');
      await close(subject);
      await subject.result();
      const again = await test.resume(subject, 'reopen', 'ben', { reason: 'second bucket' });
      const status = await again.status();
      assert.equal(status.phase, 'triage');
      assert.equal(status.notes, 1);
      // A command of the earlier run stays done in the new one.
      assert.equal((await again.send('note', 'anna', { text: 'before' }, 'note-before')).notes, 1);
      await close(again);
      await again.result();
    }));

  it('is reopened by awareness, whose clock runs as for any other', () =>
    rig.run(async (test) => {
      const subject = await test.declare({ personalData: 'no' });
      await close(subject);
      await subject.result();
      const atMs = await test.nowMs();
      const again = await test.resume(subject, 'declareAwareness', 'dora', {
        at: { atMs, zone: 'UTC' },
        reason: 'a customer found the data',
      });
      const status = await again.status();
      assert.equal(status.phase, 'triage');
      assert.equal(status.nextDueAtMs, atMs + 72 * hourMs);
      await again.send('fileDuty', 'dora', { reference: 'R-2' });
      await close(again);
      await again.result();
    }));

  it('takes a filing without being reopened', () =>
    rig.run(async (test) => {
      const subject = await test.declare({ personalData: 'no' });
      await close(subject);
      await subject.result();
      const again = await test.resume(subject, 'fileDuty', 'dora', { reference: 'R-3' });
      await again.result();
      const filed = again.events().filter(({ type }) => type === 'filed');
      assert.equal(filed.length, 1);
    }));
});
