/** Continue-as-new on the real server: clocks, commands done and every event go through many runs. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { hourMs } from '../../src/domain/ladder.ts';
import type { Status } from '../../src/domain/status.ts';
import { stolen } from '../domain/assess/given.ts';
import { until } from '../server/support.ts';
import { policySnapshot } from '../support/policy.ts';
import { createRig, type Rig, type TestRun } from '../support/rig.ts';
import type { Subject } from '../support/subject.ts';

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

/** A run of this many events is long: reached on the way or by a few commands that change nothing. */
const historyLimit = 200;

async function runOf({ handle }: Subject): Promise<string> {
  return (await handle.describe()).runId;
}

/** Repeats of a command that was done long ago, until the incident is in another run. */
async function intoNewRun(subject: Subject): Promise<void> {
  const run = await runOf(subject);
  // Without an update id, or the server itself would answer for the run.
  const again = () =>
    subject.handle.executeUpdate('note', {
      args: [
        {
          commandId: `known-${subject.id}`,
          actor: { person: 'anna', channel: 'cli' },
          text: 'known',
        },
      ],
    });
  await until(async () => {
    await Promise.all([again(), again(), again(), again()]);
    return (await runOf(subject)) !== run;
  }, `${subject.id} is in a new run`);
}

async function settled(subject: Subject): Promise<Status> {
  let status = await subject.status();
  await until(async () => {
    status = await subject.status();
    return status.mailsWaiting === 0 && status.unjournaled === 0;
  }, `${subject.id} is settled`);
  return status;
}

async function begin(test: TestRun): Promise<Subject> {
  const subject = await test.declare({}, { historyLimit });
  test.mayRun(subject, 'only its way into a new run is looked at');
  await subject.send('note', 'anna', { text: 'known' }, `known-${subject.id}`);
  return subject;
}

const summary = { summary: 'x' };
const detectedAtMs = Date.now() - hourMs;
const at = { atMs: detectedAtMs, zone: 'Europe/Warsaw' };

/** Each begins where the one before ends. */
const phases = {
  detected: async () => undefined,
  triage: (subject: Subject) => subject.send('acknowledge', 'anna', {}),
  containment: (subject: Subject) => subject.send('triage', 'anna', summary),
  recovery: (subject: Subject) => subject.send('contain', 'anna', summary),
  review: (subject: Subject) => subject.send('recover', 'anna', summary),
};

/** What an incident may carry beside its phase. */
const burdens: Readonly<Record<string, (subject: Subject) => Promise<void>>> = {
  async 'with awareness, filings and tasks'(subject) {
    await subject.send('declareAwareness', 'dora', { at, reason: 'sure' });
    await subject.send('addTask', 'anna', { title: 'ask', owner: 'ben', mandatory: true });
    const known = { reference: 'R-1', stage: 'initial' } as const;
    await subject.send('fileDuty', 'dora', known);
  },
  async 'with a later time of awareness and a withholding that wait for a second person'(subject) {
    await subject.send('declareAwareness', 'dora', { at, reason: 'sure' });
    await subject.send('withholdDuty', 'dora', { reason: 'encrypted' });
    const later = { ...at, atMs: at.atMs + 60_000 };
    await subject.send('declareAwareness', 'dora', { at: later, reason: 'the other log' });
  },
};

it('leaves every state as it was, to the millisecond, and a command done stays done', () =>
  rig.run(async (test) => {
    async function compare(subject: Subject, what: string): Promise<void> {
      const before = await settled(subject);
      await intoNewRun(subject);
      const now = await subject.status();
      assert.deepEqual(now, before, what);
      assert.equal(now.notes, 1);
    }
    const steps = Object.entries(phases);
    const ofPhases = steps.map(async ([phase], last) => {
      const subject = await begin(test);
      for (const [, step] of steps.slice(0, last + 1)) await step(subject);
      assert.equal((await subject.status()).phase, phase);
      await compare(subject, phase);
    });
    const ofBurdens = Object.entries(burdens).map(async ([name, bring]) => {
      const subject = await begin(test);
      await bring(subject);
      await compare(subject, name);
    });
    await Promise.all([...ofPhases, ...ofBurdens]);
  }));

