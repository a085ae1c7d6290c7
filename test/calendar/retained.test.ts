/** A limit ends with the last hour of its last day, by the calendar of the company. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isAtLeastAsLong, retainedUntilMs } from '../../src/calendar/retained.ts';

const ends: readonly (readonly [from: string, limit: string, zone: string, end: string])[] = [
  // Two years and the rest of the day, though one of them has 366 days.
  ['2027-03-01T09:00:00Z', 'P2Y', 'UTC', '2029-03-02T00:00:00.000Z'],
  // There is no 29 February: the last day of the month.
  ['2028-02-29T09:00:00Z', 'P1Y', 'UTC', '2029-03-01T00:00:00.000Z'],
  ['2026-01-31T09:00:00Z', 'P1M', 'UTC', '2026-03-01T00:00:00.000Z'],
  // The day is that of the zone: already the first of May in Berlin.
  ['2026-04-30T22:30:00Z', 'P1D', 'Europe/Berlin', '2026-05-02T22:00:00.000Z'],
  // Across the change of clocks it is still midnight.
  ['2026-10-24T10:00:00Z', 'P1D', 'Europe/Berlin', '2026-10-25T23:00:00.000Z'],
];
for (const [from, limit, zone, end] of ends)
  it(`${limit} from ${from} in ${zone}`, () => {
    assert.equal(new Date(retainedUntilMs(Date.parse(from), limit, zone)).toISOString(), end);
  });

it('compares limits by the calendar', () => {
  assert.equal(isAtLeastAsLong('P24M', 'P2Y'), true);
  assert.equal(isAtLeastAsLong('P730D', 'P2Y'), true);
  assert.equal(isAtLeastAsLong('P23M', 'P2Y'), false);
});
