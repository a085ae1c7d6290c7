/** The gate: who sent a command is found out first, in one call for all that wait, and nothing is lost for it. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ApplicationFailure } from '@temporalio/common';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import type { Presented, Verdict } from '../../src/domain/access.ts';
import type { IncidentEvent } from '../../src/domain/events.ts';
import { commandSignal } from '../../src/workflows/messages.ts';
import { until } from '../server/support.ts';
import { createRig, type Rig, type TestRun } from '../support/rig.ts';
import type { Subject } from '../support/subject.ts';

const anna = { person: 'anna', channel: 'cli', signature: 'signed' } as const;
const forged: Verdict = { accepted: false, message: 'the signature is not of that key' };

function byMallory({ actor }: Presented): Verdict | undefined {
  return actor.signature === 'forged' ? forged : undefined;
}

async function update(subject: Subject, name: string, payload: object): Promise<void> {
  await subject.handle.executeUpdate(name, { args: [payload] });
}

async function refusedWith(sent: Promise<unknown>): Promise<ApplicationFailure> {
  const error = await sent.then(
    () => assert.fail('it was carried out'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof WorkflowUpdateFailedError, String(error));
  assert.ok(error.cause instanceof ApplicationFailure);
  return error.cause;
}

async function settled(subject: Subject): Promise<readonly IncidentEvent[]> {
  await until(async () => (await subject.status()).unjournaled === 0, 'the register has it all');
  return subject.events();
}

async function begin(test: TestRun, historyLimit?: number): Promise<Subject> {
  const subject = await test.declare({}, historyLimit === undefined ? {} : { historyLimit });
  test.mayRun(subject, 'only its gate is looked at');
  return subject;
}

describe('the gate', () => {
  let rig: Rig;
  before(async () => {
    rig = await createRig();
  });
  after(() => rig.teardown());

  it('keeps the id of the key in the event, and no signature', () =>
    rig.run(async (test) => {
      rig.world.verdict = () => ({ accepted: true, roles: ['commander'], key: 'k-1' });
      const subject = await begin(test);
      await update(subject, 'note', { commandId: 'n', actor: anna, text: 'signed' });
      const noted = (await settled(subject)).find(({ type }) => type === 'noted');
      assert.deepEqual(noted?.actor, { person: 'anna', channel: 'cli', key: 'k-1' });
      assert.doesNotMatch(JSON.stringify(subject.events()), /signature/);
    }));

  it('is told what was signed, and of the first command when its run began', () =>
    rig.run(async (test) => {
      const subject = await begin(test);
      const text = 'as it was signed';
      await update(subject, 'note', { commandId: 'n', actor: anna, text });
      const [first, ...rest] = rig.world.checked.flat();
      const { startTime } = await subject.handle.describe();
      assert.deepEqual(first, {
        ...{ incidentId: subject.id, name: 'declare', commandId: `declare-${subject.id}` },
        ...{ actor: { person: 'anna', channel: 'cli' }, receivedAtMs: startTime.getTime() },
        fields: { title: first && 'title' in first.fields && first.fields.title },
      });
      assert.deepEqual(rest, [
        {
          ...{ incidentId: subject.id, name: 'note', commandId: 'n', actor: anna },
          fields: { text },
        },
      ]);
    }));

  it("puts a forged command on record in nobody's name but its own, and leaves its id free", () =>
    rig.run(async (test) => {
      rig.world.verdict = byMallory;
      const subject = await begin(test);
      const note = { commandId: 'n', text: 'x' };
      const fake = { ...note, actor: { ...anna, signature: 'forged' } };
      const { type, message } = await refusedWith(update(subject, 'note', fake));
      assert.equal(type, 'not-authenticated');
      assert.match(message, /^note in the name of anna was not taken: the signature/);
      await subject.handle.signal(commandSignal, { ...fake, name: 'note' });
      await update(subject, 'note', { ...note, actor: anna });
      const events = await settled(subject);
      const refusals = events.filter((event) => event.type === 'commandRefused');
      assert.deepEqual(
        refusals.map(({ actor, code }) => [actor, code]),
        Array.from({ length: 2 }, () => [
          { person: 'seventytwo', channel: 'timer' },
          'not-authenticated',
        ]),
      );
      assert.equal((await subject.status()).notes, 1);
    }));

  it('ends the run of a forged declaration, which leaves nothing behind', () =>
    rig.run(async (test) => {
      rig.world.verdict = () => forged;
      const { type } = await refusedWith(test.declare());
      assert.equal(type, 'not-authenticated');
      assert.equal(rig.world.checked.length, 2);
    }));

  it('asks nobody twice about a command that was carried out', () =>
    rig.run(async (test) => {
      const subject = await begin(test);
      const note = { commandId: 'n', actor: anna, text: 'x' };
      await update(subject, 'note', note);
      const asked = rig.world.checked.length;
      await update(subject, 'note', note);
      assert.equal(rig.world.checked.length, asked);
      assert.equal((await subject.status()).notes, 1);
    }));

  it('tries again when the check fails, and carries the command out once', () =>
    rig.run(async (test) => {
      const subject = await begin(test);
      const asked = rig.world.checked.length;
      rig.world.failingChecks = 2;
      await update(subject, 'note', { commandId: 'n', actor: anna, text: 'x' });
      assert.equal(rig.world.checked.length, asked + 3);
      assert.equal((await subject.status()).notes, 1);
    }));
});

describe('the gate in a storm', () => {
  let rig: Rig;
  before(async () => {
    rig = await createRig('real');
  });
  after(() => rig.teardown());

  const storm = 500;

  it('checks five hundred signals in a few calls, in the order in which they came', () =>
    rig.run(async (test) => {
      const subject = await begin(test);
      rig.world.verdict = byMallory;
      for (let from = 0; from < storm; from += 50)
        await Promise.all(
          Array.from({ length: 50 }, (_, n) =>
            subject.handle.signal(commandSignal, {
              ...{ name: 'note', commandId: `s-${from + n}`, text: 'x' },
              actor: { ...anna, signature: n === 7 ? 'forged' : 'signed' },
            }),
          ),
        );
      await until(async () => (await subject.status()).notes === storm - 10, 'all are noted');
      const events = await settled(subject);
      const told = events.flatMap(({ commandId }) =>
        commandId?.startsWith('s-') ? commandId : [],
      );
      const { events: history } = await subject.handle.fetchHistory();
      const came = (history ?? []).flatMap(
        ({ workflowExecutionSignaledEventAttributes: signal }) => {
          const data = signal?.input?.payloads?.[0]?.data;
          const body: unknown = data && JSON.parse(Buffer.from(data).toString());
          return typeof body === 'object' && body !== null && 'commandId' in body
            ? [body.commandId]
            : [];
        },
      );
      assert.deepEqual(told, came);
      assert.equal(told.length, storm);
      const calls = rig.world.checked.length;
      assert.ok(calls < storm / 5, `${calls} calls`);
    }));

  it('loses no command that waits for its verdict while runs end', () =>
    rig.run(async (test) => {
      const subject = await begin(test, 60);
      const run = async () => (await subject.handle.describe()).runId;
      const firstRun = await run();
      const total = 60;
      for (let from = 0; from < total; from += 10) {
        rig.world.failingChecks = 2;
        await Promise.all(
          Array.from({ length: 10 }, (_, n) => {
            const note = { commandId: `w-${from + n}`, actor: anna, text: 'x' };
            return n % 2 === 0
              ? subject.handle.signal(commandSignal, { ...note, name: 'note' })
              : update(subject, 'note', note);
          }),
        );
      }
      await until(async () => (await subject.status()).notes === total, 'all are noted');
      await until(async () => (await run()) !== firstRun, 'a run has ended');
      const ids = (await settled(subject)).flatMap(({ type, commandId }) =>
        type === 'noted' ? [commandId] : [],
      );
      assert.equal(new Set(ids).size, total);
      assert.equal(ids.length, total);
    }));
});
