/** 72 elapsed hours, the latest arguable reading, the provisional anchor and lateness. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  awarenessAnchor,
  dueAtMs,
  latenessMs,
  latestArguableAtMs,
  nextReminderAtMs,
  provisionalAnchor,
  reminderDue,
  ruleOf,
} from '../../src/domain/clock.ts';
import { hourMs } from '../../src/domain/ladder.ts';
import { rules } from '../../src/domain/rules.ts';
import { declared, dutyOf, given, hours, minuteMs } from '../support/incidents.ts';

const rule = rules['gdpr-33-1'];

/** `2026-03-30 10:14` as a clock on the wall of that zone shows it. */
function onTheWall(ms: number, timeZone: string): string {
  const parts = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, ...parts, ...time });
  return format.format(ms).replace(',', '');
}

const readings: readonly (readonly [zone: string, aware: string, due: string, latest: string])[] = [
  // The clocks go forward on 29 March 2026 and back on 25 October 2026, at 01:00 UTC.
  ['Europe/Vienna', '2026-03-27T09:14+01:00', '2026-03-30 10:14', '2026-03-30 11:00'],
  ['Europe/Vienna', '2026-10-23T09:14+02:00', '2026-10-26 08:14', '2026-10-26 09:00'],
  ['Europe/Lisbon', '2026-03-27T09:14+00:00', '2026-03-30 10:14', '2026-03-30 11:00'],
  ['Europe/Helsinki', '2026-10-23T09:14+03:00', '2026-10-26 08:14', '2026-10-26 09:00'],
  // Weekends and holidays count.
  ['Europe/Berlin', '2020-12-22T12:17+01:00', '2020-12-25 12:17', '2020-12-25 13:00'],
  ['Europe/Berlin', '2020-12-22T12:59+01:00', '2020-12-25 12:59', '2020-12-25 13:00'],
  ['Europe/Berlin', '2026-06-02T13:00+02:00', '2026-06-05 13:00', '2026-06-05 14:00'],
  ['Europe/Berlin', '2026-06-02T13:00:00.001+02:00', '2026-06-05 13:00', '2026-06-05 14:00'],
  ['Europe/Berlin', '2026-06-02T12:59:59.999+02:00', '2026-06-05 12:59', '2026-06-05 13:00'],
];
for (const [zone, aware, due, latest] of readings) {
  test(`aware at ${aware}, due in ${zone} ${due}, latest arguable ${latest}`, () => {
    const awareAtMs = new Date(aware).getTime();
    assert.equal(onTheWall(dueAtMs(rule, awareAtMs), zone), due);
    assert.equal(onTheWall(latestArguableAtMs(rule, awareAtMs), zone), latest);
  });
}

test('awareness on the full hour exactly gains exactly 60 minutes', () => {
  const aware = Date.UTC(2026, 5, 2, 11);
  assert.equal(latestArguableAtMs(rule, aware) - dueAtMs(rule, aware), hourMs);
});

test('the latest arguable reading is more than 0 and at most 60 minutes later, on a full hour', () => {
  const instants = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2100, 0, 1) });
  fc.assert(
    fc.property(instants, (aware) => {
      const latest = latestArguableAtMs(rule, aware);
      const gain = latest - dueAtMs(rule, aware);
      assert.ok(gain > 0 && gain <= hourMs);
      assert.equal(latest % hourMs, 0);
    }),
  );
});

const anchors = [
  { vendor: undefined, kind: 'detection', at: 0, why: 'detection without a vendor' },
  { vendor: -5, kind: 'vendor-notice', at: -5, why: 'a vendor that told us earlier' },
  { vendor: 5, kind: 'detection', at: 0, why: 'detection, before the vendor told us' },
  { vendor: 0, kind: 'detection', at: 0, why: 'detection, when both came at once' },
] as const;
for (const { vendor, kind, at, why } of anchors) {
  test(`the provisional clock runs from ${why}`, () => {
    const vendorNotice = vendor === undefined ? {} : { vendorNotice: hours(vendor) };
    assert.deepEqual(provisionalAnchor({ detected: hours(0), ...vendorNotice }), {
      ...hours(at),
      kind,
      provisional: true,
    });
  });
}

test('awareness is no longer provisional and keeps its zone', () => {
  assert.deepEqual(awarenessAnchor({ atMs: 5, zone: 'Europe/Vienna' }), {
    ...{ atMs: 5, zone: 'Europe/Vienna' },
    ...{ kind: 'awareness', provisional: false },
  });
});

const late: readonly (readonly [name: string, provisional: boolean, at: number, ms: number])[] = [
  ['before the due instant is in time', false, 71, 0],
  ['on the due instant is in time', false, 72, 0],
  ['eight hours after is eight hours late', false, 80, 8 * hourMs],
  ['after a provisional due instant is not late', true, 80, 0],
];
for (const [name, provisional, at, ms] of late) {
  test(`filing ${name}`, () => {
    const anchor = { ...awarenessAnchor(hours(0)), provisional };
    assert.equal(latenessMs({ anchor, dueAtMs: hours(72).atMs }, hours(at).atMs), ms);
  });
}

test('an open duty has a next reminder; one that was filed has none', () => {
  const open = given(declared());
  assert.equal(nextReminderAtMs(open.incident, dutyOf(open)), hours(24).atMs);
  assert.equal(reminderDue(open.incident, dutyOf(open), hours(24).atMs - 1), undefined);
  assert.deepEqual(reminderDue(open.incident, dutyOf(open), hours(24).atMs)?.rungs, ['T-48h']);
  const filed = given(declared(), { name: 'fileDuty', fields: { reference: 'AZ 1' } });
  assert.equal(nextReminderAtMs(filed.incident, dutyOf(filed)), undefined);
  assert.equal(reminderDue(filed.incident, dutyOf(filed), hours(100).atMs), undefined);
});

test('a duty names the rule it runs under, in the version of its beginning', () => {
  const story = given(declared(), { until: hours(0).atMs + minuteMs });
  assert.equal(ruleOf(dutyOf(story)).article, 'GDPR Art. 33(1)');
  assert.equal(dutyOf(story).ruleVersion, rule.version);
  assert.equal(rule.hours, 72);
});
