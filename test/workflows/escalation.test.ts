/** Escalation in the workflow, on a server with skipped time: who is on call is asked at each step, and nothing waits for it. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ApplicationFailure } from '@temporalio/common';
import type { OnCallNow } from '../../src/domain/on-call.ts';
import type { Escalation } from '../../src/domain/policy.ts';
import { until } from '../server/support.ts';
import { policySnapshot } from '../support/policy.ts';
import { createRig, type Rig, type TestRun } from '../support/rig.ts';
import type { Subject } from '../support/subject.ts';

const minute = 60_000;
let rig: Rig;
before(async () => {
  rig = await createRig();
});
after(() => rig.teardown());

const level = (within: number, ...page: readonly string[]) => ({
  page: page.map((name) => (name === 'primary' ? { layer: name } : { person: name })),
  withinMs: within * minute,
});

/** Critical: the layer, then the layer with clara. Low: anna. */
const escalation: Escalation = {
  levels: {
    critical: [level(5, 'primary'), level(10, 'primary', 'clara')],
    low: [level(60, 'anna')],
  },
  rounds: 1,
  fallback: ['dirk'],
  progressWithinMs: { critical: 30 * minute },
};

function run(work: (test: TestRun) => Promise<void>): Promise<void> {
  return rig.run(async (test) => {
    rig.world.policy = policySnapshot({ escalation });
    await work(test);
  });
}

function primary(atMs: number, person?: string): OnCallNow {
  const layer = { layer: 'primary', untilMs: atMs, ...(person !== undefined && { person }) };
  return { atMs, layers: [layer] };
}

/** Whom each page went to, in minutes from the declaration, and what came instead. */
async function told(subject: Subject): Promise<readonly string[]> {
  await until(async () => (await subject.status()).unjournaled === 0, 'all is in the register');
  const { declaredAtMs } = (await subject.status()).stamps;
  return subject.events().flatMap((event) => {
    const minutes = Math.round((event.atMs - declaredAtMs) / minute);
    if (event.type === 'paged')
      return [`${minutes} ${[event.to, ...(event.also ?? [])].join('+')}`];
    if (event.type === 'nobodyReached') return [`${minutes} nobody`];
    if (event.type === 'pagingHeld') return [`${minutes} held`];
    return event.type === 'stalled' ? [`${minutes} stalled ${event.by}`] : [];
  });
}

const end = async (subject: Subject): Promise<void> => {
  await subject.send('declareFalseAlarm', 'anna', { reason: 'a test' });
  await subject.result();
};

const critical = { severity: 'critical', personalData: 'no' } as const;

describe('escalation', () => {
  it('counts a shift that changes between two levels, and an override that ends', () =>
    run(async (test) => {
      const beginMs = await test.nowMs();
      rig.world.onCall = (atMs) => primary(atMs, atMs < beginMs + 4 * minute ? 'anna' : 'dora');
      const subject = await test.declare(critical);
      await test.sleep(6 * minute);
      assert.deepEqual(await told(subject), ['0 anna', '5 dora+clara']);
      assert.deepEqual(
        rig.world.sent
          .filter(({ mail }) => mail.kind === 'page')
          .map(({ mail }) => mail.to)
          .toSorted(),
        ['anna', 'clara', 'dora'],
      );
      assert.equal(rig.world.asked.length, 2);
      await end(subject);
    }));

  it('goes past a gap at once, tells the fallback when nobody answers, and shows since when', () =>
    run(async (test) => {
      rig.world.onCall = (atMs) => primary(atMs);
      const subject = await test.declare(critical);
      await test.sleep(11 * minute);
      assert.deepEqual(await told(subject), ['0 clara', '10 nobody']);
      const { unreached, stamps } = await subject.status();
      assert.equal(Math.round(((unreached?.sinceMs ?? 0) - stamps.declaredAtMs) / minute), 10);
      assert.deepEqual(
        rig.world.sent
          .filter(({ mail: { kind } }) => kind === 'nobody-reached')
          .map(({ mail }) => mail.to),
        ['dirk'],
      );
      const taken = await subject.send('acknowledge', 'dirk', {});
      assert.equal(taken.unreached, undefined);
      await end(subject);
    }));

  it('pages the pinned order when nobody can say who is on call', () =>
    run(async (test) => {
      rig.world.onCall = () => {
        throw ApplicationFailure.nonRetryable('the register is away');
      };
      const subject = await test.declare(critical);
      await test.sleep(6 * minute);
      assert.deepEqual(await told(subject), ['0 anna', '5 ben']);
      await end(subject);
    }));

  it('holds a low page back in quiet hours, and pages at once when the severity is raised', () =>
    run(async (test) => {
      const untilMs = (await test.nowMs()) + 90 * minute;
      rig.world.onCall = (atMs) => ({
        ...primary(atMs, 'ben'),
        ...(atMs < untilMs && { quietUntilMs: untilMs }),
      });
      const waits = await test.declare({ severity: 'low', personalData: 'no' });
      const raised = await test.declare({ severity: 'low', personalData: 'no' });
      assert.equal((await waits.status()).paging?.heldUntilMs, untilMs);
      await raised.send('changeSeverity', 'anna', { severity: 'critical', reason: 'it spreads' });
      await raised.send('acknowledge', 'ben', {});
      await end(raised);
      assert.deepEqual(await told(raised), ['0 held', '0 ben']);
      await test.sleep(91 * minute);
      assert.deepEqual(await told(waits), ['0 held', '90 anna']);
      await end(waits);
    }));

  it('asks whoever fell silent, and begins anew when they do not answer', () =>
    run(async (test) => {
      rig.world.onCall = (atMs) => primary(atMs, 'anna');
      const subject = await test.declare(critical);
      await subject.send('acknowledge', 'ben', {});
      await test.sleep(31 * minute);
      assert.deepEqual(await told(subject), ['0 anna', '30 stalled ben']);
      await subject.send('note', 'ben', { text: 'still looking' });
      await test.sleep(36 * minute);
      assert.deepEqual(await told(subject), [
        ...['0 anna', '30 stalled ben', '61 stalled ben', '66 anna'],
      ]);
      const kinds = rig.world.sent.filter(({ mail }) => mail.kind === 'still-on-it');
      assert.deepEqual(
        kinds.map(({ mail }) => mail.to),
        ['ben', 'ben'],
      );
      await end(subject);
    }));

  it('stops once, whoever of several acknowledges at the same moment', () =>
    run(async (test) => {
      rig.world.onCall = (atMs) => primary(atMs, 'anna');
      const subject = await test.declare(critical);
      await test.sleep(6 * minute);
      const all = ['anna', 'clara'].map((by) => subject.send('acknowledge', by, {}));
      for (const { paging } of await Promise.all(all)) assert.equal(paging, undefined);
      await test.sleep(20 * minute);
      assert.deepEqual(await told(subject), ['0 anna', '5 anna+clara']);
      await end(subject);
    }));

  it('is asked nothing in an incident of before there were levels', () =>
    run(async (test) => {
      rig.world.policy = policySnapshot({ edition: 3 });
      const subject = await test.declare(critical);
      await test.sleep(6 * minute);
      assert.deepEqual(await told(subject), ['0 anna', '5 ben']);
      assert.equal(rig.world.asked.length, 0);
      await end(subject);
    }));
});
