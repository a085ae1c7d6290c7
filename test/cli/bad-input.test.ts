/** What bad input gets on the real thing: one clear sentence, a stable exit code, and nothing started by it. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, openSync, closeSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { before, describe, it } from 'node:test';
import { workflowType } from '../../src/workflows/messages.ts';
import { collect, until, type App, type Json } from '../support/app.ts';
import { sharedApp } from '../support/shared-app.ts';
import { badInputs } from './bad-inputs.ts';
import { fails } from './failing.ts';

let app: App;
let id: string;
/** Others used the same app before. */
let since: string;
before(async () => {
  app = await sharedApp();
  since = new Date().toISOString();
  ({ id } = (await app.done('declare', 'the only one', '--as', 'anna')).incident);
});

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
    const query = `WorkflowType = '${workflowType}' AND StartTime >= '${since}'`;
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
      // On a busy machine an answer takes long, and that is said.
      assert.match(err(), /^(Waiting for an answer .*\n)?$/);
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
