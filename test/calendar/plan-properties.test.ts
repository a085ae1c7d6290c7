/** What holds of every plan: monotone, safe over clock changes, the same in every display zone, ladders in order. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { planWith, type PlannedDuty, type PlanOptions } from '../../src/calendar/plan.ts';
import { dayOff, noHolidays } from '../../src/calendar/working-days.ts';
import { defaultLadder, hourMs } from '../../src/domain/ladder.ts';
import { law } from '../../src/domain/rules/index.ts';
import {
  anchorKinds,
  entityKinds,
  stageIds,
  type EntityKind,
  type LegalRule,
} from '../../src/domain/rules/rule.ts';
import type { Anchors } from '../../src/domain/rules/anchors.ts';
import { checkLadder } from './cases.ts';

/** Summer time of an hour and of half an hour, none, and zones that are not whole hours from UTC. */
const zone = fc.constantFrom(
  ...['Europe/Berlin', 'Europe/Lisbon', 'Europe/Athens', 'Atlantic/Reykjavik', 'UTC'],
  ...[
    'America/New_York',
    'Asia/Kolkata',
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
    'Pacific/Chatham',
  ],
);
const second = 1_000;
const instant = fc
  .integer({ min: Date.UTC(2019, 0, 1) / second, max: Date.UTC(2060, 0, 1) / second })
  .map((seconds) => seconds * second);
const anchors: fc.Arbitrary<Anchors> = fc.record({
  at: fc.dictionary(fc.constantFrom(...anchorKinds), instant),
  submitted: fc.dictionary(
    fc.constantFrom(...stageIds),
    fc.array(instant, { minLength: 1, maxLength: 3 }),
  ),
});
const country = fc.constantFrom(undefined, 'PL', 'CZ', 'PT', 'HR', 'NO', 'DE-BY', 'FR');
const options: fc.Arbitrary<PlanOptions> = fc
  .record({ zone, country, entities: fc.subarray<EntityKind>([...entityKinds]) })
  .map(({ country: code, ...rest }) => ({
    ...rest,
    ladder: defaultLadder,
    ...(code !== undefined && { country: code }),
  }));
const anyRule = fc.constantFrom(...Object.values(law));

function plan(rule: LegalRule, known: Anchors, how: PlanOptions): readonly PlannedDuty[] {
  return planWith(rule, known, how, noHolidays);
}

function property(
  name: string,
  check: (rule: LegalRule, known: Anchors, how: PlanOptions) => void,
) {
  test(name, () => fc.assert(fc.property(anyRule, anchors, options, check)));
}

property(
  'every stage is planned, and the ladder is in order and never behind the due time',
  (rule, known, how) => {
    const duties = plan(rule, known, how);
    for (const stage of rule.stages) assert.ok(duties.some((duty) => duty.stage === stage.id));
    for (const duty of duties) checkLadder(duty);
  },
);

property(
  'without an anchor there is no due time, and a note says what is missing',
  (rule, known, how) => {
    for (const { anchor, dueAtMs, latestArguableAtMs, notes } of plan(rule, known, how)) {
      if (anchor.atMs !== undefined) continue;
      assert.equal(dueAtMs, undefined);
      assert.equal(latestArguableAtMs, undefined);
      assert.match(notes.join(' '), /no time is given|No number in the law/);
    }
  },
);

property('the latest arguable time is never before the due time', (rule, known, how) => {
  for (const { dueAtMs, latestArguableAtMs } of plan(rule, known, how))
    if (dueAtMs !== undefined && latestArguableAtMs !== undefined)
      assert.ok(latestArguableAtMs >= dueAtMs);
});

property('what is later moves nothing earlier', (rule, known, how) => {
  // Without differences of countries, which begin on a date.
  const { country: _, ...anywhere } = how;
  for (const byMs of [60_000, 31 * 24 * hourMs]) {
    const later = plan(rule, moved(known, byMs), anywhere);
    plan(rule, known, anywhere).forEach(({ dueAtMs, stage }, n) => {
      const isHours = rule.stages.find((row) => row.id === stage)?.amount.unit === 'hours';
      // A time of day a month later: the hour that comes twice may take back an hour.
      assert.ok((later[n]?.dueAtMs ?? Infinity) >= (dueAtMs ?? 0) - (isHours ? 0 : hourMs));
    });
  }
});

function moved({ at, submitted }: Anchors, byMs: number): Anchors {
  return {
    at: Object.fromEntries(Object.entries(at).map(([kind, ms]) => [kind, ms + byMs])),
    submitted: Object.fromEntries(
      Object.entries(submitted).map(([stage, all]) => [stage, all.map((ms) => ms + byMs)]),
    ),
  };
}

test('hours are elapsed hours in every zone, and the hour reading adds more than 0 and at most 60 minutes', () => {
  fc.assert(
    fc.property(instant, zone, (awareness, where) => {
      const how = { zone: where, entities: [], ladder: defaultLadder };
      for (const [id, hours] of [
        ['gdpr-33-1', 72],
        ['eidas-19a', 24],
        ['gdpr-omnibus-96h', 96],
      ] as const) {
        const [duty] = plan(law[id], { at: { awareness }, submitted: {} }, how);
        assert.equal(duty?.dueAtMs, awareness + hours * hourMs);
        const gain = (duty?.latestArguableAtMs ?? 0) - awareness - hours * hourMs;
        assert.ok(gain > 0 && gain <= hourMs, `${gain} ms`);
      }
    }),
  );
});

test('a month ends on the same date at the same time of day, or on the last day of the month', () => {
  fc.assert(
    fc.property(instant, fc.constantFrom('Europe/Berlin', 'Asia/Tokyo', 'UTC'), (sent, where) => {
      const known = { at: {}, submitted: { notification: [sent] } };
      const how = { zone: where, entities: [], ladder: defaultLadder };
      const due = plan(law['nis2-23'], known, how).at(-1);
      const local = (ms: number): Temporal.ZonedDateTime =>
        Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(where);
      const [from, to] = [local(sent), local(due?.dueAtMs ?? 0)];
      assert.equal(to.month, (from.month % 12) + 1);
      assert.ok(to.day === Math.min(from.day, to.daysInMonth));
      const end = local(due?.latestArguableAtMs ?? 0);
      assert.equal(end.toPlainTime().toString(), '23:59:59.999');
      assert.equal(dayOff(end.toPlainDate(), noHolidays), undefined);
    }),
  );
});

property('relief ends at noon of a working day, and only DORA has it', (rule, known, how) => {
  for (const duty of plan(rule, known, how)) {
    const { dueAtMs, latestArguableAtMs: latest, zone: where } = duty;
    if (dueAtMs === undefined || latest === undefined) continue;
    const local = Temporal.Instant.fromEpochMilliseconds(latest).toZonedDateTimeISO(where);
    const isNoon = local.hour === 12 && latest - dueAtMs > hourMs && local.minute === 0;
    if (isNoon) assert.equal(rule.id, 'dora-19');
    if (isNoon) assert.equal(dayOff(local.toPlainDate(), noHolidays), undefined);
  }
});

property(
  'the initial report of DORA is never later than 24 h after awareness, unless classified later',
  (_, { at }, how) => {
    const [duty] = plan(law['dora-19'], { at, submitted: {} }, how);
    const { awareness, classification } = at;
    if (awareness === undefined) return;
    const isLate = classification !== undefined && classification > awareness + 24 * hourMs;
    const expected = isLate
      ? classification + 4 * hourMs
      : Math.min(awareness, (classification ?? Infinity) - 20 * hourMs) + 24 * hourMs;
    assert.equal(duty?.dueAtMs, expected);
  },
);
