/** Folds who is being paged, and who has answered, into an incident. */
import type { IncidentEvent } from './events.ts';
import type { Incident, Paging } from './incident.ts';
import { mailKey } from './mail.ts';
import { later } from './phase.ts';

const pagingTypes = [
  'paged',
  'nobodyReached',
  'pagingHeld',
  'stalled',
  'acknowledged',
  'severityChanged',
] as const;
type PagingType = (typeof pagingTypes)[number];
type PagingEvent = IncidentEvent & {
  readonly type: PagingType;
};

export function foldPaging(incident: Incident, event: PagingEvent): Incident {
  switch (event.type) {
    case 'paged':
      return { ...incident, paging: foldPaged(incident, event) };
    case 'nobodyReached': {
      const { rounds, nextAtMs } = event;
      const { paged = [] } = incident.paging ?? {};
      return {
        ...incident,
        paging: { step: -1, rounds, nextAtMs, ...(paged.length > 0 && { paged }) },
        unreached: incident.unreached ?? { sinceMs: event.atMs },
      };
    }
    case 'pagingHeld': {
      const { untilMs } = event;
      // Whoever acknowledged is asked later, see progress.ts.
      if (incident.progress && !incident.paging) return incident;
      const before = incident.paging ?? { step: -1, rounds: 0 };
      return { ...incident, paging: { ...before, nextAtMs: untilMs, heldUntilMs: untilMs } };
    }
    case 'stalled': {
      const { by: stillOnIt, sinceMs: silentSinceMs, nextAtMs, seq } = event;
      const asked = { mail: mailKey(seq, 0), stillOnIt, silentSinceMs };
      return { ...incident, paging: { step: -1, rounds: 0, nextAtMs, ...asked } };
    }
    case 'acknowledged': {
      const { paging: _paging, unreached: _unreached, ...rest } = incident;
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

function foldPaged(
  { paging: before }: Incident,
  event: IncidentEvent & { readonly type: 'paged' },
): Paging {
  const { step, to, also = [], nextAtMs, levels, rounds, seq } = event;
  const all = [to, ...also];
  return {
    step,
    // Incidents of before there were levels know only the order.
    ...(levels !== undefined && {
      ...{ levels, to: all, paged: [...new Set([...(before?.paged ?? []), ...all])] },
    }),
    rounds: rounds ?? before?.rounds ?? 0,
    mail: mailKey(seq, 0),
    ...(also.length > 0 && { also: also.map((_, n) => mailKey(seq, n + 1)) }),
    nextAtMs,
  };
}

/** A page that cannot be delivered ends its level now instead of at the timeout, once it is the last of them. */
export function withoutPage(paging: Paging, key: string, atMs: number): Paging {
  const { mail, also = [], ...rest } = paging;
  const waiting = [...(mail === undefined ? [] : [mail]), ...also];
  if (!waiting.includes(key)) return paging;
  const [first, ...others] = waiting.filter((other) => other !== key);
  if (first === undefined) return { ...paging, nextAtMs: atMs };
  return { ...rest, mail: first, ...(others.length > 0 && { also: others }) };
}
