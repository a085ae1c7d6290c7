/** One SIGKILL at the worst moment, mails of a rung and a page on their way, and what the next worker makes of it. */
import assert from 'node:assert/strict';
import { after, before, describe, it, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IncidentEvent } from '../../src/domain/events.ts';
import { until } from '../server/support.ts';
import { count, tell } from './count.ts';
import { dueIn, file, ladder, overdueEveryMs, reminded, rungsTold } from './ladder.ts';
import { startStand, type Stand } from './stand.ts';
import { settle, toldUntil } from './wait.ts';

/** In the middle of its ladder. */
const climbing = 'INC-2KMDL';
/** Its page is at the mail server, which has not answered yet. */
const paging = 'INC-3PAGE';
/** After the kill: the heartbeat's limit of 10 s, a pause of 1 s, and what a loaded machine adds. */
const repeatMs = 20_000;

let stand: Stand;
let dueAtMs: number;
let killedAtMs: number;
let readyAtMs: number;
before(async () => {
  stand = await startStand({ ladder });
  await stand.work();
  dueAtMs = await dueIn(stand, climbing, 20_000);
  await toldUntil(stand, climbing, dueAtMs - 16_000);
  await settle(stand, climbing);
  const pageTaken = stand.mail.leaveUnanswered('anna@acme.example');
  await stand.declare(paging, { personalData: 'no' });
  await pageTaken;
  const quiet = stand.mail.mails.length;
  await until(() => stand.mail.mails.length > quiet, 'a mail of the second rung');
  await stand.kill();
  killedAtMs = Date.now();
  await stand.work();
  readyAtMs = Date.now();
});
after(() => stand.stop());

/** Nothing lost and nothing that the record does not know. */
function checkMails(t: TestContext, events: readonly IncidentEvent[]) {
  const counted = count(events, stand.mail.mails);
  t.diagnostic(tell(counted));
  assert.deepEqual(counted.lost, []);
  assert.deepEqual(counted.unknown, []);
  return counted;
}

describe('a worker killed by SIGKILL', () => {
  it('in the middle of the ladder: the next one tells every rung once, in order, until the filing', async (t) => {
    t.diagnostic(`the next worker polled ${readyAtMs - killedAtMs} ms after the kill`);
    await toldUntil(stand, climbing, dueAtMs + overdueEveryMs);
    await file(stand, climbing);
    const told = (await stand.incidents.status(climbing))?.duties[0]?.remindedUntilMs;
    await sleep(2 * overdueEveryMs + 1_000);
    const state = (await stand.incidents.status(climbing))?.duties[0];
    assert.equal(state?.remindedUntilMs, told, 'filing stops the ladder');

    await settle(stand, climbing, 40_000);
    const events = await stand.events(climbing);
    const reminders = reminded(events);
    const rungs = rungsTold(reminders);
    assert.deepEqual(rungs.slice(0, 6), ['T-16s', 'T-12s', 'T-8s', 'T-4s', 'T', 'T+1']);
    assert.equal(new Set(rungs).size, rungs.length, 'each rung once');
    for (const { atMs, rungs: labels } of reminders)
      if (labels.includes('T')) assert.ok(atMs >= dueAtMs, 'never early');
    checkMails(t, events);
  });

  it('in the middle of a mail: it is sent again under the same Message-ID and recorded once', async (t) => {
    await settle(stand, paging, 40_000);
    const pages = stand.mail.mails.filter(({ messageId }) => messageId.startsWith(`<${paging}.`));
    assert.equal(pages.length, 2, 'what the server got before the kill, and the repeat');
    assert.equal(pages[0]?.messageId, pages[1]?.messageId);
    const againMs = (pages[1]?.atMs ?? Infinity) - killedAtMs;
    t.diagnostic(`the page came again ${againMs} ms after the kill`);
    assert.ok(againMs <= repeatMs);
    const events = await stand.events(paging);
    const outcomes = events.filter(({ type }) => type === 'mailAccepted' || type === 'mailFailed');
    assert.deepEqual(
      outcomes.map(({ type }) => type),
      ['mailAccepted'],
    );
    assert.equal(checkMails(t, events).repeated.length, 1);
  });
});
