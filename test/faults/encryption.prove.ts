/** What Temporal keeps and shows is sealed, on a real server with a real worker; what was not sealed by us starts nothing. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import {
  Client,
  Connection,
  WorkflowFailedError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { main } from '../../src/cli/program.ts';
import { createCodec } from '../../src/encryption/codec.ts';
import { openKeys } from '../../src/encryption/keys.ts';
import { activeKey, ensureRing, requireRing } from '../../src/encryption/ring.ts';
import { connectHistories } from '../../src/histories.ts';
import { findTemporalCli } from '../../src/server/temporal-cli.ts';
import { startWorker } from '../../src/server/worker-process.ts';
import { findTroubles } from '../../src/trouble.ts';
import {
  commandSignal,
  outboxIdOf,
  taskQueue,
  unsealedInput,
  workflowType,
} from '../../src/workflows/messages.ts';
import { clientOf } from '../support/client.ts';
import { runSource, until } from '../server/support.ts';
import { openDesk } from './desk.ts';
import { startStand, type Stand } from './stand.ts';
import { settle } from './wait.ts';

/** Nothing else holds it. */
const secret = 'Zwetschgenkuchen';
/** Sent past the product, in plain: shows that what is looked for would be found. */
const control = 'Apfelstrudel';
const id = 'INC-K7F3Q';
const root = join(import.meta.dirname, '..', '..');

let stand: Stand;
let connection: Connection;
/** As somebody has it who reaches Temporal, and no key. */
let stranger: Client;
let temporal: (...args: string[]) => Promise<string>;

before(async () => {
  stand = await startStand();
  await stand.work();
  connection = await Connection.connect({ address: stand.settings.address });
  stranger = new Client({ connection });
  const { path } = await findTemporalCli({ env: process.env, progress: console.error });
  temporal = async (...args) => {
    const all = ['workflow', ...args, '--address', stand.settings.address];
    const { stdout } = await promisify(execFile)(path, all, { maxBuffer: 64 * 1024 * 1024 });
    return stdout;
  };
  await stand.declare(id, { title: secret, personalData: 'no' });
  await stand.send(id, 'note', 'anna', { text: `${secret} was seen` });
  // Its refusal repeats what was typed: the text of a failure.
  const refused = stand.send(id, 'assign', 'anna', { commander: secret });
  await assert.rejects(refused, new RegExp(secret));
  await stranger.workflow.getHandle(id).signal(commandSignal, note('plain-1', control));
  // A signal is taken a moment before it is decided.
  await until(async () => (await stand.incidents.status(id))?.notes === 2, 'the signal is decided');
  await settle(stand, id);
});
after(async () => {
  await connection.close();
  await stand.stop();
});

function note(commandId: string, text: string) {
  return { name: 'note', commandId, actor: { person: 'anna', channel: 'api' }, text };
}

async function type(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await main([...args, '--json'], {
    env: stand.env,
    print: (line) => void out.push(line),
    tell: (line) => void err.push(line),
    isTerminal: false,
    readInput: () => Promise.resolve(''),
    now: Date.now,
  });
  assert.equal(code, 0, err.join('\n'));
  return JSON.parse(out.join('\n'));
}

function declaration(incidentId: string) {
  const actor = { person: 'anna', channel: 'cli' } as const;
  return { incidentId, first: { name: 'declare', commandId: 'd', actor, fields: { title: 'x' } } };
}

/** Every payload in it, as bytes and as text. */
function payloadsIn(history: string): string {
  const found = [...history.matchAll(/"(?:data|[\w/+]+)":\s*"([A-Za-z0-9+/=]{8,})"/g)];
  return found
    .map(([, base64 = '']) => Buffer.from(base64, 'base64').toString('latin1'))
    .join('\n');
}

