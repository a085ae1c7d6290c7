/**
 * Somebody who reaches Temporal, has the ring, and sees the signed commands of others, forges each command of the table
 * in every way: as an update, as a signal, as the first of a new run. Nothing changes, all of it is on record.
 * Proved elsewhere: each fault of a signature by itself (test/activities/authenticate.test.ts), that a forged id stays free
 * (test/workflows/gate.test.ts), Temporal's own program and a revoked key (test/cli/access.prove.ts), runs whose input was made up,
 * altered or copied from another incident, by whoever has no ring (test/faults/encryption.prove.ts).
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomUUID, type KeyObject } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { WorkflowUpdateFailedError, type WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { makePrivateKey, readPrivateKey, serviceKeyPath } from '../../src/access/person-key.ts';
import type { Presented } from '../../src/domain/access.ts';
import { commandNames, system, type CommandName } from '../../src/domain/commands.ts';
import type { Status } from '../../src/domain/status.ts';
import { badShape, commandSignal, statusQuery, taskQueue } from '../../src/workflows/messages.ts';
import { payloads } from '../domain/samples.ts';
import { startApp, until, type App, type Json } from '../support/app.ts';
import { forgedProofsOf } from './forged-proofs.ts';
import { forgeriesOf, signed } from './forgeries.ts';

/** Sent at once: below the ten updates under way that Temporal's server takes for one workflow. */
const atOnce = 8;
/** For a worker's or a web server's key alone, beside a declaration that names its source. */
const ofMachines: readonly CommandName[] = [
  ...(['absorb', 'recordAlerts', 'mailBounced', 'noteLinkForwarded'] as const),
];
/** After these there is no incident left to try the next one on, and `attach` names a file that lies in the register before. */
const apart: readonly CommandName[] = [
  ...(['declareFalseAlarm', 'merge', 'close', 'attach'] as const),
  ...ofMachines,
];

let app: App;
let id: string;
let anna: KeyObject;
let others: { colleague: KeyObject; stranger: KeyObject };
let all: readonly Presented[];
before(async () => {
  app = await startApp(({ policyPath }) => {
    const text = readFileSync(policyPath, 'utf8');
    const signed = text.replace('signatures: optional', 'signatures: required');
    // So that mails hold links.
    writeFileSync(policyPath, `${signed}\nweb: { url: 'http://127.0.0.1:7272' }\n`);
  });
  await app.done('access', 'grant', 'anna', '--as', 'anna');
  await app.done('access', 'grant', 'ben', '--as', 'anna');
  anna = await keyOf('anna');
  others = { colleague: await keyOf('ben'), stranger: makePrivateKey() };
  const declared = await app.done('declare', 'customer export readable', '--as', 'anna');
  ({ id } = declared.incident);
  let link = '';
  await until(async () => {
    const texts = (await app.mails(id)).map(({ text = '' }) => text);
    link = /\/l\/([\w.-]+)/.exec(texts.join('\n'))?.[1] ?? '';
    return link !== '';
  });
  // Nobody is paged any more: only commands can change it.
  await app.done('ack', id, '--as', 'anna');
  await until(async () => (await status()).unjournaled === 0);
  const forgeries = commandNames.map(async (name) => [
    ...forgeriesOf(plain(name), anna, others),
    ...(await forgedProofsOf(plain(name), { key: anna, ...others, link })),
  ]);
  all = (await Promise.all(forgeries)).flat().map(({ presented }) => presented);
});
after(() => app.stop());

async function keyOf(person: string): Promise<KeyObject> {
  return (await readPrivateKey(join(app.data, 'access', `${person}.pem`))) ?? assert.fail(person);
}

const status = (): Promise<Status> => app.client.workflow.getHandle(id).query(statusQuery);
const refusals = async (): Promise<readonly Json[]> =>
  (await app.done('timeline', id)).events.filter(({ type }: Json) => type === 'commandRefused');

/** All but the counts of what was refused and written down. */
async function matter(): Promise<object> {
  const { seq: _seq, refusals: _refusals, unjournaled: _unjournaled, ...rest } = await status();
  return rest;
}

