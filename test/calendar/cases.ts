/** A planned duty as one line of a table: rule and stage, the two ends worked out by hand, what is known, and why. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Temporal } from 'temporal-polyfill';
import { planDuty, type PlannedDuty } from '../../src/calendar/plan.ts';
import { defaultLadder } from '../../src/domain/ladder.ts';
import { law } from '../../src/domain/rules/index.ts';
import { entityKinds, stageIds, type StageId } from '../../src/domain/rules/rule.ts';

/**
 * One test a line. Ends are local time, `none`, or `2026-02-28 end` for the last moment of a day. What is known are
 * pairs: an anchor with a time, `submitted.STAGE` (several times when it was updated), `zone`, `authorityZone`,
 * `country`, `entity`. A line with # is a heading.
 */
export function check(table: string): void {
  for (const line of table.split('\n').filter((text) => text !== '' && !text.startsWith('#'))) {
    const [what = '', due, latest, known = '', why = ''] = line
      .split('|')
      .map((cell) => cell.trim());
    test(`${what}: ${why}`, async () => {
      assert.notEqual(why, '');
      const duty = await planned(what, known);
      const zone = /(?:^| )zone=(\S+)/.exec(known)?.[1] ?? 'Europe/Berlin';
      assert.equal(shown(duty.dueAtMs, zone), due);
      assert.equal(shown(duty.latestArguableAtMs, zone), latest);
      checkLadder(duty);
    });
  }
}

/** `gdpr-33-1 notification` with what is known, as in the tables. */
export async function planned(what: string, known: string): Promise<PlannedDuty> {
  const [rule = '', stage] = what.split(' ');
  const duty = (await planAll(rule, known)).find((candidate) => candidate.stage === stage);
  assert.ok(duty, `${rule} has no stage ${stage}`);
  return duty;
}

async function planAll(rule: string, known: string): Promise<readonly PlannedDuty[]> {
  const at: Record<string, number> = {};
  const submitted: Partial<Record<StageId, number[]>> = {};
  const settings = new Map<string, string>();
  const pairs = known.split(' ').map((pair) => {
    const [key = '', value = ''] = pair.split('=');
    return [key, value] as const;
  });
  const zone = pairs.find(([key]) => key === 'zone')?.[1] ?? 'Europe/Berlin';
  for (const [key, value] of pairs) {
    const stage = stageIds.find((id) => key === `submitted.${id}`);
    if (stage) (submitted[stage] ??= []).push(instant(value, zone));
    else if (/zone|country|entity/i.test(key)) settings.set(key, value);
    else at[key] = instant(value, zone);
  }
  const country = settings.get('country');
  const found = Object.values(law).find(({ id }) => id === rule);
  assert.ok(found, rule);
  return planDuty(
    found,
    { at, submitted },
    {
      zone: settings.get('authorityZone') ?? zone,
      entities: entityKinds.filter((kind) => kind === settings.get('entity')),
      ladder: defaultLadder,
      ...(country !== undefined && { country }),
    },
  );
}

function instant(text: string, zone: string): number {
  return /Z$|[+-]\d\d:\d\d$/.test(text)
    ? Temporal.Instant.from(text).epochMilliseconds
    : Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds;
}

function shown(ms: number | undefined, zone: string): string {
  if (ms === undefined) return 'none';
  const at = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone);
  const time = at.toPlainDateTime();
  if (at.toPlainTime().toString() === '23:59:59.999') return `${at.toPlainDate().toString()} end`;
  return time.toString({ smallestUnit: time.second === 0 ? 'minute' : 'second' });
}

/** In order, behind the anchor, up to the due time and ending with it. */
export function checkLadder({ ladder, dueAtMs, anchor }: PlannedDuty): void {
  if (dueAtMs === undefined) {
    assert.deepEqual(ladder, []);
    return;
  }
  assert.equal(ladder.at(-1)?.atMs, dueAtMs);
  assert.equal(ladder.at(-1)?.label, 'T');
  ladder.forEach(({ atMs }, n) => {
    assert.ok(atMs <= dueAtMs);
    assert.ok(atMs > (anchor.atMs ?? 0) || atMs === dueAtMs);
    assert.ok(n === 0 || atMs > (ladder[n - 1]?.atMs ?? 0));
  });
}
