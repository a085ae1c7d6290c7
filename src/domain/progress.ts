/** Whether whoever acknowledged goes on: folds every sign of life, until the incident is contained. */
import { system } from './commands.ts';
import type { IncidentEvent } from './events.ts';
import { phases, type Incident } from './incident.ts';
import { isAtLeast } from './policy.ts';

/** After the fold of the event itself. */
export function foldProgress(incident: Incident, event: IncidentEvent): Incident {
  const { progress, paging, ...rest } = incident;
  const asked = paging?.stillOnIt;
  if (event.type === 'pagingHeld' && progress && !paging)
    return { ...incident, progress: { ...progress, dueAtMs: event.untilMs } };
  const withinMs = patienceOf(incident);
  const isSign = event.actor.person !== system.person && event.type !== 'commandRefused';
  const by = event.type === 'acknowledged' ? event.actor.person : (asked ?? progress?.by);
  if (by === undefined) return incident;
  if (event.type === 'stalled') return { ...rest, ...(paging && { paging }) };
  const isOver = withinMs === undefined;
  if (!isSign && !isOver) return incident;
  // Whatever somebody does answers the question; a chain that has started anew only an acknowledgement ends.
  return {
    ...rest,
    ...(paging && asked === undefined && { paging }),
    ...(!isOver && { progress: { by, sinceMs: event.atMs, dueAtMs: event.atMs + withinMs } }),
  };
}

/** Undefined: nobody is waited for. */
function patienceOf({ policy, phase, severity }: Incident): number | undefined {
  if (!isAtLeast(policy, 4)) return undefined;
  if (phases.indexOf(phase) > phases.indexOf('containment')) return undefined;
  return policy.escalation?.progressWithinMs?.[severity];
}
