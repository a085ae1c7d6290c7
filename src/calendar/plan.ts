/** Plans the duties of a rule: from the instants that are known to due times, later readings, notes and reminders. */
import { anchorKinds, describeAnchor, stageName } from '../domain/rules/rule.ts';
import type { AnchorOf, EntityKind, LegalRule, Stage, StageId } from '../domain/rules/rule.ts';
import { rungLabel, type Ladder, type Level } from '../domain/ladder.ts';
import { anchorAtMs, type Anchors } from '../domain/rules/anchors.ts';
import { notInForce } from '../domain/rules/force.ts';
import { inCountry } from '../domain/rules/national.ts';
import { formatBoth } from './format.ts';
import { loadHolidays } from './holidays.ts';
import { limitOf } from './limit.ts';
import { dayOf, strictEndMs, type Count } from './period.ts';
import { readingOf } from './readings.ts';
import { noHolidays, type Holidays } from './working-days.ts';

export type PlanOptions = {
  /** IANA zone of the competent authority: hours and days are counted on its clocks. */
  readonly zone: string;
  /** `PL`, `DE-BY`: national law and public holidays. */
  readonly country?: string;
  readonly entities: readonly EntityKind[];
  /** The reminders of the policy file, or the default. */
  readonly ladder: Ladder;
};

export type Rung = { readonly atMs: number; readonly label: string; readonly level: Level };

export type PlannedDuty = {
  readonly rule: string;
  readonly ruleVersion: string;
  readonly stage: StageId;
  readonly title: string;
  readonly article: string;
  readonly addressee: string;
  /** `atMs` is absent when nobody gave the instant: then there is no due time either. */
  readonly anchor: AnchorOf & { readonly atMs?: number };
  /** The zone that was counted in. */
  readonly zone: string;
  /** Plan with this. Absent when the law gives no number, or the anchor is not known. */
  readonly dueAtMs?: number;
  /** Never plan with this. */
  readonly latestArguableAtMs?: number;
  readonly submittedAtMs?: number;
  readonly notes: readonly string[];
  readonly ladder: readonly Rung[];
};

/** Every stage of the rule, also those that cannot be computed yet, which say why. Loads holidays only where needed. */
export async function planDuty(
  rule: LegalRule,
  anchors: Anchors,
  options: PlanOptions,
): Promise<readonly PlannedDuty[]> {
  const country = rule.counting === 'edgar' ? 'US' : options.country;
  const holidays = country === undefined ? noHolidays : await loadHolidays(country);
  return planWith(rule, anchors, options, holidays);
}

/** The same with holidays at hand. */
export function planWith(
  rule: LegalRule,
  anchors: Anchors,
  options: PlanOptions,
  holidays: Holidays,
): readonly PlannedDuty[] {
  // The SEC counts on its own clocks, wherever the company's other authority is.
  const zone = rule.counting === 'edgar' ? 'America/New_York' : options.zone;
  const count: Count = { zone, holidays, counting: rule.counting };
  const on = referenceDate(rule, anchors, zone);
  const national = inCountry(rule, options.country, on);
  const force = on === undefined ? undefined : notInForce(rule, on);
  const common = [
    ...(force === undefined ? [] : [force]),
    ...(rule.notes ?? []),
    ...national.notes,
  ];
  const duties = national.stages.map((stage) => plan(rule, stage, anchors, options, count));
  return duties.map((duty) => ({
    ...duty,
    notes: [
      ...duty.notes,
      ...projection(duty, duties, national.stages, count),
      ...directive(duty, rule, anchors, count),
      ...common,
    ],
  }));
}

/** The date that says which law holds: of the first stage's anchor, else of whatever is known. */
export function referenceDate(rule: LegalRule, anchors: Anchors, zone: string): string | undefined {
  const first = rule.stages[0]?.anchor.kind;
  const { at } = anchors;
  const kinds = anchorKinds.flatMap((kind) => at[kind] ?? []);
  const own = first === undefined || first === 'submission' ? undefined : at[first];
  const submitted = Object.values(anchors.submitted).flat();
  const ms = own ?? kinds[0] ?? submitted.toSorted((a, b) => a - b)[0];
  return ms === undefined ? undefined : dayOf(ms, zone).toString();
}

