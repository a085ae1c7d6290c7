/** Folds into an incident when the company became aware, and what was proposed about it. */
import type { IncidentEvent } from './events.ts';
import type { Incident } from './incident.ts';

export type AwarenessEvent = IncidentEvent & {
  readonly type:
    | 'awarenessDeclared'
    | 'awarenessCorrected'
    | 'awarenessCorrectionDropped'
    | 'awarenessCorrectionProposed';
};

export function foldAwareness(incident: Incident, event: AwarenessEvent): Incident {
  const { atMs, actor } = event;
  switch (event.type) {
    case 'awarenessDeclared':
    case 'awarenessCorrected': {
      const { proposedAwareness: _proposed, ...rest } = incident;
      return {
        ...rest,
        personalData: 'yes',
        aware: {
          ...event.at,
          reason: event.reason,
          declaredBy: actor.person,
          declaredAtMs: atMs,
        },
      };
    }
    case 'awarenessCorrectionDropped': {
      const { proposedAwareness: _proposed, ...rest } = incident;
      return rest;
    }
    case 'awarenessCorrectionProposed':
      return {
        ...incident,
        proposedAwareness: { ...event.at, reason: event.reason, proposedBy: actor.person },
      };
  }
}
