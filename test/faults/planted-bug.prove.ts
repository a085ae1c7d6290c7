/** A bug in the workflow: who learns of it and how soon, what commands say meanwhile, and what the mended worker makes of it. */
import assert from 'node:assert/strict';
import { after, before, describe, it, type TestContext } from 'node:test';
import { Connection } from '@temporalio/client';
import { Failure } from '../../src/failure.ts';
import { pagingQueue, sentinelId, sentinelType } from '../../src/workflows/messages.ts';
import { until } from '../server/support.ts';
import { count, tell } from './count.ts';
import { dueIn, file, ladder, reminded, rungsTold } from './ladder.ts';
import { startPlanted, type Planted } from './planted.ts';
import { startStand, type Stand } from './stand.ts';
import { settle } from './wait.ts';
import { clientOf } from '../support/client.ts';

/** Its triage throws. */
const throwing = 'INC-2THRW';
/** Its triage never ends. */
const looping = 'INC-3LRRP';
/** Has nothing to do with either. */
const sound = 'INC-4SND2';
const everybody = ['anna', 'ben', 'clara', 'dirk', 'dora'].map((id) => `${id}@acme.example`);

/** A look a second; what counts as failing stays as it is. */
const pace = { lookEveryMs: 1_000, repeatEveryMs: 12_000 };
/** Fifteen seconds of failing, a look, a mail. With a look each 30 s it is half a minute more. */
const alarmLimitMs = 25_000;
/** The server of `up` gives a failing task out again at least this often, plus a look and a mail. */
const healLimitMs = 45_000;

let stand: Stand;
let worker: Planted;
let connection: Connection;
let dueAtMs: number;
let brokenAtMs: number;
const answers: Promise<unknown>[] = [];

before(async () => {
  stand = await startStand({ ladder });
  connection = await Connection.connect({ address: stand.settings.address });
  // The worker starts it only when there is none: this one looks every second.
  await clientOf(connection, stand.data).workflow.start(sentinelType, {
    ...{ workflowId: sentinelId, taskQueue: pagingQueue },
    args: [{ pace }],
  });
  worker = await startPlanted(stand);
  dueAtMs = await dueIn(stand, throwing, 22_000);
  await stand.declare(looping, { personalData: 'no' });
  for (const id of [throwing, looping]) await settle(stand, id);
  brokenAtMs = Date.now();
  for (const [id, summary] of [
    [throwing, 'what was seen'],
    [looping, 'loop'],
  ] as const)
    answers.push(stand.send(id, 'triage', 'anna', { summary }).catch((error: unknown) => error));
});
after(async () => {
  await worker.kill();
  await connection.close();
  await stand.stop();
});

function alarms(id: string, words: string) {
  return stand.mail.mails.filter(
    ({ messageId, subject }) => messageId.startsWith(`<alarm.${id}.`) && subject.includes(words),
  );
}

/** Seconds from `sinceMs` until everybody has it. */
async function toEverybody(
  t: TestContext,
  id: string,
  words: string,
  sinceMs: number,
  limitMs: number,
): Promise<void> {
  const people = () => [...new Set(alarms(id, words).map(({ to }) => to))].sort();
  await until(() => people().length >= everybody.length, `${words} for ${id}`, limitMs);
  assert.deepEqual(people(), everybody);
  const last = Math.max(...alarms(id, words).map(({ atMs }) => atMs));
  t.diagnostic(`${id}: "${words}" at everybody after ${((last - sinceMs) / 1_000).toFixed(1)} s`);
}

async function failureOf(answer: Promise<unknown>): Promise<Failure> {
  const error = await answer.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof Failure, String(error));
  return error;
}

