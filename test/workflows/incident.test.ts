/** The incident workflow on a real server with skipped time: paging, the 72 hours, and everything that ends them. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { hourMs } from '../../src/domain/ladder.ts';
import type { IncidentEvent } from '../../src/domain/events.ts';
import { until } from '../server/support.ts';
import { createRig, type Rig, type TestRun } from '../support/rig.ts';
import type { Subject } from '../support/subject.ts';

const minute = 60_000;
let rig: Rig;
before(async () => {
  rig = await createRig();
});
after(() => rig.teardown());

/** All events, those the register does not have yet included, once they have come to rest. */
async function settled(subject: Subject): Promise<readonly IncidentEvent[]> {
  // To a server that fails for ever a mail waits for ever.
  const isFlaky = [...rig.world.faults.values()].includes('flaky');
  await until(async () => {
    const { unjournaled, mailsWaiting } = await subject.status();
    return unjournaled === 0 && (mailsWaiting === 0 || isFlaky);
  }, `${subject.id} has come to rest`);
  return subject.events();
}

function ofType<T extends IncidentEvent['type']>(events: readonly IncidentEvent[], type: T) {
  return events.filter((event): event is IncidentEvent & { type: T } => event.type === type);
}

async function refusedWith(code: string, call: Promise<unknown>): Promise<ApplicationFailure> {
  const error = await call.then(
    () => assert.fail(`should have been refused with ${code}`),
    (failure: unknown) => failure,
  );
  assert.ok(error instanceof WorkflowUpdateFailedError);
  assert.ok(error.cause instanceof ApplicationFailure);
  assert.equal(error.cause.type, code);
  return error.cause;
}

async function aware(test: TestRun, subject: Subject, agoMs = 0) {
  const atMs = (await test.nowMs()) - agoMs;
  return subject.send('declareAwareness', 'dora', {
    at: { atMs, zone: 'Europe/Warsaw' },
    reason: 'downloads in the logs',
  });
}

/** From any point to the end, by the shortest way, so that no execution is left running. */
async function endNow(subject: Subject): Promise<void> {
  const { duties, aware: isAware } = await subject.status();
  if (isAware || duties.some(({ state }) => state === 'open' || state === 'draft'))
    await subject.send('fileDuty', 'dora', { reference: 'R-END', reasonsForDelay: 'test' });
  await subject.send('triage', 'anna', {
    summary: 'end',
    ...(isAware ? {} : { personalData: 'no' }),
  });
  await subject.send('contain', 'anna', { summary: 'end' });
  await subject.send('recover', 'anna', { summary: 'end' });
  await subject.send('review', 'anna', { summary: 'end' });
  await subject.send('close', 'anna', {});
  await subject.result();
}

describe('paging', () => {
  it('goes through the on-call order by the ack timeout, then tells everybody, then begins again', () =>
    rig.run(async (test) => {
      const subject = await test.declare({ severity: 'high', personalData: 'no' });
      const begin = (await subject.status()).stamps.declaredAtMs;
      await test.sleep(46 * minute);
      const events = await settled(subject);
      assert.deepEqual(
        ofType(events, 'paged').map(({ to, atMs }) => [to, Math.round((atMs - begin) / minute)]),
        [
          ['anna', 0],
          ['ben', 15],
          ['anna', 45],
        ],
      );
      assert.deepEqual(
        ofType(events, 'nobodyReached').map(({ atMs }) => Math.round((atMs - begin) / minute)),
        [30],
      );
      const told = rig.world.sent.filter(({ mail }) => mail.kind === 'nobody-reached');
      assert.deepEqual(told.map(({ mail }) => mail.to).sort(), [
        'anna',
        'ben',
        'clara',
        'dirk',
        'dora',
      ]);
      await endNow(subject);
    }));

  it('stops at once when somebody acknowledges', () =>
    rig.run(async (test) => {
      const subject = await test.declare({ personalData: 'no' });
      const status = await subject.send('acknowledge', 'ben', {});
      assert.equal(status.paging, undefined);
      assert.equal(status.commander, 'ben');
      await test.sleep(3 * hourMs);
      assert.equal(ofType(await settled(subject), 'paged').length, 1);
      await endNow(subject);
    }));

  it('goes on to the next person at once when the mail server refuses the first', () =>
    rig.run(async (test) => {
      rig.world.faults.set('anna', 'no-such-recipient');
      const subject = await test.declare({ personalData: 'no' });
      const events = await settled(subject);
      const [first, second] = ofType(events, 'paged');
      assert.equal(first?.to, 'anna');
      assert.equal(second?.to, 'ben');
      assert.ok(second.atMs - first.atMs < minute);
      assert.deepEqual(
        ofType(events, 'mailFailed').map(({ to, fault, detail }) => [to, fault, detail]),
        [['anna', 'no-such-recipient', '550']],
      );
      await endNow(subject);
    }));

  it('does not page for ever into a dead mail server: the attempt ends as an event and others are tried', () =>
    rig.run(async (test) => {
      rig.world.faults.set('anna', 'flaky');
      const subject = await test.declare({ severity: 'low', personalData: 'no' });
      await test.sleep(2 * hourMs);
      const failed = ofType(await settled(subject), 'mailFailed');
      assert.equal(failed[0]?.to, 'anna');
      assert.ok(ofType(subject.events(), 'paged').some(({ to }) => to === 'ben'));
      await endNow(subject);
    }));
});