describe('what people write', () => {
  it('is nowhere in the files of Temporal', () => {
    const files = readdirSync(stand.data).filter((name) => name.startsWith('temporal'));
    const kept = files.map((name) => readFileSync(join(stand.data, name), 'latin1')).join('');
    assert.ok(kept.includes(control), 'what came plain is not found either');
    assert.ok(kept.includes(id), 'the id is readable');
    assert.ok(!kept.includes(secret));
  });

  it('is nowhere in what Temporal shows of the history', async () => {
    const shown = await temporal('show', '-w', id, '-o', 'json');
    assert.ok(payloadsIn(shown).includes(control), 'what came plain is not found either');
    assert.ok(!shown.includes(secret) && !payloadsIn(shown).includes(secret));
    const described = await temporal('describe', '-w', id, '-o', 'json');
    assert.ok(!described.includes(secret) && !payloadsIn(described).includes(secret));
  });

  it('is sealed with the key of its incident, each payload of ours', async () => {
    const shown = await temporal('show', '-w', id, '-o', 'json');
    const named = [...shown.matchAll(/"seventytwo-key":\s*"([^"]+)"/g)].map(([, key = '']) =>
      Buffer.from(key, 'base64').toString(),
    );
    assert.ok(named.length > 10);
    assert.deepEqual([...new Set(named)], [id]);
    const plain = shown.match(/"encoding":\s*"anNvbi9wbGFpbg=="/g) ?? [];
    // The stranger's signal; the search attributes, which Temporal must read; name and times of a local activity, name of a patch.
    const attributes = shown.match(/"type":\s*"(S2V5d29yZA|S2V5d29yZExpc3Q|RGF0ZXRpbWU)=+"/g) ?? [];
    const markers = shown.match(/"core_(local_activity|patch)"/g) ?? [];
    assert.equal(plain.length, 1 + attributes.length + markers.length);
  });

  it('is read by list, show and the register as before', async () => {
    const { incidents } = await type('list');
    assert.equal(incidents[0].id, id);
    assert.equal((await stand.incidents.status(id))?.title, secret);
    assert.ok(JSON.stringify(await stand.events(id)).includes(control));
  });
});

describe('seventytwo codec', () => {
  it("shows it in Temporal's own command line", async (t) => {
    const source = `
      process.argv.splice(1, 0, 'seventytwo', 'codec', '--port', '0', '--json');
      await import('${root}/dist/cli.js');`;
    const { child, lines, exited } = runSource(t, source, stand.env);
    await until(() => lines.length > 0, 'the codec endpoint is told');
    const { url } = JSON.parse(lines[0] ?? '');
    const shown = await temporal('show', '-w', id, '-o', 'json', '--codec-endpoint', url);
    assert.ok(shown.includes(secret) || payloadsIn(shown).includes(secret));
    const queried = await temporal('query', '-w', id, '--type', 'status', '--codec-endpoint', url);
    assert.ok(queried.includes(secret));
    child.kill('SIGTERM');
    assert.equal(await exited, 0);
  });
});

