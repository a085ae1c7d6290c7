/** The rules of duties beside gdpr-33-1: which rule binds, what its clocks run from, and what a plan makes of them. */
import type { CommandFields } from './commands.ts';
import type { Circumstances, Decision } from './decision.ts';
import type { Anchor, Duty, DutyId, DutyPlan } from './duty.ts';
import type { EventBody } from './events.ts';
import { dutiesOf, type Incident, type StartedRule } from './incident.ts';
import { inTheFuture, isFuture, refuse, type Refusal } from './refusal.ts';
import { law, lawIds } from './rules/index.ts';
import type { Anchors } from './rules/anchors.ts';
import { anchorKinds, type AnchorKind, type LegalRule } from './rules/rule.ts';
import type { Instant } from './shape.ts';

/** One stage of a rule, as it was planned. */
export type PlannedStage = DutyPlan & {
  readonly ruleVersion: string;
  readonly anchor: Anchor;
  readonly dueAtMs: number;
};

/** The answer of planning one rule. */
export type Planned = {
  readonly stages: readonly PlannedStage[];
  /** What the other stages wait for, one sentence each. */
  readonly waiting: readonly string[];
};

type Times = Readonly<Partial<Record<AnchorKind, Instant>>>;

/** Owed to each controller by itself: one duty a customer. */
export const processorRule = 'gdpr-33-2';
/** Begins by itself with an incomplete filing. */
export const followUpRule = 'gdpr-33-4';

export function startDuty(
  incident: Incident,
  fields: CommandFields<'startDuty'>,
  { nowMs }: Circumstances,
): Decision {
  const { rule, reason } = fields;
  const unknown = checkRule(incident, rule);
  if (unknown) return unknown;
  const at = givenTimes(fields);
  for (const [kind, instant] of Object.entries(at))
    if (isFuture(instant, nowMs)) return inTheFuture(kind, instant);
  const owed = owedTo(incident, fields);
  if ('refused' in owed) return owed;
  const missing = missingAnchor(incident, rule, at);
  if (missing) return missing;
  const fresh = owed.filter((customer) => {
    const before = incident.started?.[ruleKey(rule, customer)];
    return !before || anchorKinds.some((kind) => at[kind] && at[kind].atMs !== before.at[kind]);
  });
  if (fresh.length === 0) return [];
  return [
    ...(incident.phase === 'closed' ? [{ type: 'reopened', reason } as const] : []),
    ...fresh.map((customer): EventBody => ({
      ...{ type: 'dutyStarted', rule, reason, at },
      ...(customer !== undefined && { customer }),
    })),
  ];
}

function givenTimes(fields: CommandFields<'startDuty'>): Times {
  const { classified, determined, fixAvailable, resolved } = fields;
  return {
    ...(classified && { classification: classified }),
    ...(determined && { determination: determined }),
    ...(fixAvailable && { 'fix-available': fixAvailable }),
    ...(resolved && { resolution: resolved }),
  };
}

function checkRule(incident: Incident, rule: string): Refusal | undefined {
  if (rule === 'gdpr-33-1')
    return refuse(
      'facts-in-conflict',
      'gdpr-33-1 begins with awareness; declare it (declareAwareness) instead of starting the duty',
    );
  const contracts = incident.policy.contractRules ?? [];
  if (contracts.includes(rule) || findLaw(rule)?.enabled) return undefined;
  const known = [...lawIds.filter((id) => findLaw(id)?.enabled), ...contracts].filter(
    (id) => id !== 'gdpr-33-1',
  );
  return refuse(
    'unknown-rule',
    `${rule} is not a rule in force that an incident can run under; use one of ${known.join(', ')}`,
  );
}

function findLaw(id: string): LegalRule | undefined {
  return Object.values(law).find((rule) => rule.id === id);
}

/** `undefined` stands for an authority or for people: nobody by name. */
function owedTo(
  { policy }: Incident,
  { rule, customers }: CommandFields<'startDuty'>,
): readonly (string | undefined)[] | Refusal {
  const unknown = customers?.find((id) => !policy.customers.includes(id));
  if (unknown !== undefined)
    return refuse(
      'unknown-customer',
      `${unknown} is not a customer of the policy file; ${policy.customers.length === 0 ? 'it lists none' : `use one of ${policy.customers.join(', ')}`}`,
    );
  if (customers && customers.length > 0) return [...new Set(customers)];
  if (rule !== processorRule) return [undefined];
  return refuse(
    'unknown-customer',
    'the duty of Art. 33(2) is owed to customers; name those concerned (customers, --customers)',
  );
}

