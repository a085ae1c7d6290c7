/** Forty people at one incident in the same moment: on our own server none of them waits. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startStand, type Stand } from './stand.ts';
import { storm } from './storm.ts';

/** Sixfold of what two busy cores take; whoever is turned away by the server waits 1.4 s or more. */
const limitMs = 1_300;

let stand: Stand;
before(async () => {
  stand = await startStand();
  await stand.work();
});
after(() => stand.stop());

describe('forty notes at once on one incident', () => {
  it('are all answered at once, and each is in the record once', async (t) => {
    // The first of a worker pays for what is loaded then.
    await storm(stand, 'INC-STRM2', 2);
    const slowestMs: number[] = [];
    for (const id of ['INC-STRM3', 'INC-STRM4', 'INC-STRM5'])
      slowestMs.push(Math.round((await storm(stand, id, 40)).at(-1) ?? 0));
    t.diagnostic(`slowest answers ${slowestMs.join(', ')} ms`);
    assert.ok(Math.max(...slowestMs) < 10_000);
    // The best of three: a busy machine is no fault of ours.
    assert.ok(Math.min(...slowestMs) < limitMs, `${slowestMs.join(', ')} ms`);
  });
});
