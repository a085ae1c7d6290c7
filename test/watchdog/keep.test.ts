/** The alarm by the other way: a real second mail server and a real webhook are told once, and once more when it is over. */
import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { once } from 'node:events';
import { after, describe, it } from 'node:test';
import { Webhook } from 'standardwebhooks';
import type { Policy } from '../../src/policy/schema.ts';
import { openRegister } from '../../src/register/database.ts';
import { readMarks, setMark } from '../../src/register/watchdog.ts';
import { keepHeartbeat } from '../../src/worker/heartbeat.ts';
import { freePort } from '../../src/server/port.ts';
import { until } from '../server/support.ts';
import { ask } from '../../src/watchdog/ask.ts';
import { createWatch } from '../../src/watchdog/keep.ts';
import { policy } from '../mail/sample.ts';
import { dataFolder } from '../register/sample.ts';
import { startSmtp } from '../support/smtp.ts';

const stops: (() => unknown)[] = [];
after(async () => {
  for (const stop of stops.toReversed()) await stop();
});

type Got = {
  readonly method: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
};

async function receiver(answer: () => number = () => 204, headers = {}) {
  const got: Got[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      got.push({ method: request.method, headers: request.headers, body });
      response.writeHead(answer(), headers).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  return { got, url: `http://127.0.0.1:${address.port}/hook` };
}

const secret = `whsec_${Buffer.from('a secret of the webhook').toString('base64')}`;
const minute = 60_000;

async function stand(answer?: () => number) {
  const register = await openRegister(await dataFolder());
  stops.push(() => register.close());
  const smtp = await startSmtp();
  stops.push(smtp.stop);
  const hook = await receiver(answer);
  const watched: Policy = {
    ...policy,
    watchdog: {
      alarm: {
        after: 10 * minute,
        smtp: smtp.settings,
        webhook: { url: hook.url, secret: { env: 'HOOK' } },
      },
    },
  };
  const clock = { nowMs: Date.UTC(2026, 10, 23, 12) };
  const seen: { workerSeenMs?: number; mailAwayMs?: number; isMailUnseen?: true } = {};
  const said: string[] = [];
  const deps = {
    policy: async () => ({ ...loaded, policy: watched }),
    register: async () => register,
    look: async () => seen,
    env: { HOOK: secret },
    now: () => clock.nowMs,
    tell: (sentence: string) => void said.push(sentence),
  };
  return { register, smtp, hook, clock, seen, said, deps, watched };
}

/** As the process that watches does it, but faster. */
async function pass(watch: { look(): Promise<void> }, clock: { nowMs: number }, minutes: number) {
  for (let n = 0; n < minutes; n += 1) {
    await watch.look();
    clock.nowMs += minute;
  }
  await watch.look();
}

const kinds = (got: readonly Got[]) => got.map(({ body }) => /watchdog\.\w+\.\w+/.exec(body)?.[0]);

const loaded = { version: 'test', path: 'policy.yaml', files: { policy: Buffer.of() } };

describe('a mail path that is dead', () => {
  it('is told by both ways after its time, once, signed, and once more when it is over', async () => {
    const { deps, smtp, hook, clock, seen, said, register } = await stand();
    const watch = createWatch(deps);
    seen.workerSeenMs = clock.nowMs;
    seen.mailAwayMs = clock.nowMs - 9 * minute;
    await watch.look();
    assert.equal(hook.got.length, 0);
    clock.nowMs += minute;
    seen.workerSeenMs = clock.nowMs;
    await watch.look();
    await watch.look();
    assert.equal(hook.got.length, 1);
    assert.equal(smtp.mails.length, 1);
    assert.match(smtp.mails[0] ?? '', /^Subject: \[watchdog\] mails do not go out\r$/m);
    const [{ body, headers } = assert.fail()] = hook.got;
    const told = new Webhook(secret).verify(body, { ...Object(headers) });
    assert.deepEqual(
      { ...Object(told), data: undefined },
      { type: 'watchdog.mail.began', timestamp: '2026-11-23T12:01:00.000Z', data: undefined },
    );
    // Whoever takes over knows that it was told.
    const other = createWatch(deps);
    await other.look();
    assert.equal(hook.got.length, 1);
    delete seen.mailAwayMs;
    await other.look();
    await other.look();
    assert.deepEqual([hook.got.length, smtp.mails.length], [2, 2]);
    assert.match(hook.got[1]?.body ?? '', /watchdog\.mail\.over/);
    assert.equal((await readMarks(register.db))['alarm-mail'], undefined);
    for (const text of [...said, ...hook.got.map((one) => one.body)])
      assert.doesNotMatch(text, /nordlicht|anna|@/i);
  });

  it('is told again by the way that failed, and by that alone', async () => {
    let status = 500;
    const { deps, smtp, hook, clock, seen } = await stand(() => status);
    const watch = createWatch(deps);
    seen.workerSeenMs = clock.nowMs;
    seen.mailAwayMs = clock.nowMs - 11 * minute;
    await watch.look();
    await watch.look();
    status = 200;
    await watch.look();
    await watch.look();
    assert.deepEqual([hook.got.length, smtp.mails.length], [3, 1]);
  });

  it('is seen by a canary that failed, without the sentinel', async () => {
    const { deps, hook, clock, seen, register, watched } = await stand();
    const canary = { to: 'c@acme.example', every: 60 * minute, returns: false };
    const known: Policy = { ...watched, watchdog: { ...watched.watchdog, canary } };
    await setMark(register, 'canary-failed', { atMs: clock.nowMs, detail: 'unreachable' });
    clock.nowMs += 11 * minute;
    const watch = createWatch({ ...deps, policy: async () => ({ ...loaded, policy: known }) });
    seen.workerSeenMs = clock.nowMs;
    await watch.look();
    assert.match(hook.got[0]?.body ?? '', /watchdog\.mail\.began/);
  });
});

describe('a worker that is dead', () => {
  it('is told although neither Temporal nor the register answers, and the mail is not called well', async () => {
    const { deps, hook, clock } = await stand();
    const away = async () => {
      throw new Error('away');
    };
    const watch = createWatch({ ...deps, look: away, register: away });
    await pass(watch, clock, 12);
    assert.deepEqual(
      hook.got.map(({ body }) => /watchdog\.\w+\.\w+/.exec(body)?.[0]),
      ['watchdog.worker.began'],
    );
  });
});

describe('who begins to watch while an alarm is on', () => {
  it('calls nothing well before a worker was seen, and tells then that it is over, once', async () => {
    const { deps, hook, clock, seen, register } = await stand();
    const detail = `${clock.nowMs - 20 * minute} smtp,webhook`;
    await setMark(register, 'alarm-worker', { atMs: clock.nowMs, detail });
    await setMark(register, 'alarm-mail', { atMs: clock.nowMs, detail });
    const watch = createWatch(deps);
    await pass(watch, clock, 3);
    assert.deepEqual(kinds(hook.got), []);
    seen.workerSeenMs = clock.nowMs;
    seen.isMailUnseen = true;
    await pass(watch, clock, 1);
    assert.deepEqual(kinds(hook.got), ['watchdog.worker.over']);
    delete seen.isMailUnseen;
    await watch.look();
    assert.deepEqual(kinds(hook.got), ['watchdog.worker.over', 'watchdog.mail.over']);
  });
});

describe('an alarm that is on', () => {
  async function began() {
    const made = await stand();
    const { deps, clock, seen } = made;
    seen.mailAwayMs = clock.nowMs - 11 * minute;
    seen.workerSeenMs = clock.nowMs;
    const watch = createWatch(deps);
    await watch.look();
    return { ...made, watch };
  }
  const once = ['watchdog.mail.began', 'watchdog.mail.over'];

  it('and is ended by who watches on another machine is over for both', async () => {
    const { deps, hook, seen, watch } = await began();
    const other = createWatch(deps);
    await other.look();
    delete seen.mailAwayMs;
    await watch.look();
    await other.look();
    assert.deepEqual(kinds(hook.got), once);
  });

  it('and ends while the register cannot be written is told as over once, and written down later', async () => {
    const { deps, hook, seen, register } = await began();
    let isAway = false;
    let opened = 0;
    const watch = createWatch({
      ...deps,
      // Away for writing alone: the first of each look reads.
      register: async () => {
        if (isAway && (opened += 1) % 2 === 0) throw new Error('away');
        return register;
      },
    });
    await watch.look();
    delete seen.mailAwayMs;
    isAway = true;
    await watch.look();
    await watch.look();
    assert.deepEqual(kinds(hook.got), once);
    isAway = false;
    await watch.look();
    assert.deepEqual(kinds(hook.got), once);
    assert.equal((await readMarks(register.db))['alarm-mail'], undefined);
  });

  it('is told once by mail although the secret of the webhook is none', async () => {
    const { deps, smtp, clock, seen, said } = await stand();
    const watch = createWatch({ ...deps, env: { HOOK: 'whsec_no base64!' } });
    seen.mailAwayMs = clock.nowMs - 11 * minute;
    seen.workerSeenMs = clock.nowMs;
    await watch.look();
    await watch.look();
    assert.equal(smtp.mails.length, 1);
    assert.ok(said.some((sentence) => /did not go out by webhook: internal/.test(sentence)));
  });
});

describe('a machine that slept', () => {
  it('has a minute and a half to wake before anything is called dead', async () => {
    const { deps, hook, clock, seen } = await stand();
    const watch = createWatch(deps);
    seen.workerSeenMs = clock.nowMs;
    await watch.look();
    clock.nowMs += 120 * minute;
    await watch.look();
    clock.nowMs += minute;
    await watch.look();
    assert.deepEqual(kinds(hook.got), []);
    await pass(watch, clock, 1);
    assert.deepEqual(kinds(hook.got), ['watchdog.worker.began']);
  });
});

describe('a web address that is asked', () => {
  it('leads nowhere else, and beyond this machine is https', async () => {
    const there = await receiver();
    const here = await receiver(() => 302, { location: there.url });
    assert.equal(await ask(here.url), 'answered-302');
    assert.equal(there.got.length, 0);
    assert.equal(await ask('http://198.51.100.7/hook'), 'not-https');
    assert.equal(await ask(`http://127.0.0.1:${await freePort()}/hook`), 'ECONNREFUSED');
  });
});

describe('the heartbeat', () => {
  it('goes out while all is well, and never when something is wrong', async () => {
    const { register, clock, watched } = await stand();
    const monitor = await receiver();
    const heartbeat = { url: monitor.url, every: 20 };
    const known: Policy = { ...watched, watchdog: { ...watched.watchdog, heartbeat } };
    const good = { queues: true, temporal: true, register: true, mail: true, sentinel: true };
    let checks = { ...good, mail: false };
    const stopping = new AbortController();
    const lines: unknown[] = [];
    const logger = {
      info: (message: string) => void lines.push(message),
      warn: (message: string, about?: unknown) => void lines.push([message, about]),
    };
    let looks = 0;
    const readiness = async () => {
      looks += 1;
      return { ready: Object.values(checks).every(Boolean), checks };
    };
    const kept = keepHeartbeat(
      {
        ...{ register, readiness, logger, now: () => clock.nowMs },
        policy: async () => ({ ...loaded, policy: known }),
      },
      stopping.signal,
    );
    // The second look is over when a third begins.
    await until(() => looks >= 3, 'it has looked twice');
    assert.equal(monitor.got.length, 0);
    assert.deepEqual(lines, [['no heartbeat', { why: 'mail' }]]);
    checks = good;
    await until(() => monitor.got.length >= 3, 'the monitor is asked at each beat');
    assert.equal(monitor.got[0]?.method, 'GET');
    assert.deepEqual(lines.slice(1), ['the heartbeat is taken']);
    checks = { ...good, sentinel: false };
    await until(() => JSON.stringify(lines).includes('sentinel'), 'the fault is seen');
    const before = monitor.got.length;
    const seenAt = looks;
    await until(() => looks >= seenAt + 3, 'it has looked on');
    assert.equal(monitor.got.length, before);
    stopping.abort();
    await kept;
    assert.equal((await readMarks(register.db)).heartbeat?.atMs, clock.nowMs);
    assert.doesNotMatch(JSON.stringify(lines), /127\.0\.0\.1/);
  });
});
