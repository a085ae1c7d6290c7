/** What people may type as a time, and what it means on the days when clocks change. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseInstant } from '../../src/calendar/parse.ts';
import { Failure } from '../../src/failure.ts';

const utc = (text: string): number => new Date(`${text}Z`).getTime();
const nowMs = utc('2026-11-22T15:04:00');

function refusal(text: string, zone: string): Failure {
  try {
    parseInstant(text, zone, nowMs);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  return assert.fail(`${text} in ${zone} was accepted`);
}

const accepted: readonly (readonly [typed: string, zone: string, utc: string])[] = [
  ['2026-11-27T18:20', 'Europe/Berlin', '2026-11-27T17:20'],
  ['2026-11-27 18:20', 'Europe/Berlin', '2026-11-27T17:20'],
  [' 2026-11-27T18:20 ', 'Europe/Berlin', '2026-11-27T17:20'],
  ['2026-11-27T18:20:05', 'Europe/Berlin', '2026-11-27T17:20:05'],
  ['2026-11-27T18:20Z', 'Europe/Berlin', '2026-11-27T18:20'],
  // As JavaScript, databases and logs write it.
  ['2026-11-27T17:20:05.000Z', 'Europe/Berlin', '2026-11-27T17:20:05'],
  ['2026-11-27T17:20:05.5Z', 'Europe/Berlin', '2026-11-27T17:20:05.500'],
  ['2026-11-27T18:20:05.123456789+01:00', 'Europe/Berlin', '2026-11-27T17:20:05.123'],
  ['2026-11-27T18:20:05.999', 'Europe/Berlin', '2026-11-27T17:20:05.999'],
  ['2026-11-27 18:20:05+05:30', 'Europe/Berlin', '2026-11-27T12:50:05'],
  ['2026-11-27T18:20-03:30', 'Europe/Berlin', '2026-11-27T21:50'],
  ['2026-11-27T18:20', 'UTC', '2026-11-27T18:20'],
  ['2026-07-01T12:00', 'Europe/Dublin', '2026-07-01T11:00'],
  ['2026-12-01T12:00', 'Europe/Dublin', '2026-12-01T12:00'],
  ['2026-07-01T12:00', 'Europe/Warsaw', '2026-07-01T10:00'],
  ['2026-12-01T12:00', 'Atlantic/Azores', '2026-12-01T13:00'],
  ['2026-07-01T12:00', 'Atlantic/Azores', '2026-07-01T12:00'],
  ['2028-02-29T00:00', 'Europe/Warsaw', '2028-02-28T23:00'],
  // The last minute before and the first after each change of 2026 and 2027.
  ['2026-03-29T01:59', 'Europe/Warsaw', '2026-03-29T00:59'],
  ['2026-03-29T03:00', 'Europe/Warsaw', '2026-03-29T01:00'],
  ['2026-10-25T01:59', 'Europe/Warsaw', '2026-10-24T23:59'],
  ['2026-10-25T03:00', 'Europe/Warsaw', '2026-10-25T02:00'],
  ['2027-03-28T03:00', 'Europe/Warsaw', '2027-03-28T01:00'],
  ['2027-10-31T03:00', 'Europe/Warsaw', '2027-10-31T02:00'],
  ['2026-03-29T00:59', 'Europe/Dublin', '2026-03-29T00:59'],
  ['2026-03-29T02:00', 'Europe/Dublin', '2026-03-29T01:00'],
  ['2026-03-28T23:59', 'Atlantic/Azores', '2026-03-29T00:59'],
  ['2026-03-29T01:00', 'Atlantic/Azores', '2026-03-29T01:00'],
  // An offset settles what the zone alone leaves open.
  ['2026-10-25T02:30+02:00', 'Europe/Warsaw', '2026-10-25T00:30'],
  ['2026-10-25T02:30+01:00', 'Europe/Warsaw', '2026-10-25T01:30'],
  ['now', 'Europe/Warsaw', '2026-11-22T15:04'],
  ['-90m', 'Europe/Warsaw', '2026-11-22T13:34'],
  ['-3h', 'Europe/Warsaw', '2026-11-22T12:04'],
];

for (const [typed, zone, expected] of accepted) {
  test(`reads ${JSON.stringify(typed)} in ${zone} as ${expected} UTC and keeps the zone`, () => {
    assert.deepEqual(parseInstant(typed, zone, nowMs), { instant: { atMs: utc(expected), zone } });
  });
}

const gaps: readonly (readonly [typed: string, zone: string, before: string, after: string])[] = [
  ['2026-03-29T02:00', 'Europe/Warsaw', '2026-03-29T01:00', '2026-03-29T03:00'],
  ['2026-03-29T02:30', 'Europe/Warsaw', '2026-03-29T01:30', '2026-03-29T03:30'],
  ['2026-03-29 02:59:59', 'Europe/Warsaw', '2026-03-29T01:59:59', '2026-03-29T03:59:59'],
  ['2027-03-28T02:30', 'Europe/Warsaw', '2027-03-28T01:30', '2027-03-28T03:30'],
  ['2026-03-29T01:30', 'Europe/Dublin', '2026-03-29T00:30', '2026-03-29T02:30'],
  ['2027-03-28T01:30', 'Europe/Dublin', '2027-03-28T00:30', '2027-03-28T02:30'],
  ['2026-03-29T00:30', 'Atlantic/Azores', '2026-03-28T23:30', '2026-03-29T01:30'],
  ['2027-03-28T00:30', 'Atlantic/Azores', '2027-03-27T23:30', '2027-03-28T01:30'],
];

for (const [typed, zone, before, after] of gaps) {
  test(`refuses ${typed} in ${zone}, which the clocks skip, and names both neighbours`, () => {
    const { code, message } = refusal(typed, zone);
    assert.equal(code, 'no-such-time');
    assert.ok(message.includes(`"${typed}" does not exist in ${zone}`), message);
    assert.ok(message.endsWith(`write ${before} or ${after}`), message);
  });
}

const twice: readonly (readonly [typed: string, zone: string, utc: string, later: string])[] = [
  ['2026-10-25T02:00', 'Europe/Warsaw', '2026-10-25T00:00', '2026-10-25T02:00+01:00'],
  ['2026-10-25T02:30', 'Europe/Warsaw', '2026-10-25T00:30', '2026-10-25T02:30+01:00'],
  ['2027-10-31T02:30', 'Europe/Warsaw', '2027-10-31T00:30', '2027-10-31T02:30+01:00'],
  ['2026-10-25T01:30', 'Europe/Dublin', '2026-10-25T00:30', '2026-10-25T01:30+00:00'],
  ['2027-10-31T01:30', 'Europe/Dublin', '2027-10-31T00:30', '2027-10-31T01:30+00:00'],
  ['2026-10-25T00:30', 'Atlantic/Azores', '2026-10-25T00:30', '2026-10-25T00:30-01:00'],
  ['2027-10-31T00:30', 'Atlantic/Azores', '2027-10-31T00:30', '2027-10-31T00:30-01:00'],
];

for (const [typed, zone, earlier, later] of twice) {
  test(`takes ${typed} in ${zone}, which happens twice, as the earlier and says so`, () => {
    const { instant, note = '' } = parseInstant(typed, zone, nowMs);
    assert.deepEqual(instant, { atMs: utc(earlier), zone });
    assert.match(note, /happens twice .* taken as the earlier one/);
    assert.ok(note.endsWith(`for the later one write ${later}`), note);
    // What the note tells people to write is read as the later one, an hour on.
    assert.equal(parseInstant(later, zone).instant.atMs, utc(earlier) + 3_600_000);
  });
}

const refused: readonly (readonly [typed: string, code: string, says: RegExp])[] = [
  ['2026-06-31T12:00', 'no-such-time', /day of the month/],
  ['2026-02-29T12:00', 'no-such-time', /day of the month/],
  ['2026-13-01T12:00', 'no-such-time', /"2026-13-01T12:00"/],
  ['2026-00-10T12:00', 'no-such-time', /"2026-00-10T12:00"/],
  ['2026-11-27T24:00', 'no-such-time', /midnight is 00:00 of the day that begins/],
  ['2026-11-27T12:60', 'no-such-time', /time of day/],
  ['2026-11-27T12:00:60', 'no-such-time', /time of day/],
  ['2026-11-27T24:00Z', 'no-such-time', /midnight/],
  ['0000-01-01T00:00', 'time-out-of-range', /"0000-01-01T00:00".*2000 to 2100; check the year/],
  ['0026-11-27T18:20', 'time-out-of-range', /check the year/],
  ['9999-12-31T23:59', 'time-out-of-range', /check the year/],
  ['9999-12-31T23:59Z', 'time-out-of-range', /check the year/],
];

const malformed: readonly string[] = [
  '2026-11-27',
  '18:20',
  '27.11.2026 18:20',
  '11/27/2026 18:20',
  '2026-11-27T18',
  '',
  '2026-11-27t18:20',
  '2026-11-27T18:20z',
  '2026-11-27T18:20+01',
  '2026-11-27T18:20+0100',
  '2026-11-27T18:20+25:00',
  '2026-11-27T18:20 CET',
  '2026-11-27T18:20[Europe/Berlin]',
  '2026-11-27T18:20.5',
  '2026-11-27T18:20:00.',
  '2026-11-27T18:20:00.0000000001',
  '+002026-11-27T18:20',
  '2026-1-7T8:20',
  '٢٠٢٦-11-27T18:20',
  'today',
  'yesterday',
  'Now',
  '90m',
  '+90m',
  '-90',
  '-1d',
  '-1.5h',
  '--3h',
  '1795359840000',
];

for (const typed of malformed) {
  test(`refuses ${JSON.stringify(typed)} and shows the forms wanted`, () => {
    const failure = refusal(typed, 'Europe/Warsaw');
    assert.equal(failure.code, 'malformed-time');
    assert.match(failure.message, /is not a date and time; write it as 2026-11-27T18:20/);
    assert.ok(failure.message.includes(JSON.stringify(typed)), failure.message);
  });
}

for (const [typed, code, says] of refused) {
  test(`refuses ${JSON.stringify(typed)} as ${code}`, () => {
    const failure = refusal(typed, 'Europe/Warsaw');
    assert.equal(failure.kind, 'usage');
    assert.equal(failure.code, code);
    assert.match(failure.message, says);
    assert.ok(failure.message.includes(JSON.stringify(typed)), failure.message);
  });
}

for (const zone of ['Europe/Atlantis', 'CET', '+01:00', '', 'Berlin']) {
  test(`refuses the zone ${JSON.stringify(zone)}`, () => {
    const failure = refusal('2026-11-27T18:20', zone);
    assert.equal(failure.code, 'unknown-zone');
    assert.ok(failure.message.includes(JSON.stringify(zone)), failure.message);
  });
}

test('a very long text is named in short', () => {
  assert.ok(refusal('x'.repeat(10_000), 'Europe/Warsaw').message.length < 300);
});
