/** Quiet hours on the clocks of a zone, over midnight and over the change of the clocks. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quietUntilMs } from '../../src/calendar/quiet.ts';

const night = { from: '22:00', until: '07:00', zone: 'Europe/Berlin' };
const noon = { from: '12:00', until: '13:30', zone: 'Europe/Berlin' };

const cases: readonly (readonly [
  what: string,
  hours: typeof night,
  at: string,
  until: string | undefined,
])[] = [
  ['before they begin', night, '2026-11-23T21:59:59+01:00', undefined],
  ['as they begin', night, '2026-11-23T22:00:00+01:00', '2026-11-24T07:00:00+01:00'],
  ['after midnight', night, '2026-11-24T03:00:00+01:00', '2026-11-24T07:00:00+01:00'],
  ['as they end', night, '2026-11-24T07:00:00+01:00', undefined],
  ['within one day', noon, '2026-11-24T12:30:00+01:00', '2026-11-24T13:30:00+01:00'],
  ['after them on that day', noon, '2026-11-24T13:30:00+01:00', undefined],
  ['before them on that day', noon, '2026-11-24T11:00:00+01:00', undefined],
  [
    'the night that is an hour shorter',
    night,
    '2026-03-28T23:00:00+01:00',
    '2026-03-29T07:00:00+02:00',
  ],
  [
    'the night that is an hour longer',
    night,
    '2026-10-24T23:00:00+02:00',
    '2026-10-25T07:00:00+01:00',
  ],
  [
    'an end that the change of the clocks skips',
    { ...night, until: '02:30' },
    '2026-03-29T00:00:00+01:00',
    '2026-03-29T03:30:00+02:00',
  ],
  [
    'the second pass through the hour in which they end',
    { ...night, until: '02:30' },
    '2026-10-25T02:15:00+01:00',
    undefined,
  ],
  [
    'another zone',
    { ...night, zone: 'Asia/Tokyo' },
    '2026-11-23T22:00:00+09:00',
    '2026-11-24T07:00:00+09:00',
  ],
];
for (const [what, hours, at, until] of cases)
  test(`quiet hours: ${what}`, () =>
    assert.equal(
      quietUntilMs(hours, Date.parse(at)),
      until === undefined ? undefined : Date.parse(until),
    ));