function plan(
  rule: LegalRule,
  stage: Stage,
  anchors: Anchors,
  options: PlanOptions,
  count: Count,
): PlannedDuty {
  const limit = limitOf(stage, anchors, options.entities, count);
  const { anchor, anchorMs, dueAtMs } = limit;
  const reading = readingOf(limit, stage, options.entities, count);
  const submittedAtMs = anchors.submitted[stage.id]?.toSorted((a, b) => a - b)[0];
  const ladder = rule.ladder === 'policy' ? options.ladder : rule.ladder;
  return {
    rule: rule.id,
    ruleVersion: rule.version,
    stage: stage.id,
    title: stage.title,
    article: stage.article,
    addressee: rule.addressee,
    anchor: { ...anchor, ...(anchorMs !== undefined && { atMs: anchorMs }) },
    zone: count.zone,
    ...(dueAtMs !== undefined && { dueAtMs }),
    ...(reading.latestMs !== undefined && { latestArguableAtMs: reading.latestMs }),
    ...(submittedAtMs !== undefined && { submittedAtMs }),
    notes: [
      ...amountNotes(stage, limit.amount === undefined, anchorMs),
      ...(stage.note === undefined ? [] : [stage.note]),
      ...limit.notes,
      ...reading.notes,
    ],
    ladder: dueAtMs === undefined || anchorMs === undefined ? [] : rungs(ladder, anchorMs, dueAtMs),
  };
}

function amountNotes(stage: Stage, endless: boolean, anchorMs: number | undefined): string[] {
  if (endless && stage.amount.unit === 'none')
    return [`No number in the law: ${stage.amount.wording}.`];
  return anchorMs === undefined
    ? [
        `Runs from ${describeAnchor(stage.anchor)}, and no time is given for it: nothing is computed.`,
      ]
    : [];
}

/** What a stage would come to if the stage before it went out at its own limit: a look ahead, not a due time. */
function projection(
  duty: PlannedDuty,
  duties: readonly PlannedDuty[],
  stages: readonly Stage[],
  count: Count,
): string[] {
  const { anchor } = duty;
  const amount = stages.find(({ id }) => id === duty.stage)?.amount;
  if (anchor.kind !== 'submission' || anchor.atMs !== undefined) return [];
  const before = duties.find(({ stage }) => stage === anchor.of)?.dueAtMs;
  if (before === undefined || amount === undefined || amount.unit === 'none') return [];
  const endMs = strictEndMs(before, amount, count);
  return [
    `If the ${stageName(anchor.of)} goes out at its own limit, this is due ${formatBoth(endMs, count.zone)}; an earlier one brings it forward.`,
  ];
}

/** Where national law counts from an instant that nobody gave: what the directive's own anchor would come to. */
function directive(duty: PlannedDuty, rule: LegalRule, anchors: Anchors, count: Count): string[] {
  const stage = rule.stages.find(({ id }) => id === duty.stage);
  if (
    stage === undefined ||
    duty.anchor.kind === stage.anchor.kind ||
    duty.anchor.atMs !== undefined
  )
    return [];
  const { amount } = stage;
  const anchorMs = anchorAtMs(stage.anchor, anchors);
  if (anchorMs === undefined || amount.unit === 'none') return [];
  const endMs = strictEndMs(anchorMs, amount, count);
  return [
    `Counted from ${describeAnchor(stage.anchor)}, as the directive has it, it would be due ${formatBoth(endMs, count.zone)}.`,
  ];
}

/** The rungs that lie behind the anchor: nobody can be reminded before there is anything to know. */
function rungs(ladder: Ladder, anchorMs: number, dueAtMs: number): Rung[] {
  return ladder.rungs
    .map(({ beforeMs, level }) => ({ atMs: dueAtMs - beforeMs, label: rungLabel(beforeMs), level }))
    .filter(({ atMs }) => atMs > anchorMs || atMs === dueAtMs);
}
