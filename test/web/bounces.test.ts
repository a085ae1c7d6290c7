/** `POST /intake/bounces` over HTTP: who is let in, what is believed, and what reaches an incident. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createAdaptorServer } from '@hono/node-server';
import { readSignature } from '../../src/access/signing.ts';
import type { Incidents } from '../../src/client.ts';
import type { Command } from '../../src/domain/commands.ts';
import { summarise } from '../../src/domain/summary.ts';
import { replay } from '../../src/domain/apply.ts';
import { bounceTagger } from '../../src/mail/bounce-tag.ts';
import { longestReport } from '../../src/mail/report.ts';
import type { Policy } from '../../src/policy/schema.ts';
import { openRegister, type Register } from '../../src/register/database.ts';
import { append } from '../../src/register/journal.ts';
import { readMarks } from '../../src/register/watchdog.ts';
import { createBounceIntake } from '../../src/web/bounces.ts';
import { reportOf } from '../mail/reports.ts';
import { policy } from '../mail/sample.ts';
import { dataFolder, declaration, recorded } from '../register/sample.ts';

const token = 'a token of the intake';
const env = { BOUNCES: token, SHORT: 'guessed' };
const id = 'INC-7K3FQ';
const messageId = `<${id}.2.0@nordlicht.example>`;
const tag = bounceTagger(token);
const nowMs = Date.UTC(2026, 10, 23, 12);

let register: Register;
let url: string;
const sent: { incidentId: string; command: Command }[] = [];
const said: string[] = [];
let bounceToken: Policy['mail']['bounceToken'] = { env: 'BOUNCES' };
const stops: (() => unknown)[] = [];

before(async () => {
  const data = await dataFolder();
  register = await openRegister(data);
  stops.push(() => register.close());
  const events = recorded([declaration(id)]);
  const incident = replay(events);
  assert.ok(incident);
  await append(register, { events, incident: summarise(incident) });
  // What the incident makes of it is tested where there is one: test/cli/bounce.prove.ts.
  const incidents = {
    send: async (incidentId: string, command: Command) => void sent.push({ incidentId, command }),
  };
  const files = { policy: Buffer.of() };
  const app = createBounceIntake(
    {
      ...{ register, data, now: () => nowMs, tell: (sentence: string) => void said.push(sentence) },
      // oxlint-disable-next-line no-unsafe-type-assertion -- only `send` is called.
      incidents: incidents as unknown as Incidents,
      policy: async () => ({
        policy: { ...policy, mail: { ...policy.mail, ...(bounceToken && { bounceToken }) } },
        ...{ version: 'test', path: 'policy.yaml', files },
      }),
    },
    env,
  );
  const server = createAdaptorServer({ fetch: app.fetch });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stops.push(() => server.close());
  // oxlint-disable-next-line no-unsafe-type-assertion -- it listens at a port.
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/intake/bounces`;
});
after(async () => {
  for (const stop of stops.toReversed()) await stop();
});

async function post(body: string, bearer = token) {
  // Whoever sent too much is hung up on.
  const headers = { authorization: `Bearer ${bearer}`, connection: 'close' };
  const answer = await fetch(url, { method: 'POST', body, headers });
  const text = await answer.text();
  return { status: answer.status, text };
}

function tagged(of: string, extra: Partial<Parameters<typeof reportOf>[0]> = {}): string {
  return reportOf({ messageId: of, headers: [`X-Seventytwo-Return: ${tag(of)}`], ...extra });
}

describe('a report', () => {
  it('of a mail of ours reaches its incident, signed by the service, the same command each time', async () => {
    const first = await post(tagged(messageId));
    assert.equal(first.status, 202, first.text);
    assert.match(first.text, /"taken":"bounced"/);
    await post(tagged(messageId));
    const [one, two] = sent;
    assert.equal(one?.incidentId, id);
    assert.equal(one.command.commandId, two?.command.commandId);
    const { actor, name, fields } = one.command;
    assert.deepEqual([actor.person, actor.channel, name], ['seventytwo', 'api', 'mailBounced']);
    assert.ok(readSignature(actor.signature ?? ''));
    assert.deepEqual(fields, { messageId, report: 'failed', status: '5.1.1', code: '550' });
  });

  const refused: Readonly<Record<string, readonly [body: string, status: number, code: string]>> = {
    'with the Message-ID of one of ours, and a guessed tag': [
      reportOf({ messageId, headers: [`X-Seventytwo-Return: ${'0'.repeat(32)}`] }),
      422,
      'not-ours',
    ],
    'that returned no headers': [reportOf({ messageId }), 422, 'not-ours'],
    'with the tag of another mail': [
      reportOf({
        messageId,
        headers: [`X-Seventytwo-Return: ${tag(messageId.replace('.2.', '.3.'))}`],
      }),
      422,
      'not-ours',
    ],
    'of an incident that nobody knows': [
      tagged('<INC-B2C4D.2.0@nordlicht.example>'),
      422,
      'unknown-mail',
    ],
    'that is no report': ['<html><body>hello</body></html>', 422, 'no-report'],
    'that is longer than 1 MB': ['x'.repeat(longestReport + 1), 413, 'too-long'],
  };
  for (const [what, [body, status, code]] of Object.entries(refused))
    it(`${what} is refused with ${code}, and nothing of it is said or sent`, async () => {
      const before = sent.length;
      const answer = await post(body);
      assert.equal(answer.status, status, answer.text);
      assert.match(answer.text, new RegExp(`"${code}"`));
      assert.equal(sent.length, before);
      assert.doesNotMatch([answer.text, ...said].join('\n'), /somebody|example\.org/);
    });

  it('that tells of no trouble is taken, and changes nothing', async () => {
    const before = sent.length;
    const answer = await post(tagged(messageId, { action: 'relayed', status: '2.0.0' }));
    assert.match(answer.text, /"taken":"nothing"/);
    assert.equal(sent.length, before);
  });

  for (const [what, bearer] of [
    ['a wrong token', 'another'],
    ['an empty token', ''],
  ] as const)
    it(`with ${what} is not read`, async () => {
      const before = sent.length;
      assert.equal((await post(tagged(messageId), bearer)).status, 401);
      assert.equal(sent.length, before);
    });

  it('is answered alike when the token cannot be read, which is told to whoever runs this and nobody else', async () => {
    const many = said.length;
    bounceToken = { file: '/run/secrets/there-is-none' };
    const first = await post(tagged(messageId), 'anything');
    assert.equal(first.status, 503, first.text);
    assert.doesNotMatch(first.text, /secrets|there-is-none/);
    assert.match(said.slice(many).join(), /there-is-none/);
    bounceToken = { env: 'SHORT' };
    assert.equal((await post(tagged(messageId), 'guessed')).status, 503);
    assert.match(said.at(-1) ?? '', /openssl rand -hex 32/);
    bounceToken = { env: 'BOUNCES' };
  });

  it('from whoever knocks a hundred times asks the program that keeps the token once', async () => {
    const asked = join(await dataFolder(), 'asked');
    const program = join(dirname(asked), 'vault');
    await writeFile(program, `#!/bin/sh\necho x >> ${asked}\necho ${'t'.repeat(40)}\n`, {
      mode: 0o700,
    });
    bounceToken = { command: program };
    const statuses = await Promise.all(
      Array.from({ length: 100 }, async () => (await post('x', 'guess')).status),
    );
    assert.deepEqual([...new Set(statuses)], [401]);
    assert.equal(await readFile(asked, 'utf8'), 'x\n');
    bounceToken = { env: 'BOUNCES' };
  });

  it('is taken nowhere where no token is set', async () => {
    bounceToken = undefined;
    assert.equal((await post(tagged(messageId))).status, 404);
    bounceToken = { env: 'BOUNCES' };
  });
});

describe('a canary', () => {
  const canary = '<canary.1764000000000@nordlicht.example>';

  it('that a rule of its mailbox sends on has come back', async () => {
    const mail = [
      'From: alarm@nordlicht.example',
      `Message-ID: ${canary}`,
      `X-Seventytwo-Return: ${tag(canary)}`,
      '',
      'text',
    ].join('\r\n');
    const answer = await post(mail);
    assert.match(answer.text, /canary-returned/);
    assert.equal((await readMarks(register.db))['canary-returned']?.atMs, nowMs);
    const forged = await post(mail.replace(/Return: .*/, `Return: ${'1'.repeat(32)}`));
    assert.equal(forged.status, 422);
  });

  it('that could not be delivered has failed', async () => {
    assert.match((await post(tagged(canary))).text, /canary-failed/);
    assert.equal((await readMarks(register.db))['canary-failed']?.detail, 'bounced 5.1.1');
  });
});