/** Whether at least one stage of a law can run; what a contract's rule runs from is known only outside. */
function missingAnchor(incident: Incident, rule: string, at: Times): Refusal | undefined {
  const known = findLaw(rule);
  const anchors = {
    ...anchorsOf(incident, { rule, at: {}, waiting: [] }).at,
    ...at,
  };
  const kinds = known?.stages.flatMap(({ anchor }) =>
    anchor.kind === 'submission' ? [] : [anchor.kind],
  );
  if (!kinds || kinds.length === 0 || kinds.some((kind) => anchors[kind] !== undefined))
    return undefined;
  return refuse(
    'anchor-missing',
    `the clock of ${rule} runs from ${[...new Set(kinds)].join(' or ')}, and no time is known for it; ${kinds.includes('awareness') ? 'declare awareness first' : 'give that time with it'}`,
  );
}

/** What the clocks of a rule run from now. */
export function anchorsOf(
  { aware, stamps, duties }: Incident,
  { rule, customer, at }: StartedRule,
): Anchors {
  const known: Partial<Record<AnchorKind, number>> = {
    ...(aware && { awareness: aware.atMs }),
    detection: stamps.detected.atMs,
    ...(stamps.occurred && { 'incident-start': stamps.occurred.atMs }),
    ...at,
  };
  // What was missing is counted from the first notice, which belongs to another rule.
  if (rule === followUpRule) return { at: known, submitted: submittedOf(duties['gdpr-33-1']) };
  const own = Object.values(duties).filter(
    (duty) => duty?.plan?.rule === rule && duty.plan.customer === customer,
  );
  const submitted = own.reduce<Anchors['submitted']>(
    (all, duty) => ({ ...all, ...submittedOf(duty) }),
    {},
  );
  return { at: known, submitted };
}

function submittedOf(duty: Duty | undefined): Anchors['submitted'] {
  if (!duty || duty.filings.length === 0) return {};
  const stage = duty.plan?.stage ?? 'notification';
  return { [stage]: duty.filings.map(({ filed }) => filed.atMs) };
}

/** The same text as long as nothing moved that a clock of the rule may run from. */
export function plannedFor(incident: Incident, started: StartedRule): string {
  return JSON.stringify(anchorsOf(incident, started));
}

/** The rules whose plan is no longer what their anchors say. */
export function toPlan(incident: Incident): readonly (readonly [key: string, StartedRule])[] {
  return Object.entries(incident.started ?? {}).filter(
    ([, started]) => started.plannedFor !== plannedFor(incident, started),
  );
}

/** What a plan changes: clocks that begin, clocks that move. A duty that has ended keeps its own. */
export function dutiesPlanned(
  incident: Incident,
  started: StartedRule,
  { stages, waiting }: Planned,
  plannedForText: string,
): readonly EventBody[] {
  const { rule, customer } = started;
  return [
    ...stages.flatMap((stage) => dutyPlanned(incident, stages.length + waiting.length, stage)),
    {
      ...{ type: 'rulePlanned', rule, plannedFor: plannedForText, waiting },
      ...(customer !== undefined && { customer }),
    },
  ];
}

function dutyPlanned(incident: Incident, of: number, planned: PlannedStage): readonly EventBody[] {
  const { ruleVersion, anchor, dueAtMs, ...plan } = planned;
  const duty = dutyIdOf(plan, of > 1);
  const before = incident.duties[duty];
  if (!before) return [{ type: 'dutyOpened', duty, ruleVersion, anchor, dueAtMs, plan }];
  const isSame = before.dueAtMs === dueAtMs && before.anchor.atMs === anchor.atMs;
  return isSame ? [] : [{ type: 'dutyReplanned', duty, anchor, dueAtMs, plan }];
}

export function ruleKey(rule: string, customer: string | undefined): string {
  return customer === undefined ? rule : `${rule}:${customer}`;
}

function dutyIdOf({ rule, stage, customer }: DutyPlan, hasStages: boolean): DutyId {
  return ruleKey(hasStages ? `${rule}/${stage}` : rule, customer);
}

/** The duty to notify this customer, if the incident has one. */
export function dutyToCustomer(incident: Incident, customer: string): Duty | undefined {
  return dutiesOf(incident).find(
    ({ plan }) => plan?.rule === processorRule && plan.customer === customer,
  );
}