const plain = (name: CommandName): Presented => ({
  ...{ incidentId: id, name, commandId: `true-${name}`, fields: payloads[name] },
  actor: { person: 'anna', channel: 'cli' },
});

const argsOf = ({ commandId, actor, fields }: Presented) => ({ commandId, actor, ...fields });

/** The code with which an update is refused; undefined when it was done. */
async function refusedBy(presented: Presented): Promise<string | undefined> {
  try {
    await app.client.workflow.getHandle(id).executeUpdate(presented.name, {
      args: [argsOf(presented)],
      // Else Temporal answers itself, as for the one before.
      updateId: randomUUID(),
    });
    return undefined;
  } catch (error) {
    assert.ok(error instanceof WorkflowUpdateFailedError, String(error));
    assert.ok(error.cause instanceof ApplicationFailure, String(error.cause));
    return error.cause.type ?? '';
  }
}

const signal = (presented: Presented): Promise<void> =>
  app.client.workflow
    .getHandle(id)
    .signal(commandSignal, { name: presented.name, ...argsOf(presented) });

async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (let at = 0; at < items.length; at += atOnce)
    done.push(...(await Promise.all(items.slice(at, at + atOnce).map(work))));
  return done;
}

/** Before the gate has answered there is never an incident. */
async function judged(handle: WorkflowHandle): Promise<void> {
  await until(async () => {
    const { events }: Json = await handle.fetchHistory();
    const asked: Json = events.find(
      ({ activityTaskScheduledEventAttributes: scheduled }: Json) =>
        scheduled?.activityType.name === 'authenticate',
    );
    return events.some(
      ({ activityTaskCompletedEventAttributes: done }: Json) =>
        asked && done && String(done.scheduledEventId) === String(asked.eventId),
    );
  });
}

describe('a forged command', () => {
  it('of every name, in every way, as an update, is refused and on record, and changes nothing', async () => {
    const before = await matter();
    const codes = await inTurns(all, refusedBy);
    const wrong = all.filter((_, n) => codes[n] !== 'not-authenticated' && codes[n] !== badShape);
    assert.deepEqual(wrong, []);
    const forged = codes.filter((code) => code === 'not-authenticated').length;
    assert.ok(forged > commandNames.length * 21, `${forged} of ${codes.length}`);
    await until(async () => (await status()).unjournaled === 0, 60_000);
    const told = (await refusals()).filter(({ code }) => code === 'not-authenticated');
    assert.equal(told.length, forged);
    assert.ok(told.every(({ actor }) => actor.person === 'seventytwo'));
    assert.deepEqual(await matter(), before);
  });

  it('of every name, in every way, as a signal too', async () => {
    const [before, earlier] = [await matter(), (await refusals()).length];
    await inTurns(all, signal);
    await until(async () => (await refusals()).length === earlier + all.length, 120_000);
    assert.deepEqual(await matter(), before);
  });

  it('of every name as the first of a new run leaves no incident behind', async () => {
    for (const name of commandNames) {
      const incidentId = `INC-Q${String(commandNames.indexOf(name)).padStart(4, '2')}`;
      const [, forged] = forgeriesOf({ ...plain(name), incidentId }, anna, others);
      const first = { name, ...forged?.presented };
      const handle = await app.client.workflow.start('incident', {
        ...{ workflowId: incidentId, taskQueue, args: [{ incidentId, first }] },
      });
      await judged(handle);
      assert.equal(await handle.query(statusQuery), null, name);
      await handle.terminate('the test has seen enough');
      assert.equal((await app.run(['timeline', incidentId, '--json'])).code, 2);
    }
  });

  it('that monitoring declares is none, whoever names its source', async () => {
    const start = async (incidentId: string, source?: string, person = 'anna') => {
      const { fields, ...rest } = plain('declare');
      const from = { ...fields, ...(source !== undefined && { source }) };
      const about = { ...rest, incidentId, fields: from, actor: { ...rest.actor, person } };
      const handle = await app.client.workflow.start('incident', {
        ...{ workflowId: incidentId, taskQueue },
        args: [{ incidentId, first: signed(about, anna) }],
      });
      await judged(handle);
      const found = await handle.query(statusQuery);
      await handle.terminate('the test has seen enough');
      return found;
    };
    assert.notEqual(await start('INC-R2222'), null);
    assert.equal(await start('INC-R3333', 'prometheus'), null);
    assert.equal(await start('INC-R4444', 'prometheus', system.person), null);
  });

  it("is refused from Temporal's own program as well", async () => {
    const input = JSON.stringify(argsOf(plain('note')));
    const words = ['workflow', 'update', 'execute', '--address', app.address, '-w', id];
    const ran = promisify(execFile)(app.cliPath, [...words, '--name', 'note', '-i', input]);
    await assert.rejects(ran, /not-authenticated/);
  });
});

