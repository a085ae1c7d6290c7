/** The same command sent more than once, by every way in and across a worker's death: carried out once, answered the same. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, Connection, WorkflowUpdateFailedError } from '@temporalio/client';
import type { CommandName } from '../../src/domain/commands.ts';
import type { IncidentEvent } from '../../src/domain/events.ts';
import type { Status } from '../../src/domain/status.ts';
import { Failure } from '../../src/failure.ts';
import { commandSignal, workflowIdOf } from '../../src/workflows/messages.ts';
import { startStand, type Stand } from './stand.ts';
import { answered, settle } from './wait.ts';
import { clientOf } from '../support/client.ts';

const actor = { person: 'anna', channel: 'temporal' };

let stand: Stand;
let connection: Connection;
let client: Client;
let incidents = 0;
let id: string;
before(async () => {
  stand = await startStand();
  connection = await Connection.connect({ address: stand.settings.address });
  client = clientOf(connection, stand.data);
  await stand.work();
});
beforeEach(async () => {
  id = `INC-${(incidents += 1) + 1}TWCM`;
  await stand.declare(id, { personalData: 'no' });
  await settle(stand, id);
});
after(async () => {
  await connection.close();
  await stand.stop();
});

function note(commandId: string): Promise<Status> {
  return stand.send(id, 'note', 'anna', { text: commandId }, commandId);
}

/** As Temporal's own tools send it: they give each update an id of its own, so that only the incident's memory knows it again. */
function byTool(name: CommandName, commandId: string, fields: object): Promise<Status> {
  return client.workflow
    .getHandle(workflowIdOf(id))
    .executeUpdate<Status, [object]>(name, { args: [{ commandId, actor, ...fields }] });
}

function noteByTool(commandId: string): Promise<Status> {
  return byTool('note', commandId, { text: commandId });
}

function signalNote(commandId: string): Promise<void> {
  const payload = { name: 'note', commandId, actor, text: commandId };
  return client.workflow.getHandle(workflowIdOf(id)).signal(commandSignal, payload);
}

async function caused(commandId: string): Promise<readonly IncidentEvent[]> {
  await settle(stand, id, 40_000);
  const events = await stand.events(id);
  return events.filter((event) => event.commandId === commandId);
}

/** What a note changes; how far the register has come is no part of the answer's meaning. */
function meaning({ seq, notes, phase }: Status) {
  return { seq, notes, phase };
}

describe('the same command more than once', () => {
  it('at once by five updates: one event, five equal answers, and the same answer after the worker’s death', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => note('n-1')));
    assert.equal(answers[0]?.notes, 1);
    for (const answer of answers) assert.deepEqual(answer, answers[0]);
    await settle(stand, id);
    await stand.kill();
    await stand.work();
    assert.deepEqual(await note('n-1'), answers[0]);
    assert.deepEqual(meaning(await noteByTool('n-1')), meaning(answers[0]));
    assert.equal((await caused('n-1')).length, 1);
  });

  it('refused: the same refusal again, before and after the worker’s death, and one line on the timeline', async () => {
    const reopen = () => stand.send(id, 'reopen', 'anna', { reason: 'it is open' }, 'r-1');
    const refusals: unknown[] = [];
    const collect = (error: unknown): boolean => refusals.push(error) > 0;
    await Promise.all([assert.rejects(reopen, collect), assert.rejects(reopen, collect)]);
    await settle(stand, id);
    await stand.kill();
    await stand.work();
    await assert.rejects(reopen, collect);
    await assert.rejects(byTool('reopen', 'r-1', { reason: 'again' }), WorkflowUpdateFailedError);
    const told = refusals.map((error) => error instanceof Failure && [error.code, error.message]);
    assert.equal(told.length, 3);
    assert.ok(told[0]);
    for (const one of told) assert.deepEqual(one, told[0]);
    assert.deepEqual(
      (await caused('r-1')).map(({ type }) => type),
      ['commandRefused'],
    );
  });

  it('in the hands of a worker that dies, by updates and signals: one event, and every sender hears the same', async (t) => {
    stand.freeze();
    await signalNote('n-2');
    const waiting = [answered(() => note('n-2')), answered(() => note('n-2')), noteByTool('n-2')];
    await signalNote('n-2');
    await sleep(300);
    await stand.kill();
    const killedAtMs = Date.now();
    await stand.work();
    const answers = await Promise.all(waiting);
    t.diagnostic(`all were answered ${Date.now() - killedAtMs} ms after the kill`);
    assert.equal(answers[0]?.notes, 1);
    for (const answer of answers) assert.deepEqual(meaning(answer), meaning(answers[0]));
    await signalNote('n-2');
    assert.deepEqual(meaning(await note('n-2')), meaning(answers[0]));
    assert.equal((await caused('n-2')).length, 1);
  });
});
