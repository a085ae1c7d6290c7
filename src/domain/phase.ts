/** The order of the phases. */
import { phases, type Phase } from './incident.ts';

/** A repeated triage or containment updates what is known and never turns the incident back. */
export function later(current: Phase, next: Phase): Phase {
  return phases.indexOf(next) > phases.indexOf(current) ? next : current;
}
