/** The course of a review of access, day by day, as its acts tell it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  foldReview,
  openedSubject,
  reviewActs,
  reviewIdAt,
  reviewStep,
} from '../../src/domain/access-review.ts';

const day = 86_400_000;
const terms = { every: 90 * day, within: 14 * day };

type Act = Parameters<typeof foldReview>[0][number];

/** Looks once a day; what is asked for is done. `missing` by day. */
function course(days: number, missing: (atDay: number) => number): readonly string[] {
  const acts: Act[] = [];
  const add = (kind: string, subject: string, atMs: number): void =>
    void acts.push({ kind, subject, atMs, who: 'seventytwo' });
  const seen: string[] = [];
  for (let n = 0; n <= days; n += 1) {
    // A look takes its time, and comes a little sooner or later.
    const nowMs = n * day + (n % 2) * 600_000;
    for (;;) {
      const review = foldReview(acts);
      const step = reviewStep(review, missing(n), 0, terms, nowMs);
      if (step === undefined) break;
      seen.push(`${n} ${step}`);
      const id = review?.id ?? '';
      if (step === 'open') {
        const next = reviewIdAt(nowMs);
        add(reviewActs.opened, openedSubject(next, nowMs + terms.within), nowMs);
      } else if (step === 'close') add(reviewActs.closed, `${id} 1`, nowMs);
      else add(reviewActs.told, `${id} ${step}`, nowMs);
    }
  }
  return seen;
}

test('a review opens on its day, reminds at half time and daily in the last three days, and ends', () => {
  assert.deepEqual(
    course(179, () => 2),
    [
      ...['90 open', '90 opened', '97 half', '101 last-days', '102 last-days', '103 last-days'],
      '104 close',
    ],
  );
});

test('once everybody is confirmed it ends early, and the next is counted from its opening', () => {
  const seen = course(181, (n) => (n >= 95 && n < 179 ? 0 : 1));
  assert.deepEqual(seen, ['90 open', '90 opened', '95 close', '180 open', '180 opened']);
});

test('whoever is confirmed in one review is not in the next', () => {
  const act = (kind: string, subject: string, atMs: number): Act => ({
    ...{ kind, subject, atMs, who: 'anna' },
  });
  const acts = [
    act(reviewActs.opened, openedSubject('review-a', 9), 1),
    act(reviewActs.confirmed, 'review-a ben', 2),
  ];
  assert.deepEqual(foldReview(acts)?.confirmed, { ben: { by: 'anna', atMs: 2 } });
  const next = [...acts, act(reviewActs.opened, openedSubject('review-b', 20), 10)];
  assert.deepEqual(foldReview(next)?.confirmed, {});
  const late = [...next, act(reviewActs.confirmed, 'review-a carla', 11)];
  assert.deepEqual(foldReview(late)?.confirmed, {});
});
