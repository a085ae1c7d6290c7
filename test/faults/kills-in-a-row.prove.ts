/** Five SIGKILLs for the worker in a row, while the ladders of several incidents run and one of them pages. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { count, tell } from './count.ts';
import { dueIn, file, ladder, overdueEveryMs, reminded, rungsTold } from './ladder.ts';
import { startStand, type Stand } from './stand.ts';
import { settle, toldUntil } from './wait.ts';

const ids = ['INC-2RWCH', 'INC-3RWCH', 'INC-4RWCH'];
const kills = 5;
/** Between a worker's readiness and its end: into the middle of its first tasks, of its mails, and behind them. */
const livesMs = [300, 1_200, 100, 700, 2_000];
/** After the last kill: a mail that died with its worker is given out again after at most 10 s, on a loaded machine somewhat more. */
const lastMailMs = 20_000;

let stand: Stand;
before(async () => {
  stand = await startStand({ ladder });
  await stand.work();
});
after(() => stand.stop());

describe('a worker killed five times in a row', () => {
  it('tells every rung once, in order, and loses no mail', async (t) => {
    const dueAtMs = new Map<string, number>();
    for (const id of ids) dueAtMs.set(id, await dueIn(stand, id, 18_000));
    const last = Math.max(...dueAtMs.values());
    await toldUntil(stand, ids[0] ?? '', (dueAtMs.get(ids[0] ?? '') ?? 0) - 16_000);
    const sinceMs = Date.now();
    for (const lifeMs of livesMs.slice(0, kills)) {
      await stand.kill();
      await stand.work();
      await sleep(lifeMs);
    }
    const killingMs = Date.now() - sinceMs;
    t.diagnostic(`${kills} kills within ${killingMs} ms`);
    for (const id of ids) await toldUntil(stand, id, last + overdueEveryMs);
    await Promise.all(ids.map((id) => file(stand, id)));
    for (const id of ids) {
      await settle(stand, id, 60_000);
      const events = await stand.events(id);
      const rungs = rungsTold(reminded(events));
      assert.deepEqual(rungs.slice(0, 6), ['T-16s', 'T-12s', 'T-8s', 'T-4s', 'T', 'T+1']);
      assert.equal(new Set(rungs).size, rungs.length, 'each rung once');
      const counted = count(events, stand.mail.mails);
      t.diagnostic(tell(counted));
      assert.deepEqual(counted.lost, []);
      assert.deepEqual(counted.unknown, []);
      assert.ok(Math.max(...counted.latenessMs) <= killingMs + lastMailMs);
      // Each kill can cut off each mail once.
      for (const messageId of counted.repeated)
        assert.ok(counted.repeated.filter((other) => other === messageId).length <= kills);
    }
  });
});