describe('a signed command that is sent again', () => {
  const notes = async (): Promise<number> =>
    (await app.done('timeline', id)).events.filter(({ type }: Json) => type === 'noted').length;

  it('is carried out once: as another update, as a signal, and after it has expired', async () => {
    const short = { issuedAtMs: Date.now() - 1_000, expiresAtMs: Date.now() + 3_000 };
    const once = signed({ ...plain('note'), commandId: 'once' }, anna, short);
    assert.equal(await refusedBy(once), undefined);
    assert.equal(await refusedBy(once), undefined);
    await signal(once);
    assert.equal(await refusedBy({ ...once, commandId: 'twice' }), 'not-authenticated');
    await until(() => Date.now() > short.expiresAtMs);
    assert.equal(await refusedBy(once), undefined);
    assert.equal(await refusedBy({ ...once, commandId: 'late' }), 'not-authenticated');
    assert.equal(await notes(), 1);
  });

  it('and was never sent is not taken after it has expired', async () => {
    const late = signed({ ...plain('note'), commandId: 'kept' }, anna, {
      ...{ issuedAtMs: Date.now() - 2_000, expiresAtMs: Date.now() - 1 },
    });
    assert.equal(await refusedBy(late), 'not-authenticated');
    assert.equal(await notes(), 1);
  });
});

describe('what machines alone send', () => {
  const asSystem = (name: CommandName): Presented => ({
    ...{ ...plain(name), commandId: randomUUID() },
    actor: { person: system.person, channel: 'api' },
  });

  it('is refused from a person with their own true signature, and in the name of the product', async () => {
    for (const name of ofMachines) {
      const own = signed({ ...plain(name), commandId: randomUUID() }, anna);
      assert.equal(await refusedBy(own), 'not-authenticated', name);
      assert.equal(await refusedBy(asSystem(name)), 'not-authenticated', name);
      assert.equal(await refusedBy(signed(asSystem(name), anna)), 'not-authenticated', name);
    }
  });

  it('is refused from a key of the service that was taken away', async () => {
    const key = (await readPrivateKey(serviceKeyPath(app.data))) ?? assert.fail('no key');
    const send = (name: CommandName) => refusedBy(signed(asSystem(name), key));
    // It is about no mail of the incident: decided on its merits.
    assert.equal(await send('mailBounced'), 'unknown-mail');
    assert.equal(await send('note'), 'not-authenticated');
    const words = ['access', 'revoke', system.person, '--reason', 'leaked', '--as', 'anna'];
    await app.done(...words);
    await until(async () => (await send('mailBounced')) === 'not-authenticated', 10_000);
    for (const name of ofMachines) assert.equal(await send(name), 'not-authenticated', name);
  });
});

it('the true command with each of those ids is decided on its merits', async () => {
  for (const name of commandNames.filter((one) => !apart.includes(one))) {
    const code = await refusedBy(signed(plain(name), anna));
    assert.notEqual(code, 'not-authenticated', name);
    assert.notEqual(code, badShape, name);
  }
  const { events } = await app.done('timeline', id, '--as', 'anna');
  const types = new Set(events.map(({ type }: Json) => type));
  for (const type of ['noted', 'triaged', 'contained', 'taskAdded', 'awarenessDeclared'])
    assert.ok(types.has(type), type);
  assert.match((await app.run(['audit', 'verify'])).out, /is whole/);
});
