/** Faults of the mail server that pass, or concern one mailbox, over whole incidents, with what was lost and what came twice. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../server/support.ts';
import { dueIn, file, ladder, reminded } from './ladder.ts';
import type { Act } from './mail-server.ts';
import { reckon, startMailStand, story, type MailStand } from './mail-stand.ts';
import { settle, toldUntil } from './wait.ts';

let stand: MailStand;
before(async () => {
  stand = await startMailStand({ ladder });
});
afterEach(() => stand.server.obey());
after(() => stand.stop());

/** What a loaded machine adds. */
const loadMs = 5_000;
/** The longest pause between two attempts, and the load. */
const nextAttemptMs = 15_000 + loadMs;
/** From a failure to the next person: no timer lies between. */
const atOnceMs = 2_000;

describe('a mail server that answers one mail', () => {
  type Row = {
    readonly fault: string;
    readonly id: string;
    readonly act: Act;
    readonly times: number;
    /** RCPT TO for the person on call. */
    readonly attempts: number;
    readonly repeated: number;
    readonly latestMs: number;
  };
  // Pauses between attempts: 1, 2 and 4 s.
  const table: readonly Row[] = [
    {
      ...{ fault: '451 three times (greylisting)', id: 'INC-2GREY', act: 'later', times: 3 },
      ...{ attempts: 4, repeated: 0, latestMs: 7_000 },
    },
    {
      ...{ fault: '451 after its content', id: 'INC-3BUSY', act: 'later-after-content', times: 1 },
      ...{ attempts: 2, repeated: 0, latestMs: 1_000 },
    },
    {
      ...{ fault: 'by a cut within its content', id: 'INC-4CUTW', act: 'cut-within', times: 1 },
      ...{ attempts: 2, repeated: 0, latestMs: 1_000 },
    },
    {
      ...{ fault: 'by keeping it and a cut', id: 'INC-5KEEP', act: 'cut-unanswered', times: 2 },
      ...{ attempts: 3, repeated: 2, latestMs: 3_000 },
    },
    {
      ...{ fault: '250 and hangs up', id: 'INC-6HANG', act: 'hang-up', times: 1 },
      ...{ attempts: 1, repeated: 0, latestMs: 0 },
    },
  ];
  for (const { fault, id, act, times, attempts, repeated, latestMs } of table)
    it(`${fault}: the page is recorded once and was kept ${1 + repeated}×`, async (t) => {
      stand.server.act('anna', act, times);
      const before = stand.server.attempts.length;
      const declared = await stand.declare(id, { personalData: 'no' });
      assert.equal(declared.mailsWaiting, 1, 'people see that a mail waits');
      await settle(stand, id);
      await stand.send(id, 'acknowledge', 'anna', {});
      // The next mail does not suffer from the one before.
      await stand.send(id, 'assign', 'anna', { commander: 'ben' });
      await settle(stand, id);

      const events = await stand.events(id);
      assert.deepEqual(story(events), [
        'paged anna',
        'page > anna: 250',
        'acknowledged',
        'assigned > ben: 250',
      ]);
      const tried = stand.server.attempts.slice(before).filter(({ to }) => to.startsWith('anna'));
      assert.equal(tried.length, attempts);
      const counted = reckon(t, stand, id, events);
      assert.equal(counted.repeated.length, repeated);
      assert.equal(new Set(counted.repeated).size, Math.min(repeated, 1), 'one Message-ID');
      assert.ok(Math.max(...counted.waitsMs) < latestMs + loadMs);
    });
});