describe('a bug in the workflow', () => {
  it('is told to everybody who must know, by a route that does not need the incident', async (t) => {
    for (const id of [throwing, looping])
      await toEverybody(t, id, 'is stuck: its reminders and pages', brokenAtMs, alarmLimitMs);
    const [mail] = alarms(throwing, 'is stuck');
    const text = mail?.text.replace(/\s+/g, ' ') ?? '';
    const iso = new Date(dueAtMs).toISOString();
    assert.ok(text.includes(`${iso.slice(0, 10)} ${iso.slice(11, 16)}`), 'the due time in UTC');
    assert.match(text, /CES?T/, 'and in the zone of the reader');
    assert.match(text, /file it by hand/);
    assert.match(text, /Dora Lind/);
    assert.match(text, new RegExp(`temporal workflow show --workflow-id ${throwing}`));
  });

  it('is what the command that met it says, and every command after it at once', async () => {
    for (const answer of answers) {
      const failure = await answer;
      assert.ok(failure instanceof Failure, String(failure));
      assert.equal(failure.code, 'stuck');
      assert.match(failure.message, /^INC-\w+ is stuck \(its workflow fails since .* UTC\)/);
    }
    const startedAtMs = Date.now();
    const refused = await failureOf(stand.send(throwing, 'note', 'anna', { text: 'hello?' }));
    assert.match(refused.message, /is stuck .*; see docs\/operating\.md$/);
    assert.equal((await failureOf(stand.incidents.status(looping))).code, 'stuck');
    const listed = await stand.incidents.listOpen();
    assert.deepEqual(
      listed
        .filter(({ stuck }) => stuck !== undefined)
        .map(({ id }) => id)
        .sort(),
      [throwing, looping],
    );
    assert.ok(Date.now() - startedAtMs < 5_000, 'nobody waits ten seconds to learn it');
  });

  it('holds no other incident: one declared meanwhile pages and answers', async (t) => {
    const startedAtMs = Date.now();
    await stand.declare(sound, { personalData: 'no' });
    const page = () => stand.mail.mails.find(({ messageId }) => messageId.startsWith(`<${sound}.`));
    await until(() => page() !== undefined, 'its page');
    t.diagnostic(`its page came ${(page()?.atMs ?? 0) - startedAtMs} ms after the declaration`);
    await settle(stand, sound);
    assert.deepEqual(alarms(sound, ''), []);
  });

  it('is told again while it lasts, each time under a Message-ID of its own', async () => {
    const ids = () => new Set(alarms(throwing, 'is stuck').map(({ messageId }) => messageId));
    await until(() => ids().size >= 2 * everybody.length, 'a second time', 30_000);
    assert.equal(alarms(throwing, 'is stuck').length, ids().size, 'none twice');
  });

  it('is over with a mended worker: nothing lost, the waiting command once, what fell due as one', async (t) => {
    const told = reminded(await stand.events(throwing));
    await worker.kill();
    await stand.work();
    const mendedAtMs = Date.now();
    for (const id of [throwing, looping])
      await toEverybody(t, id, 'goes on again', mendedAtMs, healLimitMs);
    await file(stand, throwing);
    for (const id of [throwing, looping, sound]) await settle(stand, id);

    for (const id of [throwing, looping]) {
      const events = await stand.events(id);
      assert.equal(events.filter(({ type }) => type === 'triaged').length, 1, `${id}: once`);
      assert.ok(!events.some(({ type }) => type === 'noted'), 'what was refused was not kept');
      const counted = count(events, stand.mail.mails);
      t.diagnostic(`${id}: ${tell(counted)}`);
      assert.deepEqual(counted.lost, []);
      assert.deepEqual(counted.repeated, []);
      assert.deepEqual(counted.unknown, []);
    }
    const all = reminded(await stand.events(throwing));
    const rungs = rungsTold(all);
    assert.equal(new Set(rungs).size, rungs.length, 'each rung once');
    const collapsed = all[told.length];
    assert.ok(collapsed && rungsTold([collapsed]).length >= 5, 'one reminder for what fell due');
    t.diagnostic(`one reminder for ${rungsTold([collapsed]).join(', ')}`);
  });
});
