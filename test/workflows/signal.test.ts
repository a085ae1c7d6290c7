/** The signal `command`: the same rules as the updates, and nothing that comes with it stops the incident. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { WorkflowClient } from '@temporalio/client';
import type { IncidentEvent } from '../../src/domain/events.ts';
import {
  commandSignal,
  taskQueue,
  type IncidentInput,
  type SignalPayload,
} from '../../src/workflows/messages.ts';
import { until } from '../server/support.ts';
import { createRig, type Rig } from '../support/rig.ts';
import type { Subject } from '../support/subject.ts';

let rig: Rig;
before(async () => {
  rig = await createRig();
});
after(() => rig.teardown());

const anna = { person: 'anna', channel: 'api' } as const;

function refusals(subject: Subject) {
  return subject
    .events()
    .filter(
      (event): event is IncidentEvent & { type: 'commandRefused' } =>
        event.type === 'commandRefused',
    );
}

async function signal(subject: Subject, payload: SignalPayload): Promise<void> {
  await subject.handle.signal(commandSignal, payload);
}

/** Until every signal sent so far has been handled and its events are in the register. */
async function settled(subject: Subject): Promise<void> {
  await until(async () => {
    const { seq, unjournaled } = await subject.status();
    return unjournaled === 0 && subject.events().at(-1)?.seq === seq;
  }, `${subject.id} has come to rest`);
}

async function end(subject: Subject): Promise<void> {
  await subject.send('declareFalseAlarm', 'anna', { reason: 'a test' });
  await subject.result();
}

describe('the signal command', () => {
  it('is carried out once, and the update of the same id answers for it', () =>
    rig.run(async (test) => {
      const subject = await test.declare();
      const note = { name: 'note', commandId: 'n-1', actor: anna, text: 'by signal' } as const;
      await signal(subject, note);
      await signal(subject, note);
      const { notes } = await subject.send('note', 'anna', { text: 'by signal' }, 'n-1');
      assert.equal(notes, 1);
      await settled(subject);
      const noted = subject.events().find(({ type }) => type === 'noted');
      assert.deepEqual([noted?.commandId, noted?.actor], ['n-1', anna]);
      await end(subject);
    }));

  it('that a rule refuses stands on the timeline, and the run goes on', () =>
    rig.run(async (test) => {
      const subject = await test.declare();
      await signal(subject, { name: 'recover', commandId: 'r-1', actor: anna, summary: 'x' });
      const nobody = { person: 'nobody', channel: 'api' } as const;
      await signal(subject, { name: 'acknowledge', commandId: 'r-2', actor: nobody });
      await until(() => refusals(subject).length === 2, 'both senders are checked');
      await settled(subject);
      assert.deepEqual(
        refusals(subject).map(({ code, command, commandId, actor: { person } }) => [
          ...[code, command, commandId, person],
        ]),
        [
          ['wrong-phase', 'recover', 'r-1', 'anna'],
          ['unknown-person', 'acknowledge', 'r-2', 'nobody'],
        ],
      );
      await end(subject);
    }));

  it('waits for the policy and the declaration when it comes with the start', () =>
    rig.run(async () => {
      const incidentId = 'INC-SIGNAL';
      const client = new WorkflowClient({ connection: rig.env.connection });
      const declaration = { name: 'declare', fields: { title: 'test' } } as const;
      const first = { ...declaration, commandId: 'd', actor: anna };
      const handle = await client.signalWithStart('incident', {
        ...{ workflowId: incidentId, taskQueue },
        args: [{ incidentId, first } satisfies IncidentInput],
        signal: commandSignal,
        signalArgs: [{ name: 'note', commandId: 'n', actor: anna, text: 'early' }],
      });
      await handle.executeUpdate('note', { args: [{ commandId: 'a', actor: anna, text: 'late' }] });
      const { notes }: { notes: number } = await handle.query('status');
      assert.equal(notes, 2);
      await handle.terminate('the end of its test');
    }));
});

