/** What the next worker finds after a kill: incidents the dead one had cached, and a mail whose fate nobody knows. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../server/support.ts';
import { count, tell } from './count.ts';
import { startStand, type Stand } from './stand.ts';

let stand: Stand;
before(async () => {
  stand = await startStand();
});
afterEach(() => stand.kill());
after(() => stand.stop());

/** What the product promises after a kill, from the new worker's readiness. */
const promisedMs = 3_500;
/** The default time limit of a workflow task: one that died with its worker is given out again after it. */
const workflowTaskMs = 10_000;
/** One attempt at a mail: until then Temporal takes a killed worker's attempt for a running one. */
const mailAttemptMs = 45_000;

const ids = ['INC-4CCHD', 'INC-5CCHD', 'INC-6CCHD'];

async function settle(id: string, limitMs = 20_000): Promise<void> {
  await until(
    async () => {
      const status = await stand.incidents.status(id);
      return status?.mailsWaiting === 0 && status.unjournaled === 0;
    },
    `${id} is settled`,
    limitMs,
  );
}

/** Milliseconds that each incident takes to answer a note. */
async function answers(text: string): Promise<readonly number[]> {
  const sinceMs = Date.now();
  const taken = ids.map(async (id) => {
    await stand.send(id, 'note', 'anna', { text });
    return Date.now() - sinceMs;
  });
  return (await Promise.all(taken)).toSorted((a, b) => a - b);
}

describe('after a SIGKILL', () => {
  it('an incident that the dead worker had cached answers within 3.5 s of the next one’s readiness', async (t) => {
    await stand.work();
    for (const id of ids) await stand.declare(id, { personalData: 'no' });
    const all: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      // At rest: nothing of it is being worked on, it only lies in the worker's cache.
      for (const id of ids) await settle(id);
      // Its last workflow task, which the register's answer caused, may still be on its way.
      await sleep(500);
      await stand.kill();
      await stand.work();
      all.push(...(await answers(`round ${round}`)));
    }
    t.diagnostic(`answers after ${all.toSorted((a, b) => a - b).join(', ')} ms`);
    assert.ok(Math.max(...all) <= promisedMs, `the slowest took ${Math.max(...all)} ms`);
  });

  it('an incident that it was working on answers once the lost workflow task has timed out', async (t) => {
    await stand.work();
    const all: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      await answers(`before ${round}`);
      const killedAtMs = Date.now();
      await stand.kill();
      await stand.work();
      const readyMs = Date.now() - killedAtMs;
      all.push(...(await answers(`after ${round}`)).map((ms) => readyMs + ms));
    }
    t.diagnostic(`answers ${all.toSorted((a, b) => a - b).join(', ')} ms after the kill`);
    assert.ok(Math.max(...all) <= workflowTaskMs + promisedMs);
  });

  it('a mail that was on its way is sent again under the same Message-ID and recorded once', async (t) => {
    const id = 'INC-7DATA';
    await stand.work();
    const taken = stand.mail.leaveUnanswered('anna@acme.example');
    await stand.declare(id);
    await taken;
    await stand.kill();
    const killedAtMs = Date.now();
    await stand.work();
    await settle(id, mailAttemptMs + 20_000);

    const pages = stand.mail.mails.filter(
      ({ to, messageId }) => to === 'anna@acme.example' && messageId.startsWith(`<${id}.`),
    );
    assert.equal(pages.length, 2, 'what the server got before the kill, and the repeat');
    assert.equal(pages[0]?.messageId, pages[1]?.messageId);
    t.diagnostic(`the page came again ${(pages[1]?.atMs ?? 0) - killedAtMs} ms after the kill`);
    const events = await stand.events(id);
    const accepted = events.flatMap((event) => (event.type === 'mailAccepted' ? [event.key] : []));
    assert.equal(new Set(accepted).size, accepted.length, 'each mail recorded once');
    assert.ok(!events.some(({ type }) => type === 'mailFailed'));
    const counted = count(events, stand.mail.mails);
    t.diagnostic(tell(counted));
    assert.deepEqual(counted.lost, []);
    assert.deepEqual(counted.unknown, []);
  });
});
