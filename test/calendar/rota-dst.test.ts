/** Hand-overs over ten years on the clocks of five zones: at the wanted time of day, without gap or overlap. */
import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { shiftsOf } from '../../src/calendar/rota.ts';
import type { Rota, RotaLayer } from '../../src/domain/rota.ts';

const zones = [
  'Europe/Berlin',
  'Europe/Lisbon',
  'America/New_York',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Asia/Tokyo',
];
const span = { fromMs: Date.UTC(2024, 0, 1), untilMs: Date.UTC(2034, 0, 1) };

function team(zone: string, change: Partial<RotaLayer> = {}): Rota & { readonly layer: RotaLayer } {
  const people = ['anna', 'ben', 'carla'];
  const layer = { name: 'primary', people, every: 7, from: '2024-01-01', at: '09:00', ...change };
  return { zone, layers: [layer], away: [], layer };
}

/** The clocks as Intl reads them, which is not what planned it. */
function wallClock(ms: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ weekday: 'short', hour: '2-digit', minute: '2-digit' },
  }).formatToParts(ms);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('weekday')} ${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}`;
}

describe('over ten years', () => {
  for (const zone of zones) {
    it(`in ${zone} each hand-over of weeks and of days is at 09:00, and shifts meet`, () => {
      for (const every of [7, 1, 3]) {
        const { layer, ...rota } = team(zone, { every });
        const shifts = shiftsOf(rota, layer, [], span).filter(({ turn }) => turn >= 0);
        assert.ok(shifts.length >= Math.floor(3653 / every) - 1, String(shifts.length));
        for (const [n, shift] of shifts.entries()) {
          assert.match(wallClock(shift.fromMs, zone), every === 7 ? /^Mon .* 09:00$/ : / 09:00$/);
          assert.equal(shift.person, layer.people[n % 3]);
          const next = shifts[n + 1];
          if (next) assert.equal(shift.untilMs, next.fromMs);
        }
      }
    });
  }
});

const hour = 3_600_000;
/** Worked out by hand from the clocks of each place. */
const changes: readonly [string, string, string, string, number][] = [
  ['a week of spring is an hour shorter', 'Europe/Berlin', '2026-03-23', '09:00', 167],
  ['a week of autumn is an hour longer', 'Europe/Berlin', '2026-10-19', '09:00', 169],
  ['the same in New York', 'America/New_York', '2026-03-02', '09:00', 167],
  ['half an hour on Lord Howe', 'Australia/Lord_Howe', '2026-03-30', '09:00', 168.5],
  ['none in Tokyo', 'Asia/Tokyo', '2026-03-23', '09:00', 168],
];
for (const [what, zone, from, at, hours] of changes)
  test(`${what}: ${zone}, ${from}`, () => {
    const { layer, ...rota } = team(zone, { from, at });
    const begin = Date.parse(`${from}T12:00:00Z`);
    const [first] = shiftsOf(rota, layer, [], {
      fromMs: begin + 24 * hour,
      untilMs: begin + 25 * hour,
    });
    assert.equal(((first?.untilMs ?? 0) - (first?.fromMs ?? 0)) / hour, hours);
  });

/** The rule: a time that the clocks skip counts as that much later, one that comes twice as the first. */
const odd: readonly [string, string, string, string][] = [
  ['Europe/Berlin', '2026-03-29', '02:30', '2026-03-29T01:30:00.000Z'],
  ['Europe/Berlin', '2026-10-25', '02:30', '2026-10-25T00:30:00.000Z'],
  ['Europe/Lisbon', '2026-03-29', '01:30', '2026-03-29T01:30:00.000Z'],
  ['Australia/Lord_Howe', '2026-10-04', '02:15', '2026-10-03T15:45:00.000Z'],
  ['Australia/Lord_Howe', '2026-04-05', '01:45', '2026-04-04T14:45:00.000Z'],
  ['America/New_York', '2026-03-08', '02:00', '2026-03-08T07:00:00.000Z'],
];
for (const [zone, day, at, utc] of odd)
  test(`${at} on ${day} in ${zone} is ${utc}, and no turn is lost around it`, () => {
    const { layer, ...rota } = team(zone, { every: 1, from: '2026-01-01', at });
    const middle = Date.parse(utc);
    const around = { fromMs: middle - 60 * hour, untilMs: middle + 60 * hour };
    const shifts = shiftsOf(rota, layer, [], around);
    assert.ok(
      shifts.some(({ fromMs }) => fromMs === middle),
      JSON.stringify(shifts),
    );
    shifts.slice(1).forEach((shift, n) => {
      assert.equal(shift.turn, (shifts[n]?.turn ?? 0) + 1);
      assert.equal(shift.fromMs, shifts[n]?.untilMs);
    });
  });

test('hours that begin in the hour that spring skips are none on that day, and never end before they begin', () => {
  const { layer, ...rota } = team('Europe/Berlin', {
    ...{ every: 1, from: '2026-01-01', between: { from: '02:30', until: '03:10' } },
  });
  const shifts = shiftsOf(rota, layer, [], {
    fromMs: Date.parse('2026-03-28T12:00Z'),
    untilMs: Date.parse('2026-03-30T12:00Z'),
  });
  for (const { fromMs, untilMs } of shifts) assert.ok(fromMs < untilMs);
  const on = shifts
    .filter(({ state }) => state === 'on')
    .map(({ fromMs }) => wallClock(fromMs, 'Europe/Berlin'));
  assert.ok(!on.some((time) => time.includes('2026-03-29')), on.join());
  assert.ok(on.includes('Mon 2026-03-30 02:30'));
});

test('a day that a zone left out altogether loses no turn but its own', () => {
  const { layer, ...rota } = team('Pacific/Apia', { every: 1, from: '2011-12-01' });
  const shifts = shiftsOf(rota, layer, [], {
    fromMs: Date.parse('2011-12-28T00:00Z'),
    untilMs: Date.parse('2012-01-03T00:00Z'),
  });
  shifts.slice(1).forEach((shift, n) => assert.equal(shift.fromMs, shifts[n]?.untilMs));
  for (const { fromMs } of shifts) assert.match(wallClock(fromMs, 'Pacific/Apia'), / 09:00$/);
});