describe('a run that nobody with the keys has started', () => {
  it('ends at once when its input came plain, writes nothing, and the sentinel sees it', async () => {
    const workflowId = 'INC-PBBBB';
    const args = [declaration(workflowId)];
    const handle = await stranger.workflow.start(workflowType, { workflowId, taskQueue, args });
    await assertRefused(clientOf(connection, stand.data).workflow.getHandle(workflowId), 'plain');
    assert.deepEqual(await stand.events(workflowId), []);
    const mine = clientOf(connection, stand.data);
    await until(async () => {
      const found = await findTroubles(mine, [], { failingMs: 15_000, waitingMs: 30_000 });
      return found.some(({ kind, incidentId }) => kind === 'ended' && incidentId === workflowId);
    }, 'the sentinel would tell it');
    await stranger.workflowService.deleteWorkflowExecution({
      ...{ namespace: 'default', workflowExecution: { workflowId: handle.workflowId } },
    });
  });

  it('ends at once when it is an outbox, which would write events into the register', async () => {
    const workflowId = outboxIdOf(id, 900);
    const event = { seq: 900, atMs: 1, type: 'noted', actor: { person: 'anna', channel: 'cli' } };
    const args = [{ incidentId: id, events: [event], summary: {} }];
    await stranger.workflow.start('outbox', { workflowId, taskQueue, args });
    await assertRefused(clientOf(connection, stand.data).workflow.getHandle(workflowId), 'plain');
  });

  it('ends at once when its input was altered, or sealed for another incident', async () => {
    const codec = createCodec(openKeys(stand.settings), 'throw');
    const clients = [
      ['INC-TBBBB', flipped],
      ['INC-TCCCC', moved],
    ] as const;
    for (const [workflowId, change] of clients) {
      const payloadCodecs = [
        {
          encode: async (payloads: Parameters<typeof codec.encode>[0]) =>
            (await codec.encode(payloads, { type: 'workflow', namespace: '', workflowId: id })).map(
              change,
            ),
          decode: codec.decode,
        },
      ];
      const client = new Client({ connection, dataConverter: { payloadCodecs } });
      const args = [declaration(workflowId)];
      await client.workflow.start(workflowType, { workflowId, taskQueue, args });
      await assertRefused(
        clientOf(connection, stand.data).workflow.getHandle(workflowId),
        'tampered',
      );
    }
  });

  it('waits when its key is not in the ring of the worker: that can be mended', async (t) => {
    const workflowId = 'INC-WBBBB';
    const keys = mkdtempSync(join(tmpdir(), 'seventytwo-keys-'));
    t.after(() => rmSync(keys, { recursive: true, force: true }));
    await ensureRing(keys);
    const dataConverter = { payloadCodecs: [createCodec(openKeys({ keys }), 'throw')] };
    const client = new Client({ connection, dataConverter });
    const args = [declaration(workflowId)];
    const handle = await client.workflow.start(workflowType, { workflowId, taskQueue, args });
    await until(async () => {
      const { raw } = await handle.describe();
      return (raw.pendingWorkflowTask?.attempt ?? 0) > 1;
    }, 'its first task was tried again');
    assert.equal((await handle.describe()).status.name, 'RUNNING');
    await handle.terminate('the test is over');
  });
});

describe('an incident that runs', () => {
  it('takes a plain update, and goes on when something comes that cannot be opened', async () => {
    // Reads the answer with the keys, and sends without them.
    const { decode } = createCodec(openKeys(stand.settings), 'throw');
    const encode = <T>(payloads: T): Promise<T> => Promise.resolve(payloads);
    const dataConverter = { payloadCodecs: [{ encode, decode }] };
    const handle = new Client({ connection, dataConverter }).workflow.getHandle(id);
    const { name: _name, ...rest } = note('plain-2', 'by another tool');
    await handle.executeUpdate('note', { args: [rest], updateId: 'plain-2' });
    const junk = new Client({
      connection,
      dataConverter: {
        payloadCodecs: [
          {
            encode: (payloads) =>
              Promise.resolve(
                payloads.map(() => ({
                  metadata: { encoding: Buffer.from('binary/encrypted') },
                  data: Buffer.from('junk'),
                })),
              ),
            decode,
          },
        ],
      },
    });
    await junk.workflow.getHandle(id).signal(commandSignal, 'x');
    await assert.rejects(
      junk.workflow.getHandle(id).executeUpdate('note', { args: ['x'] }),
      (error) =>
        error instanceof WorkflowUpdateFailedError &&
        /cannot be read \(tampered\); send it with the keys/.test(error.cause?.message ?? ''),
    );
    await stand.send(id, 'note', 'anna', { text: 'still here' });
    await settle(stand, id);
    assert.ok((await stand.events(id)).some(({ type: kind }) => kind === 'commandRefused'));
  });

  it('goes on after a rotation, with its worker and with the next one', async () => {
    const { rotated } = await type('keys', 'rotate', '--as', 'clara');
    assert.ok(rotated.incidents >= 1);
    const { keys } = await type('keys', 'list');
    assert.deepEqual(
      keys.map((key: { id: string; active: boolean }) => [key.id, key.active]),
      [
        [rotated.from, false],
        [rotated.to, true],
      ],
    );
    const { entries } = await type('audit', 'list');
    const act = entries.find(({ kind }: { kind: string }) => kind === 'keys');
    assert.equal(act.subject, `${rotated.from} ${rotated.to}`);
    await stand.send(id, 'note', 'anna', { text: 'after the rotation' });
    await stand.kill();
    await stand.work();
    await stand.send(id, 'note', 'anna', { text: 'by the next worker' });
    assert.equal((await stand.incidents.status(id))?.title, secret);
  });
});

