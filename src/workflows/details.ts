/** How an incident shows itself in Temporal's own tools: search attributes and the current details. */
import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import { defineSearchAttributeKey } from '@temporalio/common';
import { nextDeadline } from '../domain/deadline.ts';
import type { Duty } from '../domain/duty.ts';
import { openDuties } from '../domain/gates.ts';
import type { Incident } from '../domain/incident.ts';
import { isAtLeast } from '../domain/policy.ts';
import { earliestDueAtMs } from '../domain/status.ts';
import { utc } from '../domain/utc.ts';

const phase = defineSearchAttributeKey('IncidentPhase', 'KEYWORD');
const severity = defineSearchAttributeKey('IncidentSeverity', 'KEYWORD');
const personalData = defineSearchAttributeKey('IncidentPersonalData', 'KEYWORD');
const nextDue = defineSearchAttributeKey('IncidentNextDue', 'DATETIME');
const unreached = defineSearchAttributeKey('IncidentUnreached', 'DATETIME');
const commander = defineSearchAttributeKey('IncidentCommander', 'KEYWORD');

/** Writes to history only what changed since the last call. */
export function createDisplay(): (incident: Incident) => void {
  let shown = '';
  return (incident) => {
    const dueAtMs = earliestDueAtMs(incident);
    const key = incident.commander && incident.policy.people[incident.commander];
    // Incidents of before do not write it, and replay so.
    const isTold = isAtLeast(incident.policy, 4);
    const sinceMs = isTold ? incident.unreached?.sinceMs : undefined;
    const { phase: step, severity: grade, personalData: data } = incident;
    const now = JSON.stringify([step, grade, data, dueAtMs, key, sinceMs]);
    if (now !== shown) {
      shown = now;
      upsertSearchAttributes([
        { key: phase, value: incident.phase },
        { key: severity, value: incident.severity },
        { key: personalData, value: incident.personalData },
        { key: nextDue, value: dueAtMs === undefined ? null : new Date(dueAtMs) },
        { key: commander, value: key ?? null },
        ...(isTold
          ? [{ key: unreached, value: sinceMs === undefined ? null : new Date(sinceMs) }]
          : []),
      ]);
    }
    setCurrentDetails(details(incident));
  };
}

/** The most urgent: a line for each of hundreds of customers would be no overview. */
function listed(duties: readonly Duty[]): readonly Duty[] {
  return duties.toSorted((a, b) => a.dueAtMs - b.dueAtMs).slice(0, mostDuties);
}

const mostDuties = 20;

function pagingWords({ paging, unreached: nobody }: Incident): string {
  if (nobody) return `nobody could be reached since ${utc(nobody.sinceMs)}`;
  return paging?.stillOnIt === undefined
    ? 'nobody has acknowledged yet'
    : 'whoever acknowledged is asked whether they are still on it';
}

/** Markdown; costs no history. */
function details(incident: Incident): string {
  const deadline = nextDeadline(incident);
  return [
    `**${incident.id}** · ${incident.phase} · severity ${incident.severity} · personal data ${incident.personalData}`,
    ...(incident.paging ? [`- **${pagingWords(incident)}**`] : []),
    ...listed(openDuties(incident)).map(
      (duty) =>
        `- ${duty.id}: due ${utc(duty.dueAtMs)}${duty.anchor.provisional ? ' (provisional)' : ''}`,
    ),
    ...(deadline ? [`- next: ${deadline.what} at ${utc(deadline.atMs)}`] : []),
  ].join('\n');
}
