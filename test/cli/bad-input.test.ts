/** What bad input gets on the real thing: one clear sentence, a stable exit code, and nothing started by it. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, openSync, closeSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { Connection } from '@temporalio/client';
import { incidentIdFor } from '../../src/sending/declaring.ts';
import { startDevServer, type DevServer } from '../../src/server/dev-server.ts';
import { freePort } from '../../src/server/port.ts';
import { writeRuntime } from '../../src/server/runtime-file.ts';
import { registerSearchAttributes } from '../../src/server/search-attributes.ts';
import { findTemporalCli } from '../../src/server/temporal-cli.ts';
import { searchAttributes, workflowType } from '../../src/workflows/messages.ts';
import {
  collect,
  createDesk,
  startApp,
  until,
  type App,
  type Desk,
  type Json,
  type Ran,
} from '../support/app.ts';
import { badInputs } from './bad-inputs.ts';

/** Longer than any limit of the command line together, shorter than patience. */
const longestMs = 15_000;

let app: App;
let id: string;
before(async () => {
  app = await startApp();
  ({ id } = (await app.done('declare', 'the only one', '--as', 'anna')).incident);
});
after(() => app.stop());

/** The same sentence for people and machines, no stack, in time. */
async function fails(
  desk: Desk,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; input?: string } = {},
): Promise<{ code: string; message: string; exit: number | null }> {
  const beganMs = Date.now();
  const { code: exit, json, err } = await desk.run([...args, '--json'], options);
  assert.ok(Date.now() - beganMs < longestMs, `took ${Date.now() - beganMs} ms`);
  const { error } = json();
  assert.deepEqual(Object.keys(error), ['code', 'message']);
  // What takes long says so first.
  assert.equal(err.replace(/^Waiting for an answer .*\n/, ''), `seventytwo: ${error.message}`);
  assert.doesNotMatch(err, /\n\s+at |Error:|\[object|undefined|NaN|\p{Cc}(?<!\n)/u);
  for (const line of err.split('\n')) assert.ok(line.length < 400, line);
  return { ...error, exit };
}

describe('bad input', () => {
  for (const { says, args, env, input, exit, code, names, lines = 1 } of badInputs) {
    it(`is told: ${says}`, async () => {
      const failed = await fails(
        app,
        args.map((word) => (word === 'ID' ? id : word)),
        { ...(env && { env }), ...(input !== undefined && { input }) },
      );
      assert.match(failed.message, names);
      assert.equal(failed.code, code);
      assert.equal(failed.exit, exit);
      assert.equal(failed.message.split('\n').length, lines);
    });
  }

  it('in the policy file is told all at once', async () => {
    const broken = join(app.data, 'broken.yaml');
    const faulty = [
      ['contact: security@acme.example', 'contact: security'],
      ['zone: Europe/Berlin', 'zone: Berlin'],
      ['authority: DE-BY', 'authority: DE-XX'],
      ['dpo: dora', 'dpo: doris'],
      ['critical: 5m', 'critical: soon'],
    ].reduce(
      (text, [right = '', wrong = '']) => {
        assert.ok(text.includes(right), right);
        return text.replace(right, wrong);
      },
      readFileSync(app.policyPath, 'utf8'),
    );
    writeFileSync(broken, faulty);
    const { exit, code, message } = await fails(app, ['list', '--policy', broken]);
    assert.equal(exit, 2);
    assert.equal(code, 'policy-invalid');
    const [head, ...told] = message.split('\n');
    assert.match(head ?? '', /has 5 faults:$/);
    assert.equal(told.length, 5, message);
    for (const field of ['contact', 'zone', 'authority', 'dpo', 'critical'])
      assert.equal(told.filter((line) => line.includes(field)).length, 1, `${field}: ${message}`);
  });

  it('has started nothing and left no mark but refusals', async () => {
    const ids: string[] = [];
    const query = `WorkflowType = '${workflowType}'`;
    for await (const { workflowId } of app.client.workflow.list({ query })) ids.push(workflowId);
    assert.deepEqual(ids, [id]);
    const { incident } = await app.done('show', id);
    assert.equal(incident.phase, 'detected');
    const { events } = await app.done('timeline', id);
    const own = events.filter((event: Json) => event.actor.channel === 'cli');
    assert.deepEqual(
      [...new Set(own.map(({ type }: Json) => type))],
      ['declared', 'commandRefused'],
    );
  });
});

describe('hostile input', () => {
  it('is an id in small letters, with spaces, or without its beginning', async () => {
    for (const typed of [
      id.toLowerCase(),
      `  ${id} `,
      id.slice(4),
      `\t${id.slice(4).toLowerCase()}\n`,
    ])
      assert.equal((await app.done('show', typed)).incident.id, id);
  });

  it('is kept as it was written: quotes, emoji, right to left', async () => {
    const title = `Robert"); DROP TABLE event;-- 🔥 <b>שלום</b> $(id)`;
    const { incident } = await app.done('declare', title, '--as', 'anna');
    assert.equal(incident.title, title);
    for (const words of [['list'], ['show', incident.id], ['timeline', incident.id]]) {
      await until(async () => (await app.run(words)).out.includes('DROP TABLE'));
      const { out } = await app.run(words);
      assert.match(out, /DROP TABLE event;-- 🔥 <b>שלום<\/b> \$\(id\)/);
    }
    const [mail] = await app.mails(`[${incident.id}]`);
    assert.doesNotMatch(String(mail?.html), /<b>שלום/);
  });

  it('is two declarations at once: two incidents, and one when they have one command id', async () => {
    const declare = (...more: string[]) => app.done('declare', 'twice', '--as', 'ben', ...more);
    const two = await Promise.all([declare(), declare()]);
    assert.notEqual(two[0]?.incident.id, two[1]?.incident.id);
    const one = await Promise.all([1, 2, 3].map(() => declare('--command-id', 'once')));
    const ids = new Set(one.map(({ incident }) => incident.id));
    assert.equal(ids.size, 1);
    const [once] = ids;
    await app.mails(`[${once}] HIGH incident, please acknowledge`);
    const { events } = await app.done('timeline', String(once));
    assert.equal(events.filter(({ type }: Json) => type === 'paged').length, 1);
  });

  it('is a reader who closes the pipe: no stack trace, and the command is carried out', async () => {
    for (const args of [['--help'], ['show', id], ['note', id, 'unread', '--as', 'anna']]) {
      const child = app.start(args);
      child.stdout?.destroy();
      const err = collect(child.stderr);
      const [code] = await once(child, 'close');
      assert.equal(err(), '');
      assert.equal(code, 0);
    }
    assert.equal((await app.done('show', id)).incident.notes, 1);
    const deaf = app.start(['show', 'nothing']);
    deaf.stdout?.destroy();
    deaf.stderr?.destroy();
    assert.deepEqual(await once(deaf, 'exit'), [2, null]);
  });

  it('is a full disk behind standard output: one sentence and exit code 3', async () => {
    // Linux has a device for it; elsewhere there is none to try.
    if (!existsSync('/dev/full')) return;
    const full = openSync('/dev/full', 'w');
    const cli = join(import.meta.dirname, '..', '..', 'dist', 'cli.js');
    const child = spawn(process.execPath, [cli, 'list'], {
      env: app.env,
      stdio: ['ignore', full, 'pipe'],
    });
    closeSync(full);
    const err = collect(child.stderr);
    assert.deepEqual(await once(child, 'close'), [3, null]);
    assert.match(
      err(),
      /^seventytwo: the answer cannot be written to standard output \(ENOSPC\)\n$/,
    );
  });
});

describe('without a worker', () => {
  let desk: Desk;
  let server: DevServer;
  const env = { SEVENTYTWO_AS: 'anna' };
  before(async () => {
    desk = await createDesk();
    server = await startDevServer({
      cli: await findTemporalCli({ env: process.env, progress: console.error }),
      dataFolder: desk.data,
      port: await freePort(),
      uiPort: await freePort(),
      progress: () => undefined,
    });
    const { address } = server;
    const connection = await Connection.connect({ address });
    await registerSearchAttributes(connection, 'default', searchAttributes);
    await connection.close();
    writeRuntime(desk.data, { address, namespace: 'default', inbox: null });
  });
  after(async () => {
    await server.stop();
    desk.clear();
  });

  it('a declaration is recorded, nobody is paged, and that is said', async () => {
    const args = ['declare', 'no worker', '--command-id', 'w'];
    const { exit, code, message } = await fails(desk, args, { env });
    assert.equal(exit, 3);
    assert.equal(code, 'no-worker');
    assert.match(
      message,
      /^INC-\w{5} is recorded in Temporal and will not be lost, but nobody has been paged yet: no worker is running .*seventytwo up/,
    );
    const { incidents } = await desk.done('list');
    assert.deepEqual(
      incidents.map((line: Json) => [line.id, line.phase]),
      [[message.slice(0, 9), 'starting']],
    );
    const asked = await fails(desk, ['show', message.slice(0, 9)]);
    assert.equal(asked.exit, 3);
    assert.match(asked.message, /no worker is running/);
  });

  it('a command that waits says so, Ctrl-C ends it, and what it declared stays', async () => {
    const child = desk.start(['declare', 'interrupted', '--command-id', 'c', '--as', 'anna']);
    const said = [child.stdout, child.stderr].map(collect);
    const expected = incidentIdFor('declare:c', 0);
    const listed = async (): Promise<Ran> => desk.run(['list']);
    await until(async () => (await listed()).out.includes(expected));
    await until(() => said[1]?.() !== '');
    child.kill('SIGINT');
    assert.deepEqual(await once(child, 'close'), [null, 'SIGINT']);
    assert.deepEqual(
      said.map((text) => text()),
      ['', `Waiting for an answer from ${server.address}.\n`],
    );
    assert.match((await listed()).out, new RegExp(expected));
  });
});
