/** Where the mails of an incident go: to the usual address of each person, or to the other one and nowhere else. */
import { pageOrder } from './circle.ts';
import type { CommandFields } from './commands.ts';
import type { Circumstances, Decision } from './decision.ts';
import type { EventBody, IncidentEvent } from './events.ts';
import type { Incident } from './incident.ts';
import { closedAlready } from './refusal.ts';

export function switchAddresses(
  incident: Incident,
  { outOfBand: wanted, reason }: CommandFields<'switchAddresses'>,
  { nowMs }: Circumstances,
): Decision {
  if (incident.phase === 'closed') return closedAlready(incident, 'switch the addresses of');
  const outOfBand = wanted === 'on';
  if (outOfBand === (incident.outOfBandSinceMs !== undefined)) return [];
  return [{ type: 'addressesSwitched', outOfBand, reason }, ...pageAgain(incident, nowMs)];
}

/** Whoever was paged at the address of before may never have seen it. */
function pageAgain(incident: Incident, nowMs: number): readonly EventBody[] {
  const [to] = pageOrder(incident);
  if (!incident.paging || to === undefined) return [];
  const nextAtMs = nowMs + incident.policy.ackTimeoutMs[incident.severity];
  return [{ type: 'paged', step: 0, to, nextAtMs }];
}

export function foldAddresses(
  incident: Incident,
  { outOfBand, atMs }: IncidentEvent & { readonly type: 'addressesSwitched' },
): Incident {
  const { outOfBandSinceMs: _before, ...rest } = incident;
  return outOfBand ? { ...rest, outOfBandSinceMs: atMs } : rest;
}