describe('the 72 hours', () => {
  it('reminds at every rung once, at the right instant, hourly while overdue, until filed', () =>
    rig.run(async (test) => {
      const subject = await test.declare();
      const { duties } = await aware(test, subject);
      const [duty] = duties;
      assert.ok(duty);
      assert.equal(duty.dueAtMs - duty.anchor.atMs, 72 * hourMs);
      assert.equal(duty.anchor.provisional, false);
      await test.sleep(75.5 * hourMs);
      const reminded = ofType(await settled(subject), 'reminded');
      assert.deepEqual(
        reminded.map(({ rungs, overdue, atMs }) => [
          rungs.join() || `T+${overdue?.from}h`,
          Math.round((atMs - duty.dueAtMs) / minute) / 60,
        ]),
        [
          ['T-48h', -48],
          ['T-24h', -24],
          ['T-12h', -12],
          ['T-6h', -6],
          ['T-3h', -3],
          ['T-1h', -1],
          ['T', 0],
          ['T+1h', 1],
          ['T+2h', 2],
          ['T+3h', 3],
        ],
      );
      // A timer that fires early would tell a person a rung too soon.
      for (const { atMs, rungs } of reminded) {
        const before = rungs[0] === undefined ? 0 : Number(/\d+/.exec(rungs[0])?.[0] ?? 0);
        if (rungs.length > 0) assert.ok(atMs >= duty.dueAtMs - before * hourMs);
      }
      const told = rig.world.sent.filter(({ mail }) => mail.kind === 'reminder');
      assert.deepEqual(
        [1, 2, 2, 3].map(
          (_, n) =>
            told.filter(({ mail }) => mail.causedAtMs === reminded[[0, 2, 3, 4][n] ?? 0]?.atMs)
              .length,
        ),
        [1, 2, 2, 3],
        'owner, then deputy, then management',
      );

      await refusedWith(
        'delay-reasons-missing',
        subject.send('fileDuty', 'dora', { reference: 'R-1' }),
      );
      const filed = await subject.send('fileDuty', 'dora', {
        reference: 'R-1',
        reasonsForDelay: 'the logs were encrypted',
      });
      const late = filed.duties[0]?.filings[0]?.lateByMs ?? 0;
      assert.ok(late > 3.4 * hourMs && late < 3.6 * hourMs);
      await test.sleep(10 * hourMs);
      assert.equal(ofType(await settled(subject), 'reminded').length, 10);
      await endNow(subject);
    }));

  it('runs provisionally from detection before awareness, and from awareness after it', () =>
    rig.run(async (test) => {
      const detected = { atMs: (await test.nowMs()) - 5 * hourMs, zone: 'Europe/Dublin' };
      const subject = await test.declare({ detected });
      const before = (await subject.status()).duties[0];
      assert.equal(before?.anchor.provisional, true);
      assert.equal(before.dueAtMs, detected.atMs + 72 * hourMs);
      const now = (await aware(test, subject)).duties[0];
      assert.equal(now?.anchor.provisional, false);
      assert.ok(now.dueAtMs - before.dueAtMs > 4.9 * hourMs);
      await endNow(subject);
    }));

  it('is re-planned at once when awareness moves earlier, and only by a second person when it moves later', () =>
    rig.run(async (test) => {
      const subject = await test.declare();
      const first = (await aware(test, subject, hourMs)).duties[0];
      assert.ok(first);
      const at = (ms: number) => ({ atMs: first.anchor.atMs + ms, zone: 'Europe/Warsaw' });
      const earlier = await subject.send('declareAwareness', 'dora', {
        at: at(-10 * hourMs),
        reason: 'older log found',
      });
      assert.equal(earlier.duties[0]?.dueAtMs, first.dueAtMs - 10 * hourMs);
      assert.equal(earlier.nextDeadline?.atMs, first.dueAtMs - 10 * hourMs - 48 * hourMs);

      const later = await subject.send('declareAwareness', 'dora', {
        at: at(0),
        reason: 'that log was of another system',
      });
      assert.equal(later.duties[0]?.dueAtMs, first.dueAtMs - 10 * hourMs);
      await refusedWith('second-person-needed', subject.send('confirmAwareness', 'dora', {}));
      const confirmed = await subject.send('confirmAwareness', 'clara', {});
      assert.equal(confirmed.duties[0]?.dueAtMs, first.dueAtMs);
      await endNow(subject);
    }));

  it('goes on while withholding waits for a second person, and stops when that person confirms', () =>
    rig.run(async (test) => {
      const subject = await test.declare();
      await aware(test, subject);
      await subject.send('withholdDuty', 'dora', { reason: 'encrypted, keys safe' });
      await test.sleep(25 * hourMs);
      assert.equal(ofType(await settled(subject), 'reminded').length, 1);
      await refusedWith('second-person-needed', subject.send('confirmWithholding', 'dora', {}));
      const status = await subject.send('confirmWithholding', 'clara', {});
      assert.equal(status.duties[0]?.state, 'withheld');
      await test.sleep(80 * hourMs);
      assert.equal(ofType(await settled(subject), 'reminded').length, 1);
      await subject.send('triage', 'anna', { summary: 'x' });
      await subject.send('contain', 'anna', { summary: 'x' });
      await subject.send('recover', 'anna', { summary: 'x' });
      await subject.send('review', 'anna', { summary: 'x' });
      await subject.send('close', 'anna', {});
      assert.equal((await subject.result()).outcome, 'resolved');
    }));

  it('sends a reminder that is refused to the next contact', () =>
    rig.run(async (test) => {
      rig.world.faults.set('dora', 'refused');
      const subject = await test.declare();
      await subject.send('acknowledge', 'anna', {});
      await aware(test, subject);
      await test.sleep(24.5 * hourMs);
      await settled(subject);
      const reminders = rig.world.sent.filter(({ mail }) => mail.kind === 'reminder');
      assert.deepEqual(
        reminders.map(({ mail }) => [mail.to, mail.insteadOf]),
        [
          ['dora', undefined],
          ['dirk', 'dora'],
        ],
      );
      await endNow(subject);
    }));
});

