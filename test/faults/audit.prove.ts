/** The audit chain end to end: a real worker, commands typed and refused, a policy changed under way, checkpoints mailed. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Client, Connection, ScheduleNotFoundError } from '@temporalio/client';
import type { AuditEntry } from '../../src/domain/audit-entry.ts';
import { main } from '../../src/cli/program.ts';
import { checkpointScheduleId, commandSignal } from '../../src/workflows/messages.ts';
import { until } from '../server/support.ts';
import { policy } from './policy.ts';
import { startStand, type Stand } from './stand.ts';
import { settle } from './wait.ts';
import { clientOf } from '../support/client.ts';

const to = 'trustee@outside.example';
const audit = { checkpoints: { to, every: 'P1D' } };

let stand: Stand;
let connection: Connection;
let client: Client;
before(async () => {
  stand = await startStand({ audit });
  connection = await Connection.connect({ address: stand.settings.address });
  client = clientOf(connection, stand.data);
  await stand.work();
});
after(async () => {
  await connection.close();
  await stand.stop();
});

async function run(...words: readonly string[]) {
  const said: string[] = [];
  const code = await main(words, {
    env: { ...stand.env },
    print: (text) => void said.push(text),
    tell: (text) => void said.push(text),
    isTerminal: false,
    readInput: () => Promise.resolve(''),
    now: Date.now,
  });
  return { code, text: said.join('\n') };
}

async function entries(...words: readonly string[]): Promise<readonly AuditEntry[]> {
  return JSON.parse((await run('audit', 'list', '--json', ...words)).text).entries;
}

const ofKind = async (kind: string): Promise<readonly AuditEntry[]> =>
  (await entries()).filter((entry) => entry.kind === kind);

const checkpoints = () => stand.mail.mails.filter(({ subject }) => subject.includes('checkpoint'));

const describeSchedule = () => client.schedule.getHandle(checkpointScheduleId).describe();

async function writePolicy(change: object): Promise<void> {
  const text = JSON.stringify({ ...policy(stand.mail.settings), ...change });
  await writeFile(join(stand.data, 'policy.yaml'), text);
}

describe('checkpoints', () => {
  it('are mailed from the start, by a Schedule, and who got one is on record', async () => {
    await until(() => checkpoints().length === 1, 'the first checkpoint');
    await until(async () => (await ofKind('checkpointMailed')).length === 1, 'its entry');
    const [entry] = await ofKind('checkpointMailed');
    assert.match(
      entry?.subject ?? '',
      /^entry \d+ to audit\.checkpoints\.to of policy [0-9a-f]{12}$/,
    );
    assert.ok(!JSON.stringify(await entries()).includes('outside.example'));
    assert.equal((await describeSchedule()).spec.intervals?.[0]?.every, 86_400_000);
  });

  it('are mailed when asked for, and what came is what verify takes', async () => {
    const { code, text } = await run('audit', 'checkpoint', '--mail', '--as', 'anna');
    assert.equal(code, 0, text);
    assert.match(text, /The mail server took the checkpoint for trustee@outside\.example/);
    const mail = checkpoints().at(-1);
    const line = /^ {4}(\{"n":.*\})$/m.exec(mail?.text ?? '')?.[1] ?? '';
    const file = join(stand.data, 'mailed.json');
    await writeFile(file, line);
    const verified = await run('audit', 'verify', '--checkpoint', file);
    assert.equal(verified.code, 0, verified.text);
    assert.equal((await ofKind('checkpointMailed')).at(-1)?.who, 'anna');
  });
});

describe('refused by a rule', () => {
  const id = 'INC-7K3FQ';

  it('a command typed, an update and a signal are sealed with who and from where', async () => {
    await stand.declare(id, { personalData: 'yes' });
    const typed = await run('close', id, '--as', 'ben');
    assert.equal(typed.code, 5, typed.text);
    await assert.rejects(stand.send(id, 'close', 'clara', {}));
    await client.workflow.getHandle(id).signal(commandSignal, {
      ...{ name: 'close', commandId: 'machine-1' },
      actor: { person: 'dirk', channel: 'temporal' },
    });
    await settle(stand, id);
    const refused = async () =>
      (await entries('--incident', id)).filter(({ kind }) => kind === 'commandRefused');
    await until(async () => (await refused()).length === 3, 'three refusals');
    assert.deepEqual(
      (await refused()).map(({ who, channel }) => `${who} ${channel}`),
      ['ben cli', 'clara cli', 'dirk temporal'],
    );
    const kinds = new Set((await entries('--incident', id)).map(({ kind }) => kind));
    assert.ok(kinds.has('mailAccepted'));
    assert.equal((await run('audit', 'verify')).code, 0);
  });
});

describe('a policy changed under a running worker', () => {
  it('is recorded without a new start, and the Schedule follows it', async () => {
    const before = await ofKind('policy');
    assert.equal(before.length, 1);
    assert.equal((await ofKind('schema')).length, 1);
    await writePolicy({ audit: { checkpoints: { to, every: 'PT2H' } } });
    // While a Schedule is changed, the server may leave a look at it without an answer.
    const everyMs = async () =>
      (await describeSchedule().catch(() => undefined))?.spec.intervals?.[0]?.every;
    await until(async () => (await everyMs()) === 7_200_000, 'the new interval', 90_000);
    await until(async () => (await ofKind('policy')).length === 2, 'its entry');
    await writePolicy({});
    const isGone = () =>
      describeSchedule().then(
        () => false,
        (error: unknown) => error instanceof ScheduleNotFoundError,
      );
    await until(isGone, 'no Schedule', 90_000);
    const { code, text } = await run('audit', 'checkpoint', '--mail', '--as', 'anna');
    assert.equal(code, 2);
    assert.match(text, /names no address for checkpoints/);
    const policies = (await ofKind('policy')).map(({ subject }) => subject);
    assert.equal(new Set(policies).size, 3);
    assert.ok((await readFile(join(stand.data, 'logs', 'worker.log'), 'utf8')).length > 0);
  });
});

describe('a checkpoint that the mail server refuses', () => {
  it('is on record, told to whoever asked and shown by doctor', async () => {
    stand.mail.refuse(to);
    await writePolicy({ audit: { checkpoints: { to, every: 'P1D' } } });
    const { code, text } = await run('audit', 'checkpoint', '--mail', '--as', 'anna');
    assert.equal(code, 3, text);
    assert.match(text, /was not mailed: .*(refused|no such recipient)/);
    await until(async () => (await ofKind('checkpointUnmailed')).length > 0, 'its entry');
    const doctor = await run('doctor');
    assert.match(doctor.text, /checkpoints +the newest was not mailed/);
    assert.equal((await run('audit', 'verify')).code, 0);
  });
});
