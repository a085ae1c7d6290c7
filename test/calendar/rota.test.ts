/** The rota by cases and by chance: rotation, days and hours, holidays, overrides, and that every instant is accounted for. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { layerGaps, shiftsAt, stintsOf, wholeGaps } from '../../src/calendar/rota-look.ts';
import { shiftsOf } from '../../src/calendar/rota.ts';
import {
  weekdays,
  type Absence,
  type Override,
  type Rota,
  type RotaLayer,
} from '../../src/domain/rota.ts';

const day = 86_400_000;
const at = (utc: string): number => Date.parse(utc);
const primary: RotaLayer = {
  ...{ name: 'primary', people: ['anna', 'ben', 'carla'], every: 7 },
  ...{ from: '2026-11-02', at: '09:00' },
};
const office: RotaLayer = {
  ...{ name: 'office', people: ['dora', 'emil'], every: 7, from: '2026-11-02', at: '08:00' },
  ...{ on: ['mon', 'tue', 'wed', 'thu', 'fri'], between: { from: '08:00', until: '18:00' } },
};
function rotaOf(layers: readonly RotaLayer[], away: readonly Absence[] = []): Rota {
  return { zone: 'Europe/Berlin', layers, away };
}
function told(
  rota: Rota,
  layer: RotaLayer,
  from: string,
  until: string,
  overrides: readonly Override[] = [],
) {
  const shifts = shiftsOf(rota, layer, overrides, { fromMs: at(from), untilMs: at(until) });
  return shifts.map(({ fromMs, state, person, insteadOf, why }) =>
    [new Date(fromMs).toISOString().slice(0, 16), person ?? state, insteadOf, why]
      .filter((part) => part !== undefined)
      .join(' '),
  );
}

test('people take turns in the order of the list, and then again from its top', () => {
  assert.deepEqual(told(rotaOf([primary]), primary, '2026-11-03T00:00Z', '2026-11-24T00:00Z'), [
    '2026-11-02T08:00 anna',
    '2026-11-09T08:00 ben',
    '2026-11-16T08:00 carla',
    '2026-11-23T08:00 anna',
  ]);
});

test('before its first day a layer has a gap', () => {
  assert.deepEqual(told(rotaOf([primary]), primary, '2026-11-01T00:00Z', '2026-11-03T00:00Z'), [
    '2026-11-01T00:00 gap not-begun',
    '2026-11-02T08:00 anna',
  ]);
});

test('whoever is next and not away stands in, for those days alone', () => {
  const rota = rotaOf(
    [primary],
    [
      { person: 'anna', from: '2026-11-04', until: '2026-11-06' },
      { person: 'ben', from: '2026-11-05T12:00', until: '2026-11-05T18:00' },
    ],
  );
  assert.deepEqual(told(rota, primary, '2026-11-03T00:00Z', '2026-11-09T00:00Z'), [
    '2026-11-02T08:00 anna',
    '2026-11-03T23:00 ben anna away',
    '2026-11-05T11:00 carla anna away',
    '2026-11-05T17:00 ben anna away',
    '2026-11-06T23:00 anna',
  ]);
});

test('when all are away there is a gap, and it says whose turn it is', () => {
  const away = primary.people.map((person) => ({
    person,
    from: '2026-11-04',
    until: '2026-11-04',
  }));
  const rota = rotaOf([primary], away);
  assert.deepEqual(told(rota, primary, '2026-11-03T23:00Z', '2026-11-04T23:00Z'), [
    '2026-11-03T23:00 gap anna away',
  ]);
});

test('a layer with days and hours is off outside of them, which is no gap of the layer', () => {
  const shifts = shiftsOf(rotaOf([office]), office, [], {
    fromMs: at('2026-11-06T12:00Z'),
    untilMs: at('2026-11-10T12:00Z'),
  });
  assert.deepEqual(
    shifts.map(({ state, person }) => person ?? state),
    ['dora', 'off', 'emil', 'off', 'emil'],
  );
  assert.deepEqual(layerGaps(shifts), []);
});

test('hours that end before they begin go over midnight', () => {
  const night: RotaLayer = { ...office, name: 'night', between: { from: '18:00', until: '08:00' } };
  assert.deepEqual(told(rotaOf([night]), night, '2026-11-06T12:00Z', '2026-11-07T12:00Z'), [
    '2026-11-06T07:00 off',
    '2026-11-06T17:00 dora',
    '2026-11-07T07:00 off',
  ]);
});

test('an override wins over the rotation and over hours that are off; the newest over older ones', () => {
  const overrides: Override[] = [
    {
      id: 'a',
      layer: 'office',
      person: 'emil',
      fromMs: at('2026-11-06T15:00Z'),
      untilMs: at('2026-11-07T12:00Z'),
    },
    {
      id: 'b',
      layer: 'office',
      person: 'dora',
      fromMs: at('2026-11-06T20:00Z'),
      untilMs: at('2026-11-06T22:00Z'),
    },
    {
      id: 'c',
      layer: 'primary',
      person: 'ben',
      fromMs: at('2026-11-06T00:00Z'),
      untilMs: at('2026-11-08T00:00Z'),
    },
  ];
  assert.deepEqual(
    told(rotaOf([office]), office, '2026-11-06T12:00Z', '2026-11-07T13:00Z', overrides),
    [
      '2026-11-06T07:00 dora',
      '2026-11-06T15:00 emil dora override',
      '2026-11-06T20:00 dora override',
      '2026-11-06T22:00 emil override',
      '2026-11-07T12:00 off',
    ],
  );
});

test('a stint goes over the hours that are off, and ends where somebody else has the layer', () => {
  const span = { fromMs: at('2026-11-02T07:00Z'), untilMs: at('2026-11-14T12:00Z') };
  assert.deepEqual(
    stintsOf(shiftsOf(rotaOf([office]), office, [], span)).map(({ person, fromMs, untilMs }) => [
      person,
      new Date(fromMs).toISOString(),
      new Date(untilMs).toISOString(),
    ]),
    [
      ['dora', '2026-11-02T07:00:00.000Z', '2026-11-06T17:00:00.000Z'],
      ['emil', '2026-11-09T07:00:00.000Z', '2026-11-13T17:00:00.000Z'],
    ],
  );
});

test('who is on call now is told with its end, also when that is a year away', () => {
  const yearly: RotaLayer = { ...primary, name: 'yearly', every: 366 };
  const [now] = shiftsAt(rotaOf([yearly]), [], at('2026-11-10T00:00Z'));
  assert.equal(now?.person, 'anna');
  assert.equal(now?.untilMs, at('2027-11-03T08:00Z'));
});

test('a year of daily turns with holidays and overrides is planned in milliseconds', () => {
  const daily: RotaLayer = { ...office, every: 1 };
  const away = Array.from({ length: 40 }, (_, n) => ({
    person: n % 2 ? 'dora' : 'emil',
    from: new Date(at('2026-11-02') + n * 9 * day).toISOString().slice(0, 10),
    until: new Date(at('2026-11-05') + n * 9 * day).toISOString().slice(0, 10),
  }));
  const span = { fromMs: at('2026-11-02T00:00Z'), untilMs: at('2027-11-02T00:00Z') };
  const rota = rotaOf([daily], away);
  shiftsOf(rota, daily, [], span);
  // Time of the processor, which others cannot take away: measured 25 ms.
  const before = process.cpuUsage();
  assert.ok(shiftsOf(rota, daily, [], span).length > 500);
  assert.ok(process.cpuUsage(before).user < 1_000_000);
});

const person = fc.constantFrom('anna', 'ben', 'carla', 'dora');
const clock = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }));
const wall = clock.map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
const origin = at('2026-09-15T00:00Z');
const date = fc
  .integer({ min: -20, max: 80 })
  .map((n) => new Date(origin + n * day).toISOString().slice(0, 10));
const layers = fc
  .array(
    fc.record(
      {
        people: fc.uniqueArray(person, { minLength: 1 }),
        every: fc.integer({ min: 1, max: 15 }),
        from: date,
        at: wall,
        on: fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }),
        between: fc
          .record({ from: wall, until: wall })
          .filter((hours) => hours.from !== hours.until),
      },
      { requiredKeys: ['people', 'every', 'from', 'at'] },
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((all) => all.map((layer, n): RotaLayer => ({ ...layer, name: `layer-${n}` })));
const absence = fc
  .record({ person, from: date, days: fc.integer({ min: 0, max: 20 }) })
  .map(({ person: who, from, days }): Absence => {
    return { person: who, from, until: new Date(at(from) + days * day).toISOString().slice(0, 10) };
  });
const override = fc
  .record({
    ...{ person, layer: fc.constantFrom('layer-0', 'layer-1', 'layer-2'), id: fc.uuid() },
    ...{ fromMs: fc.integer({ min: 0, max: 60 * 24 }), hours: fc.integer({ min: 1, max: 200 }) },
  })
  .map(({ fromMs, hours, ...rest }): Override => {
    const begin = origin + fromMs * 3_600_000;
    return { ...rest, fromMs: begin, untilMs: begin + hours * 3_600_000 };
  });

test('at every instant somebody is on call or a gap is told, and never both', () => {
  fc.assert(
    fc.property(
      layers,
      fc.array(absence, { maxLength: 8 }),
      fc.array(override, { maxLength: 5 }),
      fc.constantFrom('Europe/Berlin', 'Australia/Lord_Howe', 'Africa/Casablanca', 'UTC'),
      fc.array(fc.integer({ min: 0, max: 60 * day - 1 }), { minLength: 5, maxLength: 12 }),
      (all, away, overrides, zone, instants) => {
        const rota: Rota = { zone, layers: all, away };
        const span = { fromMs: origin, untilMs: origin + 60 * day };
        const byLayer = all.map((layer) => shiftsOf(rota, layer, overrides, span));
        for (const shifts of byLayer) {
          assert.ok((shifts[0]?.fromMs ?? Infinity) <= span.fromMs);
          assert.ok((shifts.at(-1)?.untilMs ?? 0) >= span.untilMs);
          shifts.forEach((shift, n) => {
            assert.ok(shift.fromMs < shift.untilMs);
            assert.equal(shift.state === 'on', shift.person !== undefined);
            const next = shifts[n + 1];
            if (next) assert.equal(shift.untilMs, next.fromMs);
          });
        }
        const whole = wholeGaps(byLayer.flat(), span);
        for (const instant of instants) {
          const ms = origin + instant;
          const covers = (one: { fromMs: number; untilMs: number }) =>
            one.fromMs <= ms && ms < one.untilMs;
          const now = shiftsAt(rota, overrides, ms);
          const isHeld = now.some((shift) => shift.person !== undefined);
          assert.notEqual(isHeld, whole.some(covers));
          for (const [n, shift] of now.entries()) {
            assert.ok(covers(shift));
            const planned = byLayer[n]?.filter(covers) ?? [];
            assert.deepEqual(
              planned.map((one) => one.person ?? one.state),
              [shift.person ?? shift.state],
            );
            assert.equal(shift.state === 'gap', layerGaps(byLayer[n] ?? []).some(covers));
            const isAway = away.some(
              (one) =>
                one.person === shift.person &&
                one.from <= localDate(ms, zone) &&
                localDate(ms, zone) <= one.until,
            );
            assert.ok(!isAway || shift.override !== undefined, 'somebody away is on call');
            const taken = overrides.findLast((one) => one.layer === shift.layer && covers(one));
            assert.equal(shift.override, taken?.id);
          }
        }
      },
    ),
    { numRuns: 300 },
  );
});

function localDate(ms: number, zone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(ms);
}
