/** How instants and spans are shown, whatever the host's own zone is. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatBoth, formatLocal, formatSpan, formatUtc } from '../../src/calendar/format.ts';

const utc = (text: string): number => new Date(`${text}Z`).getTime();

const instants: readonly (readonly [utc: string, zone: string, both: string])[] = [
  ['2026-11-22T15:04', 'Europe/Berlin', 'Sun 22 Nov 2026, 16:04 CET (2026-11-22 15:04 UTC)'],
  [
    '2026-11-22T15:04:09',
    'Europe/Warsaw',
    'Sun 22 Nov 2026, 16:04:09 CET (2026-11-22 15:04:09 UTC)',
  ],
  ['2026-07-01T12:00', 'Europe/Dublin', 'Wed 1 Jul 2026, 13:00 GMT+1 (2026-07-01 12:00 UTC)'],
  ['2026-11-22T15:04', 'Atlantic/Azores', 'Sun 22 Nov 2026, 14:04 GMT-1 (2026-11-22 15:04 UTC)'],
  ['2026-12-31T23:30', 'Europe/Warsaw', 'Fri 1 Jan 2027, 00:30 CET (2026-12-31 23:30 UTC)'],
  ['2028-02-29T12:00', 'Europe/Warsaw', 'Tue 29 Feb 2028, 13:00 CET (2028-02-29 12:00 UTC)'],
  // The repeated hour of autumn: the same digits, told apart by the abbreviation.
  ['2026-10-25T00:30', 'Europe/Warsaw', 'Sun 25 Oct 2026, 02:30 CEST (2026-10-25 00:30 UTC)'],
  ['2026-10-25T01:30', 'Europe/Warsaw', 'Sun 25 Oct 2026, 02:30 CET (2026-10-25 01:30 UTC)'],
  ['2026-11-22T15:04', 'UTC', '2026-11-22 15:04 UTC'],
  ['2026-11-22T15:04', 'Etc/UTC', '2026-11-22 15:04 UTC'],
];

for (const [at, zone, both] of instants) {
  test(`shows ${at} UTC in ${zone} as ${both}`, () => {
    assert.equal(formatBoth(utc(at), zone), both);
  });
}

test('milliseconds are left out', () => {
  assert.equal(formatUtc(utc('2026-11-22T15:04:00.999')), '2026-11-22 15:04 UTC');
  assert.equal(formatLocal(utc('2026-11-22T15:04:00.999'), 'UTC'), 'Sun 22 Nov 2026, 15:04 UTC');
});

const spans: readonly (readonly [ms: number, text: string])[] = [
  [0, '0 s'],
  [999, '0 s'],
  [40_000, '40 s'],
  [8 * 60_000, '8 min'],
  [8 * 60_000 + 5_000, '8 min 5 s'],
  [3_600_000, '1 h'],
  [3_600_000 + 40_000, '1 h'],
  [71 * 3_600_000 + 58 * 60_000, '71 h 58 min'],
  [72 * 3_600_000, '72 h'],
  [72 * 3_600_000 - 1, '71 h 59 min'],
  [-90_000, '1 min 30 s'],
];

test('other languages write dates as they do, with UTC in the same form', () => {
  const at = utc('2026-11-22T15:04');
  // Versions of ICU differ in full stops and commas: the parts count.
  assert.match(
    formatBoth(at, 'Europe/Berlin', 'de'),
    /^So\.?,? 22\. Nov\.? 2026,? .*16:04 MEZ \(2026-11-22 15:04 UTC\)$/,
  );
  assert.match(
    formatLocal(utc('2026-07-01T12:00:09'), 'Europe/Berlin', 'de'),
    /Juli? 2026.*14:00:09 MESZ$/,
  );
  assert.equal(formatBoth(at, 'UTC', 'de'), '2026-11-22 15:04 UTC');
});

test('other languages write spans with their own units', () => {
  assert.match(formatSpan(71 * 3_600_000 + 58 * 60_000, 'de'), /^71 Std\.? 58 Min\.?$/);
  assert.match(formatSpan(0, 'de'), /^0 Sek\.?$/);
  assert.match(formatSpan(1_500 * 3_600_000, 'de'), /^1500 Std\.?$/);
});

for (const [ms, text] of spans) {
  test(`shows a span of ${ms} ms as ${text}`, () => assert.equal(formatSpan(ms), text));
}
