/** A mail server that takes its time for everybody: attempts end by our own limits, people are paged in time, nothing comes twice. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../server/support.ts';
import type { MailServer } from './mail-server.ts';
import { reckon, startMailStand, story } from './mail-stand.ts';
import { settle } from './wait.ts';

const [waiting, acknowledged] = ['INC-2WAIT', 'INC-3DONE'];

/** What timers and a loaded machine add. */
const slackMs = 3_000;
/** The longest pause between two attempts. */
const nextAttemptMs = 15_000;

/** The worker looks at its mail server when it starts, and not while a mail is on its way. How many connections that took. */
async function firstLook({ seen, open }: MailServer): Promise<number> {
  await until(() => seen.connections > 0 && open() === 0, 'the look of a worker that starts');
  return seen.connections;
}

describe('a mail server', { concurrency: true }, () => {
  it('that greets after a minute is given up after ten seconds, the next person is paged in time, and all arrive once it is well', async (t) => {
    const stand = await startMailStand({ criticalWithin: '25s' }, { greetAfterMs: 60_000 });
    t.after(() => stand.stop());
    const { server } = stand;
    const before = await firstLook(server);
    const fields = { severity: 'critical', personalData: 'no' } as const;
    await stand.declare(waiting, fields);
    await until(() => server.seen.connections === before + 1, 'the first attempt');
    const startedAtMs = Date.now();
    await until(() => server.open() === 0, 'the first attempt is given up');
    const gaveUpMs = Date.now() - startedAtMs;
    t.diagnostic(`an attempt is given up after ${gaveUpMs} ms`);
    assert.ok(gaveUpMs < 10_000 + slackMs);
    await stand.declare(acknowledged, fields);
    await until(() => server.seen.connections === before + 3, 'the page that loses its point');
    const answer = await stand.send(acknowledged, 'acknowledge', 'anna', {});
    assert.equal(answer.mailsWaiting, 0, 'it no longer waits');
    await until(
      async () => story(await stand.events(waiting)).includes('paged ben'),
      'the next person is paged',
    );
    const pagedMs = Date.now() - startedAtMs;
    assert.ok(pagedMs < 25_000 + slackMs, 'by the acknowledgement timeout, not by the mail');
    await sleep(1_000);
    assert.deepEqual(story(await stand.events(waiting)), ['paged anna', 'paged ben']);
    assert.equal((await stand.incidents.status(waiting))?.mailsWaiting, 2, 'people see what waits');

    await server.comeBack();
    const healedAtMs = Date.now();
    await settle(stand, waiting);
    await settle(stand, acknowledged);
    t.diagnostic(`all arrived ${Date.now() - healedAtMs} ms after the remedy`);
    assert.ok(Date.now() - healedAtMs < nextAttemptMs + slackMs);
    for (const id of [waiting, acknowledged])
      assert.deepEqual(reckon(t, stand, id, await stand.events(id)).repeated, []);
    assert.ok(server.mails.every(({ messageId }) => messageId.startsWith(`<${waiting}.`)));
  });

  it('that spends eighteen seconds on each answer is given up after forty, no attempt runs beside another, and all arrive once', async (t) => {
    const slow = { greetAfterMs: 9_000, answerAfterMs: 18_000 };
    const stand = await startMailStand({ criticalWithin: '30s' }, slow);
    t.after(() => stand.stop());
    const { server } = stand;
    const before = await firstLook(server);
    await stand.declare(waiting, { severity: 'critical', personalData: 'no' });
    await until(() => server.seen.connections === before + 1, 'the first attempt');
    const startedAtMs = Date.now();
    await sleep(29_000);
    assert.equal(
      server.seen.connections,
      before + 1,
      'a slow attempt that lives is not taken for a dead one',
    );
    await until(
      async () => story(await stand.events(waiting)).includes('paged ben'),
      'the next person is paged',
    );
    await until(() => server.seen.connections === before + 3, 'the second attempt', 20_000);
    const againMs = Date.now() - startedAtMs;
    t.diagnostic(`the second attempt began after ${againMs} ms`);
    assert.ok(againMs > 40_000 && againMs < 45_000);
    assert.equal(server.open(), 2, 'the first attempt is over');
    assert.equal(server.seen.contents, 0);

    await server.comeBack();
    const healedAtMs = Date.now();
    await settle(stand, waiting);
    t.diagnostic(`both pages arrived ${Date.now() - healedAtMs} ms after the remedy`);
    assert.ok(Date.now() - healedAtMs < nextAttemptMs + slackMs);
    const events = await stand.events(waiting);
    const lines = story(events);
    assert.deepEqual(lines.slice(0, 2), ['paged anna', 'paged ben']);
    assert.deepEqual(lines.slice(2).toSorted(), ['page > anna: 250', 'page > ben: 250']);
    assert.deepEqual(reckon(t, stand, waiting, events).repeated, []);
  });

  it('that scans each mail for eleven seconds gets the alarms for twelve people once each, and a page before them', async (t) => {
    const names = ['anna', 'ben', 'clara', 'dora', 'dirk'];
    const others = Array.from({ length: 7 }, (_, n) => `person-${n}`);
    const people = Object.fromEntries(
      [...names, ...others].map((id) => [id, { name: id, email: `${id}@acme.example` }]),
    );
    const stand = await startMailStand({ people, criticalWithin: '2s' }, { scanMs: 11_000 });
    t.after(() => stand.stop());
    const { server } = stand;
    await stand.declare(waiting, { severity: 'critical', personalData: 'no' });
    await until(
      async () => story(await stand.events(waiting)).includes('nobody reached'),
      'nobody is reached',
    );
    await stand.send(waiting, 'changeSeverity', 'anna', { severity: 'high', reason: 'calmer' });
    const declaredAtMs = Date.now();
    await stand.declare(acknowledged, { personalData: 'no' });
    const page = () =>
      server.mails.find(({ messageId }) => messageId.startsWith(`<${acknowledged}.`));
    await until(() => page() !== undefined, 'the page of another incident');
    const pagedMs = (page()?.atMs ?? 0) - declaredAtMs;
    t.diagnostic(`the page of another incident came ${pagedMs} ms after its declaration`);
    assert.ok(pagedMs < slackMs);
    await settle(stand, waiting, 100_000);
    t.diagnostic(`settled ${Date.now() - declaredAtMs} ms after the alarm`);
    const events = await stand.events(waiting);
    assert.deepEqual(reckon(t, stand, waiting, events).repeated, []);
  });
});
