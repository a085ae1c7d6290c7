/** Plans the clocks of a rule that binds an incident: months, zones and holidays are never reckoned in a workflow. */
import { planDuty, type PlannedDuty } from '../calendar/plan.ts';
import type { Anchors } from '../domain/rules/anchors.ts';
import { law } from '../domain/rules/index.ts';
import { describeAnchor, type LegalRule } from '../domain/rules/rule.ts';
import type { Planned, PlannedStage } from '../domain/starting.ts';
import { processorRule } from '../domain/told.ts';
import { contractRules } from '../policy/contract.ts';
import type { LoadedPolicy } from '../policy/file.ts';
import type { Policy } from '../policy/schema.ts';

export type PlanInput = {
  readonly rule: string;
  readonly customer?: string;
  readonly anchors: Anchors;
};

/** Where the law says no more than "without undue delay": a day, unless the policy file says otherwise. */
const defaultTargetMs = 24 * 3_600_000;
/** What was missing in a first notice may need an investigation; some authorities name four weeks. */
const followUpTargetMs = 14 * 24 * 3_600_000;

export function createPlanningActivities(deps: { readonly policy: () => Promise<LoadedPolicy> }) {
  async function planRule({ rule: id, customer, anchors }: PlanInput): Promise<Planned> {
    const { policy, version } = await deps.policy();
    const rule = findRule(policy, version, id);
    if (!rule) return { stages: [], waiting: [`The policy file no longer has the rule ${id}.`] };
    const { zone, entities, authority } = policy.organisation;
    const planned = await planDuty(rule, anchors, {
      ...{ zone, country: authority, entities, ladder: policy.ladder },
    });
    const alone = planned.length === 1;
    const stages = planned.flatMap((duty) => toStage(policy, rule, duty, customer, alone) ?? []);
    const known = new Set(stages.map(({ stage }) => stage));
    return {
      stages,
      waiting: planned.filter(({ stage }) => !known.has(stage)).map(waitingFor),
    };
  }

  return {
    planRule,
    /** Answers in the order of the inputs: the same rule towards many customers. */
    planRules: (inputs: readonly PlanInput[]): Promise<readonly Planned[]> =>
      Promise.all(inputs.map(planRule)),
  };
}

function findRule(policy: Policy, version: string, id: string): LegalRule | undefined {
  return [...Object.values(law), ...contractRules(policy.rules, version)].find(
    (rule) => rule.id === id,
  );
}

function waitingFor({ title, anchor, notes }: PlannedDuty): string {
  return anchor.atMs === undefined
    ? `${title}: runs from ${describeAnchor(anchor)}`
    : `${title}: ${notes[0] ?? 'without undue delay'}`;
}

/**
 * Undefined while nothing is known that it runs from, and for a step among others that has no number: it is
 * owed on request.
 */
function toStage(
  policy: Policy,
  rule: LegalRule,
  duty: PlannedDuty,
  customer: string | undefined,
  alone: boolean,
): PlannedStage | undefined {
  const { stage, title, article, addressee, ruleVersion, anchor, zone, notes } = duty;
  if (anchor.atMs === undefined || (duty.dueAtMs === undefined && !alone)) return undefined;
  const due = dueOf(policy, rule, { ...duty, anchorAtMs: anchor.atMs }, customer);
  return {
    ...{ rule: rule.id, stage, addressee, ruleVersion },
    title: alone ? rule.title : `${rule.title}: ${title}`,
    article: due.article ?? article,
    anchor: { atMs: anchor.atMs, zone, kind: anchor.kind, provisional: false },
    dueAtMs: due.atMs,
    notes,
    ...(due.isTarget && { isTarget: true }),
    ...(duty.latestArguableAtMs !== undefined && { latestArguableAtMs: duty.latestArguableAtMs }),
    ...(rule.ladder !== 'policy' && { ladder: rule.ladder }),
    ...(customer !== undefined && { customer }),
  };
}

type Due = { readonly atMs: number; readonly isTarget: boolean; readonly article?: string };

/** The number of the law, else that of the customer's contract, else the company's own target. */
function dueOf(
  { customers, targets }: Policy,
  { id }: LegalRule,
  { dueAtMs, anchorAtMs }: PlannedDuty & { readonly anchorAtMs: number },
  customer: string | undefined,
): Due {
  if (dueAtMs !== undefined) return { atMs: dueAtMs, isTarget: false };
  const contract =
    id === processorRule && customer !== undefined ? customers[customer]?.within : undefined;
  if (contract !== undefined)
    return {
      ...{ atMs: anchorAtMs + contract, isTarget: false },
      article: 'GDPR Art. 33(2), by contract',
    };
  const usual = id === 'gdpr-33-4' ? followUpTargetMs : defaultTargetMs;
  return { atMs: anchorAtMs + (targets[id] ?? usual), isTarget: true };
}