describe('a ring that is not the worker’s', () => {
  it('sends nothing: the command line and a second worker name both keys', async (t) => {
    const keys = mkdtempSync(join(tmpdir(), 'seventytwo-keys-'));
    t.after(() => rmSync(keys, { recursive: true, force: true }));
    const theirs = activeKey(await requireRing(stand.settings.keys)).id;
    const empty = await openDesk({ ...stand.settings, keys }, stand.data);
    await assert.rejects(empty.declare('INC-NBBBB'), { code: 'no-keys' });
    const env = { ...stand.env, SEVENTYTWO_KEYS: keys };
    const module = join(root, 'dist', 'worker.js');
    const logFile = join(keys, 'worker.log');
    await assert.rejects(startWorker({ module, env, logFile }));
    assert.match(readFileSync(logFile, 'utf8'), new RegExp(`encrypts with the key ${theirs}`));

    const ours = activeKey(await ensureRing(keys)).id;
    const desk = await openDesk({ ...stand.settings, keys }, stand.data);
    for (const call of [
      () => desk.declare('INC-NBBBB'),
      () => desk.send(id, 'note', 'anna', { text: 'x' }),
    ])
      await assert.rejects(call, (error: Error & { code?: string }) => {
        assert.equal(error.code, 'other-keys');
        return error.message.includes(theirs) && error.message.includes(ours);
      });
    await assert.rejects(desk.incidents.status(id), { code: 'unknown-key' });
    assert.equal((await desk.incidents.listOpen())[0]?.id, id);
    await assert.rejects(stranger.workflow.getHandle('INC-NBBBB').describe());
    await Promise.all([empty, desk].map(({ incidents }) => incidents.close()));
  });
});

describe('an erased key', () => {
  it('leaves the history unreadable for everybody, and a rebuild goes on without it', async () => {
    const histories = await connectHistories(stand.settings);
    assert.ok((await histories.recall(id)).events.size > 0);
    await histories.close();
    await openKeys(stand.settings).eraseIncidentKey(id);
    const again = await connectHistories(stand.settings);
    assert.equal((await again.recall(id)).events.size, 0);
    await again.close();
    const mine = clientOf(connection, stand.data);
    await assert.rejects(mine.workflow.getHandle(id).query('status'));
  });
});

async function assertRefused(handle: { result(): Promise<unknown> }, why: string): Promise<void> {
  const ended = await Promise.race([
    handle.result().catch((error: unknown) => error),
    sleep(20_000, 'still running', { ref: false }),
  ]);
  assert.ok(ended instanceof WorkflowFailedError, String(ended));
  assert.ok(ended.cause instanceof ApplicationFailure);
  assert.equal(ended.cause.type, unsealedInput);
  assert.match(ended.cause.message, new RegExp(`was refused \\(${why}\\)`));
}

type Wire = Awaited<ReturnType<ReturnType<typeof createCodec>['encode']>>[number];

function flipped(payload: Wire): Wire {
  const data = Buffer.from(payload.data ?? []);
  const last = data.length - 1;
  data[last] = (data[last] ?? 0) ^ 1;
  return { ...payload, data };
}

/** As it was sealed for another incident. */
function moved(payload: Wire): Wire {
  return payload;
}