it('does not wait for mails and drafts when many commands come: they are carried, and begun again', () =>
  rig.run(async (test) => {
    rig.world.faults.set('ben', 'flaky');
    rig.world.draftsDown = true;
    const subject = await begin(test);
    await subject.send('acknowledge', 'anna', {});
    await subject.send('assign', 'anna', { commander: 'ben' });
    const drafting = subject.send('draftNotice', 'dora', {});
    let before = await subject.status();
    await until(async () => {
      before = await subject.status();
      // The page went out, and all is in the register: nothing changes any more by itself.
      return before.notices.length === 1 && before.mailsWaiting === 1 && before.unjournaled === 0;
    }, 'the draft is asked for, and one mail waits');
    const startedAtMs = Date.now();
    await intoNewRun(subject);
    assert.ok(Date.now() - startedAtMs < 40_000, 'a mail in flight holds a run for a minute');
    assert.equal((await drafting).notices[0]?.drafted, undefined);
    const { unjournaled: _now, ...now } = await subject.status();
    const { unjournaled: _then, ...then } = before;
    assert.deepEqual(now, then);
    rig.world.draftsDown = false;
    rig.world.faults.clear();
    await until(
      async () => (await subject.status()).notices[0]?.drafted !== undefined,
      'the draft is written',
    );
    const after = await settled(subject);
    const toBen = rig.world.sent.filter(({ mail }) => mail.kind === 'assigned');
    assert.equal(new Set(toBen.map(({ messageId }) => messageId)).size, 1);
    assert.equal(after.deliveries.filter(({ kind }) => kind === 'assigned').length, 1);
  }));

it('hands what the register cannot take to outboxes, and loses, repeats and forgets nothing', () =>
  rig.run(async (test) => {
    const subject = await begin(test);
    await settled(subject);
    rig.world.journalDown = true;
    // 12 KB each: 40 of them are more than one run hands to the next.
    const text = '語'.repeat(4_000);
    for (let n = 0; n < 40; n += 1) await subject.send('note', 'anna', { text }, `away-${n}`);
    const { seq, unjournaled, notes } = await subject.status();
    assert.equal(notes, 41);
    assert.ok(unjournaled >= 40);
    await intoNewRun(subject);
    const now = await subject.status();
    assert.deepEqual([now.seq, now.unjournaled], [seq, unjournaled]);
    const outboxes: string[] = [];
    const query = "WorkflowType = 'outbox'";
    await until(async () => {
      outboxes.length = 0;
      for await (const { workflowId } of rig.env.client.workflow.list({ query }))
        outboxes.push(workflowId);
      return outboxes.length > 0;
    }, 'visibility knows the outboxes');
    for (const id of outboxes) assert.match(id, new RegExp(`^${subject.id}/outbox/\\d+$`));
    // A bulky command that was done before the outage, one of the outage, and one that is new.
    assert.equal((await subject.send('note', 'anna', { text }, 'away-0')).notes, 41);
    rig.world.journalDown = false;
    const { seq: last } = await settled(subject);
    assert.deepEqual(
      subject.events().map((event) => event.seq),
      Array.from({ length: last }, (_, n) => n + 1),
    );
  }));

it('carries clocks, commands done and everything else through many runs', () =>
  rig.run(async (test) => {
    rig.world.policy = policySnapshot({ ladder });
    const subject = await test.declare({}, { historyLimit: 80 });
    for (let n = 0; n < 30; n += 1)
      await subject.send('note', 'anna', { text: `note ${n}` }, `note-${n}`);
    const repeated = await subject.send('note', 'anna', { text: 'note 0' }, 'note-0');
    assert.equal(repeated.notes, 30);

    // Before the first rung, 4 s ahead of it, the command must be through: on a busy machine that took over 2 s.
    const dueAtMs = Date.now() + 10_000;
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

it('carries an assessment into the next run', () =>
  rig.run(async (test) => {
    const subject = await test.declare({}, { historyLimit });
    const first = await runOf(subject);
    await subject.send('assess', 'dora', { facts: JSON.stringify(stolen) });
    await intoNewRun(subject);
    assert.notEqual(await runOf(subject), first);
    assert.equal((await subject.status()).assessment?.authority, 'notify');
    await subject.send('declareFalseAlarm', 'anna', { reason: 'end' });
    await subject.result();
  }));
