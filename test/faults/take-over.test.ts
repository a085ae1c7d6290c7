/** A worker that goes at rest: how soon the next one answers for it, and what it makes of the time nobody worked. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { count, tell } from './count.ts';
import { dueIn, file, ladder, reminded, rungsTold } from './ladder.ts';
import { startStand, type Stand } from './stand.ts';
import { settle, toldUntil } from './wait.ts';

let stand: Stand;
before(async () => {
  stand = await startStand({ ladder });
});
afterEach(() => stand.kill());
after(() => stand.stop());

/** What the product promises after a kill, from the new worker's readiness. */
const promisedMs = 3_500;
/** The default limit of a workflow task: one that died with its worker is given out again only after it. */
const workflowTaskMs = 10_000;

const ids = ['INC-4CCHD', 'INC-5CCHD', 'INC-6CCHD'];

/** Milliseconds that each incident takes to answer a note. */
async function answers(text: string): Promise<readonly number[]> {
  const sinceMs = Date.now();
  return await Promise.all(
    ids.map(async (id) => {
      await stand.send(id, 'note', 'anna', { text });
      return Date.now() - sinceMs;
    }),
  );
}

function sorted(numbers: readonly number[]): string {
  return numbers.toSorted((a, b) => a - b).join(', ');
}

describe('the worker after a killed one', () => {
  it('answers within 3.5 s of its readiness for what lay in the other’s cache', async (t) => {
    await stand.work();
    for (const id of ids) await stand.declare(id, { personalData: 'no' });
    const all: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      for (const id of ids) await settle(stand, id);
      // The workflow task that the register's answer caused may still be on its way.
      await sleep(500);
      await stand.kill();
      await stand.work();
      all.push(...(await answers(`round ${round}`)));
    }
    t.diagnostic(`answers ${sorted(all)} ms after readiness`);
    assert.ok(Math.max(...all) <= promisedMs, `the slowest took ${Math.max(...all)} ms`);
  });

  it('answers for what the other was working on once that work’s time limit is over', async (t) => {
    await stand.work();
    const all: number[] = [];
    for (let round = 0; round < 2; round += 1) {
      await answers(`before ${round}`);
      const killedAtMs = Date.now();
      await stand.kill();
      await stand.work();
      const readyMs = Date.now() - killedAtMs;
      all.push(...(await answers(`after ${round}`)).map((ms) => readyMs + ms));
    }
    t.diagnostic(`answers ${sorted(all)} ms after the kill`);
    assert.ok(Math.max(...all) <= workflowTaskMs + promisedMs);
  });

  it('sends one reminder for all the rungs that nobody told, and says in it how late it is', async (t) => {
    const id = 'INC-7AWAY';
    await stand.work();
    const dueAtMs = await dueIn(stand, id, 11_000);
    await settle(stand, id);
    await stand.kill();
    const before = reminded(await stand.events(id));
    await sleep(dueAtMs + 5_000 - Date.now());
    await stand.work();
    await toldUntil(stand, id, dueAtMs);
    await file(stand, id);
    await settle(stand, id);

    const events = await stand.events(id);
    const all = reminded(events);
    const rungs = rungsTold(all);
    assert.equal(new Set(rungs).size, rungs.length, 'each rung once');
    const collapsed = all[before.length];
    assert.ok(collapsed);
    assert.deepEqual(collapsed.rungs.slice(-2), ['T-4s', 'T']);
    assert.equal(collapsed.overdue?.from, 1);
    // One more rung may fall due between the worker's return and the filing.
    assert.ok(all.length - before.length <= 2, 'no burst');
    const mails = stand.mail.mails.filter(({ messageId }) =>
      messageId.startsWith(`<${id}.${collapsed.seq}.`),
    );
    assert.deepEqual(mails.map(({ to }) => to).sort(), [
      'clara@acme.example',
      'dirk@acme.example',
      'dora@acme.example',
    ]);
    for (const { subject, text } of mails) {
      assert.match(subject, /OVERDUE/);
      assert.match(
        text.replace(/\s+/g, ' '),
        /This one mail stands for \d+ reminders .*T-4s, T, \d+ after the due time/,
      );
    }
    t.diagnostic(`${collapsed.rungs.join(', ')}: ${mails[0]?.subject}`);
    const counted = count(events, stand.mail.mails);
    t.diagnostic(tell(counted));
    assert.deepEqual(counted.lost, []);
    assert.deepEqual(counted.repeated, []);
  });
});
