/** The line that an incident has in every list: the register keeps it beside the events. */
import type { PersonalData } from './commands.ts';
import type { Incident, Outcome, Phase } from './incident.ts';
import type { Severity } from './policy.ts';

export type IncidentSummary = {
  readonly id: string;
  readonly title: string;
  readonly phase: Phase;
  readonly severity: Severity;
  readonly personalData: PersonalData;
  readonly outcome?: Outcome;
  readonly declaredAtMs: number;
  readonly closedAtMs?: number;
  /** Sequence number of the last event that it tells. */
  readonly lastSeq: number;
};

export function summarise(incident: Incident): IncidentSummary {
  const { id, title, phase, severity, personalData, outcome, stamps, seq } = incident;
  return {
    id,
    title,
    phase,
    severity,
    personalData,
    ...(outcome !== undefined && { outcome }),
    declaredAtMs: stamps.declaredAtMs,
    ...(stamps.closedAtMs !== undefined && { closedAtMs: stamps.closedAtMs }),
    lastSeq: seq,
  };
}
