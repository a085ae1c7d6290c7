/** The door for monitoring: who gets in, what is answered, and that 2xx means kept. The incidents behind it are counted here; test/intake has real ones. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, it } from 'node:test';
import { intake as section } from '../../src/policy/intake.ts';
import type { LoadedPolicy } from '../../src/policy/file.ts';
import { parsePolicy } from '../../src/policy/source.ts';
import { Failure } from '../../src/failure.ts';
import { openRegister, type Register } from '../../src/register/database.ts';
import type { Command } from '../../src/domain/commands.ts';
import { startIntake, type Intake } from '../../src/web/intake.ts';
import type { WebDeps } from '../../src/web/deps.ts';
import { good } from '../policy/good.ts';
import { dataFolder } from '../register/sample.ts';
import type { Json } from '../support/app.ts';
import { payload } from '../intake/samples.ts';

const away = new Failure('unreachable', 'no-temporal', 'no Temporal server answers');
/** What reached the incidents, and what they answer with. */
const seen: { id: string; command: Command }[] = [];
let declaring: (id: string) => Promise<unknown> = async () => ({});
const told: string[] = [];

let register: Register;
let intake: Intake;
let folder: string;

async function loaded(): Promise<LoadedPolicy> {
  const parsed = parsePolicy(good);
  assert.ok('policy' in parsed);
  const { policy } = parsed;
  const sources = section.parse({
    sources: {
      prometheus: {
        ...{ kind: 'alertmanager', only: 'high', severity: { warning: 'low' } },
        token: [{ file: join(folder, 'old') }, { file: join(folder, 'new') }],
        playbook: 'no-such-playbook',
      },
      uptime: { kind: 'json', token: { file: join(folder, 'uptime') }, map: { key: '/id' } },
      broken: { kind: 'alertmanager', token: { file: join(folder, 'none') } },
    },
  });
  // oxlint-disable-next-line no-unsafe-type-assertion -- of a loaded policy the intake asks no more.
  return { policy: { ...policy, intake: sources }, version: 'v' } as LoadedPolicy;
}

before(async () => {
  folder = await dataFolder();
  for (const name of ['old', 'new', 'uptime'])
    writeFileSync(join(folder, name), `${name}-token-0123456789`, { mode: 0o600 });
  register = await openRegister(folder);
  const incidents = {
    async declare(id: string, command: Command) {
      const answer = await declaring(id);
      seen.push({ id, command });
      return answer;
    },
    async send(id: string, command: Command) {
      seen.push({ id, command });
      return {};
    },
  };
  // oxlint-disable-next-line no-unsafe-type-assertion -- the two that the intake calls.
  const deps = {
    ...{ register, incidents, policy: loaded, data: folder, now: Date.now },
    tell: (sentence: string) => void told.push(sentence),
  } as unknown as WebDeps;
  intake = startIntake(deps, { everyMs: 60_000, firstMs: 60_000, sweepMs: 60_000 });
});
beforeEach(() => {
  declaring = async () => ({});
  seen.length = 0;
  told.length = 0;
});
after(async () => {
  await intake?.close();
  await register?.close();
});

let groups = 0;
function storm(more: Partial<Parameters<typeof payload>[0]> = {}) {
  groups += 1;
  return payload({ count: 3, group: `g${groups}`, ...more });
}

type Way = { authorization?: string; path?: string };

async function post(body: unknown, way: Way = {}) {
  const { authorization = 'Bearer new-token-0123456789', path = '/intake/alertmanager' } = way;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await intake.routes.request(path, {
    ...{ method: 'POST', body: text, headers: { authorization } },
  });
  const json: Json = await answer.json();
  return { status: answer.status, headers: answer.headers, json };
}

async function stored(): Promise<number> {
  return (await register.db.selectFrom('alert').select('fingerprint').execute()).length;
}

