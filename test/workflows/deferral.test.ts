/** A mail that its server puts off, on a real server with skipped time: told once, tried on, and never in the way of others. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { IncidentEvent } from '../../src/domain/events.ts';
import { until } from '../server/support.ts';
import { createRig, type Rig } from '../support/rig.ts';
import type { Subject } from '../support/subject.ts';

const minute = 60_000;
let rig: Rig;
before(async () => {
  rig = await createRig();
});
after(() => rig.teardown());

function ofType<T extends IncidentEvent['type']>(events: readonly IncidentEvent[], type: T) {
  return events.filter((event): event is IncidentEvent & { type: T } => event.type === type);
}

async function endNow(subject: Subject): Promise<void> {
  await subject.send('triage', 'anna', { summary: 'end', personalData: 'no' });
  await subject.send('declareFalseAlarm', 'anna', { reason: 'end' });
  await subject.result();
}

/** Until the register has an event like this. */
async function seen(subject: Subject, type: IncidentEvent['type'], to: string): Promise<void> {
  const isIt = (event: IncidentEvent): boolean =>
    event.type === type && 'to' in event && event.to === to;
  await until(() => subject.events().some(isIt), `${type} to ${to}`);
}

describe('a page that is put off', () => {
  it('is told once, the next person is paged within seconds, and it still arrives', () =>
    rig.run(async (test) => {
      rig.world.faults.set('anna', 'flaky');
      const subject = await test.declare({ severity: 'low', personalData: 'no' });
      await test.sleep(minute);
      const [deferred, ...others] = ofType(subject.events(), 'mailDeferred');
      assert.deepEqual(others, []);
      assert.equal(deferred?.to, 'anna');
      const [first, second] = ofType(subject.events(), 'paged');
      assert.ok(first && second);
      assert.equal(second.to, 'ben');
      assert.ok(second.atMs - first.atMs < 20_000, String(second.atMs - first.atMs));
      assert.equal((await subject.status()).mailsDeferred[0]?.to, 'anna');
      rig.world.faults.delete('anna');
      // So that the rig goes on while the retry is waited for.
      rig.world.faults.set('clara', 'flaky');
      await test.sleep(minute);
      await seen(subject, 'mailAccepted', 'anna');
      assert.deepEqual((await subject.status()).mailsDeferred, []);
      await endNow(subject);
    }));

  it('is given up when the patience is over, which is told apart from a refusal', () =>
    rig.run(async (test) => {
      rig.world.faults.set('anna', 'flaky');
      const subject = await test.declare({ severity: 'low', personalData: 'no' });
      await test.sleep(90 * minute);
      const [failed] = ofType(subject.events(), 'mailFailed');
      assert.equal(failed?.to, 'anna');
      assert.equal(failed.gaveUp, true);
      rig.world.faults.clear();
      await endNow(subject);
    }));

  it('is tried as before in an incident of an older edition', () =>
    rig.run(async (test) => {
      rig.world.policy = { ...rig.world.policy, edition: 3 };
      rig.world.faults.set('anna', 'flaky');
      const subject = await test.declare({ severity: 'low', personalData: 'no' });
      await test.sleep(minute);
      assert.deepEqual(ofType(subject.events(), 'mailDeferred'), []);
      assert.equal(ofType(subject.events(), 'paged').length, 1);
      await endNow(subject);
    }));
});

describe('a mail that comes back', () => {
  it('pages the next person at once, in the name of nobody', () =>
    rig.run(async (test) => {
      const subject = await test.declare({ severity: 'low', personalData: 'no' });
      await seen(subject, 'mailAccepted', 'anna');
      const [accepted] = ofType(subject.events(), 'mailAccepted');
      assert.ok(accepted);
      rig.world.verdict = ({ actor }) =>
        actor.person === 'seventytwo' ? { accepted: true, roles: ['commander'] } : undefined;
      const { messageId } = accepted;
      const fields = { messageId, report: 'failed', status: '5.1.1' } as const;
      await subject.send('mailBounced', 'seventytwo', fields);
      await seen(subject, 'paged', 'ben');
      const [back] = ofType(subject.events(), 'mailBounced');
      assert.equal(back?.actor.person, 'seventytwo');
      await endNow(subject);
    }));
});
