/** The same crowd on a server of a company, which lets in ten updates at once: everybody is answered in time, nothing is lost. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { idAlphabet } from '../../src/domain/incident-id.ts';
import { startStand, type Stand } from './stand.ts';
import { stockTemporal, storm } from './storm.ts';

const rounds = 8;
const limitMs = 10_000;

let stand: Stand;
let script: string;
before(async () => {
  script = await stockTemporal();
  process.env['TEMPORAL_CLI_PATH'] = script;
  stand = await startStand();
  await stand.work();
});
after(async () => {
  await stand.stop();
  rmSync(dirname(script), { recursive: true });
});

describe('a server that lets in ten updates at once', () => {
  it('turns away the rest of forty, who are answered within 10 s, each once', async (t) => {
    const slowest: number[] = [];
    for (let round = 0; round < rounds; round += 1)
      for (const [n, count] of [12, 12, 20, 40].entries()) {
        const id = `INC-ST${idAlphabet[n]}${idAlphabet[round]}C`;
        slowest.push((await storm(stand, id, count)).at(-1) ?? 0);
      }
    const best = Math.min(...slowest);
    const worst = Math.max(...slowest);
    t.diagnostic(
      `${slowest.length} crowds: slowest answers ${Math.round(best)} to ${Math.round(worst)} ms`,
    );
    assert.ok(worst < limitMs, `${worst} ms`);
    assert.ok(worst > 1_000, 'the server did turn somebody away');
  });
});