const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`;

it('a source gets in with any of its tokens, as bearer or as the password of basic authentication', async () => {
  for (const authorization of [
    ...['Bearer old-token-0123456789', 'bearer new-token-0123456789'],
    basic('anybody:new-token-0123456789'),
  ])
    assert.equal((await post(storm(), { authorization })).status, 200);
  assert.equal((await post(storm(), { path: '/intake/alertmanager/prometheus' })).status, 200);
});

it('nobody else does, and nothing tells what was wrong', async () => {
  const before = await stored();
  const answers = await Promise.all(
    [
      ...['', 'Bearer', 'Bearer wrong', 'Bearer uptime-token-0123456789', 'Basic !!!', basic('x')],
      ...[basic('new-token-0123456789:'), `Bearer ${'x'.repeat(9_000)}`, 'Bearer undefined'],
    ].map((authorization) => post(storm(), { authorization })),
  );
  answers.push(await post(storm(), { path: '/intake/alertmanager/uptime' }));
  answers.push(await post(storm(), { path: '/intake/alertmanager/nobody' }));
  answers.push(await post(storm(), { path: '/intake/alertmanager/__proto__' }));
  for (const { status, json } of answers)
    assert.deepEqual(
      [status, json],
      [401, { error: 'a token of a source of the policy is needed' }],
    );
  assert.equal(await stored(), before);
  assert.deepEqual(seen, []);
  assert.doesNotMatch(told.join(), /wrong|token-0123/);
});

it('what is no payload is refused, told, and repeats nothing of it', async () => {
  for (const body of ['', '{', '[1,2', 'null', '{"version":"4"}', '['.repeat(400_000)]) {
    const { status, json } = await post(body);
    assert.equal(status, 400, `${body.slice(0, 20)} ${JSON.stringify(json)}`);
  }
  const secret = { ...storm(), version: 'anna@acme.example' };
  const { status, json } = await post(secret);
  assert.equal(status, 400);
  assert.doesNotMatch(`${JSON.stringify(json)}${told.join()}`, /anna@acme/);
  assert.match(told.join(), /seventytwo intake test prometheus/);
});

it('a body of 5 MB is refused before it is held, with or without its length', async () => {
  const text = JSON.stringify({ ...storm(), padding: 'x'.repeat(5_000_000) });
  assert.equal((await post(text)).status, 413);
  const stream = new Blob([text]).stream();
  const request = new Request('http://x/intake/alertmanager', {
    ...{ method: 'POST', body: stream, duplex: 'half' },
    headers: { authorization: 'Bearer new-token-0123456789' },
  });
  assert.equal((await intake.routes.request(request)).status, 413);
  assert.match(told.join(), /max_alerts/);
});

it('a group declares one incident as the product, signed, and a repeat declares none', async () => {
  const body = storm();
  const first = await post(body);
  const second = await post(body);
  const [{ incident }] = first.json.accepted;
  assert.deepEqual(first.json.accepted, [
    { incident, declared: true, fresh: 3, changed: 0, beyond: 0 },
  ]);
  assert.deepEqual(second.json.accepted, [
    { incident, declared: false, fresh: 0, changed: 0, beyond: 0 },
  ]);
  assert.equal(seen.length, 1);
  const { person, channel, signature } = seen[0]?.command.actor ?? {};
  assert.deepEqual([person, channel], ['seventytwo', 'api']);
  assert.match(`${signature}`, /^1\./);
  assert.doesNotMatch(`${incident}${seen[0]?.command.commandId}`, /host|HostDown/i);
  assert.match(told.join(), /playbook is no-such-playbook/);
});

it('what is not bad enough, or over already, declares nothing and is taken', async () => {
  const before = await stored();
  for (const more of [{ labels: { severity: 'warning' } }, { status: 'resolved' } as const]) {
    const { status, json } = await post(storm(more));
    assert.deepEqual([status, json.accepted], [200, [{ incident: null, ignored: 3 }]]);
  }
  assert.deepEqual([await stored(), seen], [before, []]);
});

it('while Temporal is away nothing is promised, and the repeat brings it all in once', async () => {
  const body = storm();
  const before = await stored();
  declaring = () => Promise.reject(away);
  const failed = await post(body);
  assert.deepEqual([failed.status, failed.headers.get('retry-after')], [503, '30']);
  assert.equal(await stored(), before);
  assert.match(told.join(), /no Temporal server answers/);
  declaring = async () => ({});
  const [answer] = (await post(body)).json.accepted;
  assert.deepEqual([answer.declared, answer.fresh], [true, 3]);
  const [id] = seen.map(({ id }) => id);
  assert.equal(answer.incident, id);
});

it('killed after Temporal took it: the repeat sends the same command to the same incident', async () => {
  const body = storm();
  let started = '';
  // Temporal has it, and the process is gone before it can write that down.
  declaring = (id) => {
    started = id;
    return Promise.reject(away);
  };
  assert.equal((await post(body)).status, 503);
  declaring = async () => undefined;
  const [answer] = (await post(body)).json.accepted;
  assert.deepEqual([answer.incident, answer.fresh], [started, 3]);
  assert.equal(new Set(seen.map(({ command }) => command.commandId)).size, 1);
});

it('without a worker it is durable all the same', async () => {
  let starts = 0;
  declaring = () => {
    starts += 1;
    return starts === 1
      ? Promise.reject(new Failure('unreachable', 'no-worker', 'no worker is running'))
      : Promise.resolve(undefined);
  };
  assert.equal((await post(storm())).status, 200);
});

it('JSON of another tool comes in by its own door', async () => {
  const authorization = 'Bearer uptime-token-0123456789';
  const answer = await post([{ id: 'shop' }], { authorization, path: '/intake/json' });
  assert.equal(answer.status, 200);
  assert.equal((await post(storm(), { authorization })).status, 401);
});

it('the routes alone are what the web server mounts', async () => {
  const answer = await intake.routes.request('/intake/alertmanager', { method: 'POST' });
  assert.equal(answer.status, 401);
});

it('a storm with a key of its own for each alert begins twenty incidents an hour, and one for all else', async () => {
  const key = (n: number) => `one-each-${n}`;
  const calls = Array.from({ length: 40 }, (_, n) => payload({ count: 1, from: n, group: key(n) }));
  const ids: string[] = [];
  // Other tests have begun some of the twenty.
  for (const call of calls) {
    const { status, json } = await post(call);
    assert.equal(status, 200);
    ids.push(json.accepted[0].incident);
  }
  const declared = seen.filter(({ command }) => command.name === 'declare');
  assert.ok(new Set(ids).size <= 21, `${new Set(ids).size} incidents`);
  assert.equal(new Set(declared.map(({ id }) => id)).size, new Set(ids).size);
  const rest = ids.at(-1);
  const [about] = declared.filter(({ id }) => id === rest);
  assert.match(JSON.stringify(about?.command.fields), /20 incidents within an hour/);
  assert.ok(told.some((sentence) => sentence.includes('20 incidents within an hour')));
  // What ends later finds where it was recorded, each by itself, and all in one call.
  const ended = await post(payload({ count: 1, from: 39, group: key(39), status: 'resolved' }));
  assert.deepEqual([ended.json.accepted[0].incident, ended.json.accepted[0].changed], [rest, 1]);
  assert.equal((await post(calls[38])).json.accepted[0].incident, rest);
});
