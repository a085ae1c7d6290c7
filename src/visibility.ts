/** Open incidents as Temporal's visibility knows them: how they are asked for, and what it tells. */
import type { WorkflowExecutionInfo } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import type { PersonalData } from './domain/commands.ts';
import type { Phase } from './domain/incident.ts';
import type { Severity } from './domain/policy.ts';
import { incidentIdOf, workflowType } from './workflows/messages.ts';

const keys = {
  phase: defineSearchAttributeKey('IncidentPhase', 'KEYWORD'),
  severity: defineSearchAttributeKey('IncidentSeverity', 'KEYWORD'),
  personalData: defineSearchAttributeKey('IncidentPersonalData', 'KEYWORD'),
  unreached: defineSearchAttributeKey('IncidentUnreached', 'DATETIME'),
  nextDue: defineSearchAttributeKey('IncidentNextDue', 'DATETIME'),
};

/** Which open incidents are wanted; all of what is given must hold. */
export type OpenFilter = {
  readonly severity?: Severity;
  readonly phase?: Phase;
  readonly personalData?: PersonalData;
  /** As in the policy snapshot: opaque. */
  readonly commanderKey?: string;
  readonly dueBeforeMs?: number;
};

export type OpenIncident = {
  readonly id: string;
  readonly phase: string;
  readonly severity: string;
  readonly personalData: string;
  readonly nextDueAtMs?: number;
  /** Since when nobody could be reached. */
  readonly unreachedSinceMs?: number;
};

export function toOpenIncident(info: WorkflowExecutionInfo): OpenIncident {
  const { typedSearchAttributes: attributes } = info;
  const due = attributes.get(keys.nextDue);
  const unreached = attributes.get(keys.unreached);
  return {
    id: incidentIdOf(info.workflowId),
    phase: attributes.get(keys.phase) ?? 'starting',
    severity: attributes.get(keys.severity) ?? '',
    personalData: attributes.get(keys.personalData) ?? '',
    ...(due && { nextDueAtMs: due.getTime() }),
    ...(unreached && { unreachedSinceMs: unreached.getTime() }),
  };
}

export function visibilityQuery(filter: OpenFilter): string {
  const { severity, phase, personalData, commanderKey, dueBeforeMs } = filter;
  const wanted = {
    WorkflowType: workflowType,
    ExecutionStatus: 'Running',
    IncidentSeverity: severity,
    IncidentPhase: phase,
    IncidentPersonalData: personalData,
    IncidentCommander: commanderKey,
  };
  const clauses = Object.entries(wanted).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name} = ${quoted(value)}`],
  );
  if (dueBeforeMs !== undefined)
    clauses.push(`IncidentNextDue < '${new Date(dueBeforeMs).toISOString()}'`);
  return clauses.join(' AND ');
}

/** Values come from closed sets or are opaque keys: anything else would be a way into the query. */
function quoted(value: string): string {
  if (!/^[A-Za-z0-9-]+$/.test(value)) throw new Error(`not a value for a query: ${value}`);
  return `'${value}'`;
}
