/** The incident that a declaration begins. */
import type { IncidentEvent } from './events.ts';
import type { Incident } from './incident.ts';

export function begin(event: IncidentEvent & { type: 'declared' }): Incident {
  return {
    id: event.incidentId,
    seq: event.seq,
    policy: event.policy,
    phase: 'detected',
    title: event.title,
    ...(event.description !== undefined && { description: event.description }),
    severity: event.severity,
    personalData: event.personalData,
    reporter: event.actor.person,
    ...(event.source !== undefined && { source: event.source }),
    stamps: {
      detected: event.detected,
      declaredAtMs: event.atMs,
      ...(event.occurred && { occurred: event.occurred }),
      ...(event.vendorNotice && { vendorNotice: event.vendorNotice }),
    },
    facts: {},
    duties: {},
    tasks: [],
    notices: [],
    customers: {},
    mails: [],
    deliveries: [],
    notes: 0,
    refusals: 0,
  };
}