describe('a signal of the wrong shape', () => {
  const secret = 'hunter2';
  const envelope = { commandId: 'w', actor: anna };
  const shapes: readonly (readonly [what: string, payload: unknown, sentence: RegExp])[] = [
    ['nothing', undefined, /one JSON object/],
    ['null', null, /one JSON object/],
    ['a text', secret, /one JSON object/],
    ['a list', [secret], /one JSON object/],
    ['bytes', new TextEncoder().encode(secret), /one JSON object|name must be/],
    ['no name', { ...envelope, text: secret }, /^name must be one of declare, acknowledge/],
    ['an unknown name', { ...envelope, name: secret }, /^name must be one of/],
    ['a name that every object has', { ...envelope, name: 'toString' }, /^name must be one of/],
    ['a missing field', { ...envelope, name: 'note' }, /^text is missing/],
    ['no envelope', { name: 'note', text: secret }, /commandId is missing.*actor is missing/],
    ['too much', { ...envelope, name: 'note', text: secret.repeat(1_000) }, /7000 characters/],
    ['an endless field', { ...envelope, name: 'note', ['x'.repeat(9_000)]: secret }, /^x+ \(/],
    ['an object for a text', { ...envelope, name: 'note', text: { secret } }, /an object; give/],
  ];

  it('is recorded in one short sentence without what it brought, and jams nothing', () =>
    rig.run(async (test) => {
      const subject = await test.declare();
      for (const [, payload] of shapes)
        await subject.handle.signal(commandSignal, ...(payload === undefined ? [] : [payload]));
      await settled(subject);
      const recorded = refusals(subject);
      assert.equal(recorded.length, shapes.length);
      for (const [n, [what, , sentence]] of shapes.entries()) {
        const { code, message } = recorded[n] ?? assert.fail(what);
        assert.equal(code, 'bad-shape', what);
        assert.match(message, sentence, what);
        assert.ok(message.length <= 530, what);
      }
      assert.doesNotMatch(JSON.stringify(subject.events()), new RegExp(secret));
      await end(subject);
    }));

  it('that cannot even be decoded is recorded too', () =>
    rig.run(async (test) => {
      const subject = await test.declare();
      const text = (words: string): Uint8Array => new TextEncoder().encode(words);
      for (const [encoding, data] of [
        ['json/plain', '{"name":'],
        ['made/up', 'x'],
      ] as const)
        await rig.env.connection.workflowService.signalWorkflowExecution({
          namespace: rig.env.namespace ?? 'default',
          workflowExecution: { workflowId: subject.id },
          signalName: commandSignal,
          input: { payloads: [{ metadata: { encoding: text(encoding) }, data: text(data) }] },
        });
      await settled(subject);
      assert.deepEqual(
        refusals(subject).map(({ code, actor }) => [code, actor.person]),
        [
          ['bad-shape', 'seventytwo'],
          ['bad-shape', 'seventytwo'],
        ],
      );
      await end(subject);
    }));

  it('is told by the product, which says whose name stood in it if that is somebody', () =>
    rig.run(async (test) => {
      const subject = await test.declare();
      const nobody = { person: 'nobody', channel: 'api' };
      const noWay = { person: 'anna', channel: 'timer' };
      for (const actor of [anna, nobody, noWay])
        await subject.handle.signal(commandSignal, { name: 'note', commandId: 'w', actor });
      await settled(subject);
      assert.deepEqual(
        refusals(subject).map(({ actor, command, message }) => [
          ...[actor.person, actor.channel, command],
          /in the name of (.*)\)/.exec(message)?.[1],
        ]),
        ['anna', undefined, undefined].map((name) => ['seventytwo', 'timer', 'note', name]),
      );
      await end(subject);
    }));

  it('does not use up its command id, in this run or the next', () =>
    rig.run(async (test) => {
      const subject = await test.declare();
      for (const commandId of ['now', 'later'])
        await subject.handle.signal(commandSignal, { name: 'note', commandId, actor: anna });
      const first = await subject.send('note', 'anna', { text: 'mended' }, 'now');
      assert.equal(first.notes, 1);
      await end(subject);
      const again = await test.resume(subject, 'reopen', 'anna', { reason: 'not over' });
      const second = await again.send('note', 'anna', { text: 'mended' }, 'later');
      assert.equal(second.notes, 2);
      await end(again);
    }));
});