describe('commands', () => {
  it('are carried out once when sent twice', () =>
    rig.run(async (test) => {
      const subject = await test.declare({ personalData: 'no' });
      await subject.send('note', 'anna', { text: 'once' }, 'same-id');
      const status = await subject.send('note', 'anna', { text: 'once' }, 'same-id');
      assert.equal(status.notes, 1);
      await endNow(subject);
    }));

  it('are refused by shape without a trace, and by rule with a trace', () =>
    rig.run(async (test) => {
      const subject = await test.declare({ personalData: 'no' });
      const failure = await refusedWith('bad-shape', subject.send('note', 'anna', { text: '' }));
      assert.match(failure.message, /text is empty/);
      await settled(subject);
      assert.equal(ofType(subject.events(), 'commandRefused').length, 0);
      await refusedWith('wrong-phase', subject.send('contain', 'anna', { summary: 'too early' }));
      const refusals = ofType(await settled(subject), 'commandRefused');
      assert.deepEqual(
        refusals.map(({ command, code }) => [command, code]),
        [['contain', 'wrong-phase']],
      );
      await endNow(subject);
    }));

  it('survive hostile payloads: the validator answers and the incident lives on', () =>
    rig.run(async (test) => {
      const subject = await test.declare({ personalData: 'no' });
      for (const payload of [
        null,
        5,
        [],
        'x',
        {},
        { actor: 1 },
        { actor: { person: [] } },
        JSON.parse('{"__proto__":{"a":1}}'),
      ])
        await refusedWith('bad-shape', subject.handle.executeUpdate('note', { args: [payload] }));
      assert.equal((await subject.status()).notes, 0);
      await endNow(subject);
    }));

  it('answer with the draft when a notice is drafted', () =>
    rig.run(async (test) => {
      const subject = await test.declare();
      const status = await subject.send('draftNotice', 'dora', {});
      assert.deepEqual(status.notices[0]?.drafted?.missing, ['Approximate number of records']);
      assert.equal(status.duties[0]?.state, 'draft');
      const again = await subject.send('draftNotice', 'dora', { language: 'de' });
      assert.deepEqual(again.notices[1]?.drafted?.missing, ['Ungefähre Zahl']);
      await endNow(subject);
    }));

  it('tell a customer, and tell the officer when the customer cannot be reached', () =>
    rig.run(async (test) => {
      rig.world.faults.set('globex', 'no-such-recipient');
      const subject = await test.declare();
      await refusedWith(
        'not-approved',
        subject.send('notifyCustomer', 'dora', { customer: 'globex' }),
      );
      const asked = await subject.send('draftNotices', 'dora', { customers: ['globex'] });
      assert.equal(asked.customerDrafts?.globex?.drafted?.missing, 1);
      await subject.send('approveNotices', 'dora', { customers: ['globex'] });
      await subject.send('notifyCustomer', 'dora', { customer: 'globex' });
      await settled(subject);
      assert.equal((await subject.status()).customers.globex?.outcome, 'failed');
      assert.ok(
        rig.world.sent.some(({ mail }) => mail.kind === 'customer-unreached' && mail.to === 'dora'),
      );
      rig.world.faults.clear();
      await subject.send('notifyCustomer', 'dora', { customer: 'globex' });
      await settled(subject);
      assert.equal((await subject.status()).customers.globex?.outcome, 'accepted');
      await endNow(subject);
    }));
});
