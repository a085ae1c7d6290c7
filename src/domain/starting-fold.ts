/** Folds into an incident which rules bind it, beside gdpr-33-1, and what their clocks wait for. */
import type { IncidentEvent } from './events.ts';
import type { Incident, StartedRule } from './incident.ts';
import { ruleKey } from './starting.ts';

export type StartEvent = IncidentEvent & { readonly type: 'dutyStarted' | 'rulePlanned' };

export function foldStarted(incident: Incident, event: StartEvent): Incident {
  const key = ruleKey(event.rule, event.customer);
  const before = incident.started?.[key];
  const after = event.type === 'dutyStarted' ? begun(before, event) : planned(before, event);
  return after ? { ...incident, started: { ...incident.started, [key]: after } } : incident;
}

function begun(
  before: StartedRule | undefined,
  { rule, customer, at }: StartEvent & { type: 'dutyStarted' },
): StartedRule {
  const given = Object.fromEntries(
    Object.entries(at).map(([kind, instant]) => [kind, instant.atMs]),
  );
  return {
    ...before,
    ...{ rule, at: { ...before?.at, ...given }, waiting: before?.waiting ?? [] },
    ...(customer !== undefined && { customer }),
  };
}

function planned(
  before: StartedRule | undefined,
  { plannedFor, waiting }: StartEvent & { type: 'rulePlanned' },
): StartedRule | undefined {
  return before && { ...before, plannedFor, waiting };
}