describe('a mail server without a mailbox', () => {
  it('for the first on call: the next person is paged at once, and the other mails do not suffer', async (t) => {
    const id = 'INC-7NANN';
    stand.server.act('anna', 'no-mailbox');
    await stand.declare(id, { personalData: 'unknown' });
    await settle(stand, id);
    const events = await stand.events(id);
    assert.deepEqual(
      story(events).filter((line) => !line.startsWith('briefing')),
      ['paged anna', 'page > anna: no-such-recipient 550', 'paged ben', 'page > ben: 250'],
    );
    assert.deepEqual(
      story(events)
        .filter((line) => line.startsWith('briefing'))
        .toSorted(),
      ['briefing > dirk: 250', 'briefing > dora: 250'],
    );
    const [first, second] = events.filter(({ type }) => type === 'paged');
    assert.ok(first && second && second.atMs - first.atMs < atOnceMs);
    t.diagnostic(`ben was paged ${second.atMs - first.atMs} ms after anna`);
    const counted = reckon(t, stand, id, events);
    assert.deepEqual([counted.failed.length, counted.repeated.length], [1, 0]);
    await stand.send(id, 'acknowledge', 'ben', {});
  });

  it('for the DPO: briefing and reminder go to the next of the owners at once and say why', async (t) => {
    const id = 'INC-8NDPO';
    stand.server.act('dora', 'no-mailbox', 9);
    const dueAtMs = await dueIn(stand, id, 18_000);
    await toldUntil(stand, id, dueAtMs - 16_000);
    await settle(stand, id);
    await file(stand, id);
    await settle(stand, id);

    const events = await stand.events(id);
    const lines = story(events);
    assert.ok(lines.includes('briefing > dora: no-such-recipient 550'));
    assert.ok(lines.includes('briefing > clara: 250'));
    assert.ok(lines.includes('reminder > dora: no-such-recipient 550'));
    assert.ok(lines.includes('reminder > dirk: 250'));
    const reminder = reminded(events)[0];
    const instead = stand.server.mails.find(
      ({ messageId, to, subject }) =>
        messageId.startsWith(`<${id}.`) && to.startsWith('dirk') && /\] \d+ s left/.test(subject),
    );
    assert.ok(reminder && instead);
    assert.match(instead.text.replace(/\s+/g, ' '), /because the mail to Dora Lind failed/);
    assert.ok(instead.atMs - reminder.atMs < atOnceMs);
    t.diagnostic(`dirk had the reminder ${instead.atMs - reminder.atMs} ms after its rung`);
    assert.deepEqual(reckon(t, stand, id, events).repeated, []);
  });
});

it('a mail server that lets one mailbox wait for a minute: the next person is paged in time, and acknowledging ends the wait', async (t) => {
  const id = 'INC-9SLOW';
  stand.server.act('anna', 'tarpit');
  await stand.declare(id, { personalData: 'no', severity: 'critical' });
  const paged = () => stand.server.mails.find(({ messageId }) => messageId.startsWith(`<${id}.`));
  await until(() => paged() !== undefined, 'the page of ben');
  const status = await stand.incidents.status(id);
  assert.equal(status?.mailsWaiting, 1, 'people see that one mail waits');
  const open = stand.server.open();
  const acknowledged = await stand.send(id, 'acknowledge', 'ben', {});
  const acknowledgedAtMs = Date.now();
  assert.equal(acknowledged.mailsWaiting, 0, 'it no longer waits');
  await until(() => stand.server.open() < open, 'the slow connection is left');
  t.diagnostic(`left ${Date.now() - acknowledgedAtMs} ms after the acknowledgement`);
  await settle(stand, id);
  const events = await stand.events(id);
  assert.deepEqual(story(events), ['paged anna', 'paged ben', 'page > ben: 250', 'acknowledged']);
  assert.deepEqual(reckon(t, stand, id, events).repeated, []);
});

it('a mail server that is away for nine seconds while reminders fall due: everything arrives, the newest of its kind, nothing twice', async (t) => {
  const [climbing, paging] = ['INC-AAWAY', 'INC-BPAGE'];
  await stand.server.goAway();
  const dueAtMs = await dueIn(stand, climbing, 18_000);
  await stand.declare(paging, { personalData: 'no' });
  await sleep(dueAtMs - 9_000 - Date.now());
  const waiting = async (id: string) => (await stand.incidents.status(id))?.mailsWaiting;
  const waited = { climbing: await waiting(climbing), paging: await waiting(paging) };
  // Two briefings, and of the two rungs the newer one, to owner and deputy. A page that is put off goes to the next person too.
  assert.deepEqual(waited, { climbing: 4, paging: 2 }, 'people see what waits');
  assert.deepEqual(
    [story(await stand.events(climbing)), story(await stand.events(paging))],
    [
      ['paged anna', 'acknowledged'],
      ['paged anna', 'paged ben'],
    ],
    'nothing counts as sent, nor as failed',
  );

  await stand.server.comeBack();
  const backAtMs = Date.now();
  await toldUntil(stand, climbing, dueAtMs);
  await settle(stand, climbing);
  await file(stand, climbing);
  for (const id of [climbing, paging]) {
    await settle(stand, id);
    const events = await stand.events(id);
    const { failed, repeated } = reckon(t, stand, id, events);
    assert.deepEqual([failed, repeated], [[], []]);
    // What was wanted while it was away is here by the next attempt after its return.
    const came = stand.server.mails.filter(({ messageId }) => messageId.startsWith(`<${id}.`));
    const first = Math.min(...came.map(({ atMs }) => atMs)) - backAtMs;
    t.diagnostic(`${id}: the first mail ${first} ms after the server was back`);
    assert.ok(first < nextAttemptMs);
  }
});
