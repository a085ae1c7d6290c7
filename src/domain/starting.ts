/** The rules of duties beside gdpr-33-1: which rule binds, what its clocks run from, and what a plan makes of them. */
import type { CommandFields } from './commands.ts';
import type { Circumstances, Decision } from './decision.ts';
import type { Anchor, Duty, DutyId, DutyPlan } from './duty.ts';
import type { EventBody } from './events.ts';
import { limits, type Incident, type StartedRule } from './incident.ts';
import { isAtLeast } from './policy.ts';
import { inTheFuture, isFuture, refuse, type Refusal } from './refusal.ts';
import { law, lawIds } from './rules/index.ts';
import type { Anchors } from './rules/anchors.ts';
import { anchorKinds, type AnchorKind, type LegalRule } from './rules/rule.ts';
import type { Instant } from './shape.ts';
import { unknownCustomer } from './telling.ts';
import { customerDuties, processorRule } from './told.ts';

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
  incident: Incident,
  { rule, customers = [], allCustomers }: CommandFields<'startDuty'>,
): readonly (string | undefined)[] | Refusal {
  const { policy } = incident;
  const unknown = unknownCustomer(incident, customers);
  if (unknown) return unknown;
  const named = [...new Set([...customers, ...(allCustomers ? policy.customers : [])])];
  if (named.length > 0) return tooMany(incident, rule, named) ?? named;
  if (rule !== processorRule && !allCustomers) return [undefined];
  return refuse(
    'unknown-customer',
    allCustomers
      ? 'the policy file lists no customers; add them (customers or customersFile) before an incident begins'
      : 'the duty of Art. 33(2) is owed to customers; name those concerned (customers, --customers), or all (allCustomers, --all-customers)',
  );
}

/** Each is a clock of its own, carried from run to run. */
function tooMany({ id, started }: Incident, rule: string, named: readonly string[]) {
  const owed = new Set(Object.keys(started ?? {}));
  for (const customer of named) owed.add(ruleKey(rule, customer));
  if (owed.size <= limits.customers) return undefined;
  return refuse(
    'limit-reached',
    `${id} can hold clocks for ${limits.customers} customers, and these would be ${owed.size}; declare a second incident for the others, or tell them by one of your own ways and note it`,
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
export function anchorsOf(incident: Incident, started: StartedRule): Anchors {
  return anchorsIn(incident, started, dutiesByRule(incident));
}

function anchorsIn(
  { aware, stamps, duties, policy }: Incident,
  { rule, customer, at }: StartedRule,
  byRule: DutiesByRule,
): Anchors {
  const known: Partial<Record<AnchorKind, number>> = {
    ...(aware && { awareness: aware.atMs }),
    detection: stamps.detected.atMs,
    ...(stamps.occurred && { 'incident-start': stamps.occurred.atMs }),
    ...at,
  };
  // What was missing is counted from the first notice, which belongs to another rule.
  if (rule === followUpRule) return { at: known, submitted: submittedOf(duties['gdpr-33-1']) };
  // Nothing follows the notice to a customer: planned anew, each of hundreds would be for nothing.
  if (rule === processorRule && isAtLeast(policy, 2)) return { at: known, submitted: {} };
  const own = byRule.get(ruleKey(rule, customer)) ?? [];
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
  const all = Object.entries(incident.started ?? {});
  if (all.length === 0) return [];
  const duties = dutiesByRule(incident);
  return all.filter(
    ([, started]) => started.plannedFor !== JSON.stringify(anchorsIn(incident, started, duties)),
  );
}

type DutiesByRule = ReadonlyMap<string, readonly Duty[]>;

/** Looked up instead of searched for: of hundreds of customers each would look at all the others. */
function dutiesByRule({ duties }: Pick<Incident, 'duties'>): DutiesByRule {
  const found = new Map<string, Duty[]>();
  for (const duty of Object.values(duties)) {
    if (!duty?.plan) continue;
    const key = ruleKey(duty.plan.rule, duty.plan.customer);
    found.set(key, [...(found.get(key) ?? []), duty]);
  }
  return found;
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
  return customerDuties(incident).find(({ plan }) => plan?.customer === customer);
}
