/** An acknowledgement at about the instant of escalation, on the real server: one of them comes first, and the record says which. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { replay } from '../../src/domain/apply.ts';
import type { IncidentEvent } from '../../src/domain/events.ts';
import { status } from '../../src/domain/status.ts';
import { idAlphabet } from '../../src/domain/incident-id.ts';
import { startStand, type Stand } from './stand.ts';
import { settle } from './wait.ts';

const rounds = 4;
const atOnce = 9;
/** Around the escalation: it comes up to 0.1 s after its instant, an update takes 20 ms, and on a loaded machine half a second. */
const firstMs = -500;
const lastMs = 400;
/** A page that a worker has in its hands is called back with its next heartbeat, up to 8 s later. */
const inFlightMs = 10_000;

let stand: Stand;
before(async () => {
  const ackTimeout = '1s';
  stand = await startStand({
    onCall: { order: ['anna', 'ben', 'dirk'] },
    acknowledgeWithin: {
      critical: ackTimeout,
      high: ackTimeout,
      medium: ackTimeout,
      low: ackTimeout,
    },
  });
  await stand.work();
});
after(() => stand.stop());

type Race = {
  readonly id: string;
  /** From the escalation's planned instant to the acknowledgement's sending. */
  readonly offsetMs: number;
  readonly events: readonly IncidentEvent[];
  readonly acknowledged: IncidentEvent;
  readonly answerMs: number;
};

async function race(id: string, offsetMs: number): Promise<Race> {
  const { paging } = await stand.declare(id, { personalData: 'no' });
  assert.ok(paging);
  await sleep(paging.nextAtMs + offsetMs - Date.now());
  const sentAtMs = Date.now();
  await stand.send(id, 'acknowledge', 'anna', {});
  const answerMs = Date.now() - sentAtMs;
  await settle(stand, id);
  const events = await stand.events(id);
  const acknowledged = events.find(({ type }) => type === 'acknowledged');
  assert.ok(acknowledged);
  return { id, offsetMs, events, acknowledged, answerMs };
}

function isPage({ type }: IncidentEvent): boolean {
  return type === 'paged' || type === 'nobodyReached';
}

describe('an acknowledgement that races the escalation', () => {
  it('is followed by no page, whichever came first, and the register agrees with the running state', async (t) => {
    const races: Race[] = [];
    for (let round = 0; round < rounds; round += 1) {
      races.push(
        ...(await Promise.all(
          Array.from({ length: atOnce }, (_, n) => {
            const step = round + n * rounds;
            const offsetMs = firstMs + ((lastMs - firstMs) * step) / (rounds * atOnce - 1);
            const id = `INC-RC2${idAlphabet[round]}${idAlphabet[n]}`;
            return race(id, offsetMs);
          }),
        )),
      );
    }
    // Longer than the timeout of an acknowledgement: an escalation that was not stopped would have come.
    await sleep(1_500);

    const late: number[] = [];
    let pagesLeft = 0;
    let escalated = 0;
    for (const { id, acknowledged } of races) {
      const events = await stand.events(id);
      const pages = events.filter(isPage);
      assert.deepEqual(
        pages.filter(({ seq }) => seq > acknowledged.seq),
        [],
        `${id} paged after its acknowledgement`,
      );
      assert.equal(events.filter(({ type }) => type === 'acknowledged').length, 1);
      if (pages.length > 1) escalated += 1;

      const arrived = stand.mail.mails.filter(({ messageId }) => messageId.startsWith(`<${id}.`));
      const causes = new Set(pages.map(({ seq }) => `${seq}`));
      for (const { messageId, atMs } of arrived) {
        assert.ok(causes.has(/\.(\d+)\.\d+@/.exec(messageId)?.[1] ?? ''), messageId);
        if (atMs > acknowledged.atMs) late.push(atMs - acknowledged.atMs);
      }
      assert.equal(new Set(arrived.map(({ messageId }) => messageId)).size, arrived.length);
      pagesLeft += pages.length - arrived.length;

      const running = await stand.incidents.status(id);
      const told = replay(events);
      assert.ok(told);
      assert.deepEqual(running, JSON.parse(JSON.stringify(status(told, 0))));
    }
    const answers = races.map(({ answerMs }) => answerMs).toSorted((a, b) => a - b);
    t.diagnostic(
      `${races.length} races: ${escalated} escalated first, ${races.length - escalated} acknowledged first; 0 pages recorded after; ${late.length} pages in flight arrived after (slowest ${Math.max(0, ...late)} ms), ${pagesLeft} were called back; answers ${answers[0]} to ${answers.at(-1)} ms`,
    );
    assert.ok(escalated > 0 && escalated < races.length, 'both ways were seen');
    assert.ok(Math.max(0, ...late) <= inFlightMs);
  });
});
