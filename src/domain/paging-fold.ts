/** Folds who is being paged, and who has answered, into an incident. */
import type { IncidentEvent } from './events.ts';
import type { Incident } from './incident.ts';
import { mailKey } from './mail.ts';
import { later } from './phase.ts';

type PagingEvent = IncidentEvent & {
  readonly type: 'paged' | 'nobodyReached' | 'acknowledged' | 'severityChanged';
};

export function foldPaging(incident: Incident, event: PagingEvent): Incident {
  switch (event.type) {
    case 'paged':
      return {
        ...incident,
        paging: {
          step: event.step,
          rounds: incident.paging?.rounds ?? 0,
          mail: mailKey(event.seq, 0),
          nextAtMs: event.nextAtMs,
        },
      };
    case 'nobodyReached':
      return {
        ...incident,
        paging: { step: -1, rounds: event.rounds, nextAtMs: event.nextAtMs },
      };
    case 'acknowledged': {
      const { paging: _paging, ...rest } = incident;
      return {
        ...rest,
        commander: incident.commander ?? event.actor.person,
        phase: later(incident.phase, 'triage'),
        stamps: {
          ...incident.stamps,
          acknowledgedAtMs: incident.stamps.acknowledgedAtMs ?? event.atMs,
        },
      };
    }
    case 'severityChanged':
      return {
        ...incident,
        severity: event.severity,
        ...(incident.paging &&
          event.nextPageAtMs !== undefined && {
            paging: { ...incident.paging, nextAtMs: event.nextPageAtMs },
          }),
      };
  }
}
