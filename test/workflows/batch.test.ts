/** Batches of events stay below what Temporal carries, whatever is written in them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IncidentEvent } from '../../src/domain/events.ts';
import { longText } from '../../src/domain/shape.ts';
import { firstBatch, journalBatch, outboxPiece, sizeOf } from '../../src/workflows/batch.ts';

/** At which Temporal ends a workflow. */
const inputLimit = 2 * 1024 * 1024;

function notes(count: number, letter: string): IncidentEvent[] {
  return Array.from({ length: count }, (_, n) => ({
    ...{ seq: n + 1, atMs: 0, actor: { person: 'anna', channel: 'cli' }, type: 'noted' },
    text: letter.repeat(longText / letter.length),
  }));
}

test('the size is that of JSON in UTF-8', () => {
  for (const value of ['a', 'ä', '語', '😀', '\n', '\uD83D', { a: ['"'] }])
    assert.equal(sizeOf(value), Buffer.byteLength(JSON.stringify(value)));
});

for (const letter of ['a', 'é', '語', '😀', '"', '\uD83D']) {
  test(`batches of the longest notes of ${JSON.stringify(letter)} fit, and lose and repeat nothing`, () => {
    for (const limit of [journalBatch, outboxPiece]) {
      const events = notes(350, letter);
      let rest: readonly IncidentEvent[] = events;
      const batches: (readonly IncidentEvent[])[] = [];
      while (rest.length > 0) {
        const batch = firstBatch(rest, limit);
        batches.push(batch);
        rest = rest.slice(batch.length);
      }
      assert.deepEqual(batches.flat(), events);
      for (const batch of batches) {
        assert.ok(batch.length > 0 && batch.length <= limit.events);
        assert.ok(sizeOf(batch) < inputLimit * 0.6, `${sizeOf(batch)} bytes`);
      }
    }
  });
}

test('an event that is larger than a batch goes alone', () => {
  const [one, two] = notes(2, 'a');
  assert.ok(one && two);
  assert.deepEqual(firstBatch([one, two], { events: 10, bytes: 10 }), [one]);
});
