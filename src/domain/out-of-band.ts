/** Where the mails of an incident go: to the usual address of each person, or to the other one and nowhere else. */
import type { CommandFields } from './commands.ts';
import type { Circumstances, Decision } from './decision.ts';
import type { EventBody, IncidentEvent } from './events.ts';
import type { Incident } from './incident.ts';
import { pageFrom, type Present } from './paging.ts';
import { closedAlready } from './refusal.ts';

export function switchAddresses(
  incident: Incident,
  { outOfBand: wanted, reason }: CommandFields<'switchAddresses'>,
  circumstances: Circumstances,
): Decision {
  if (incident.phase === 'closed') return closedAlready(incident, 'switch the addresses of');
  const outOfBand = wanted === 'on';
  if (outOfBand === (incident.outOfBandSinceMs !== undefined)) return [];
  return [{ type: 'addressesSwitched', outOfBand, reason }, ...pageAgain(incident, circumstances)];
}

/** Whoever was paged at the address of before may never have seen it. */
function pageAgain(incident: Incident, present: Present): readonly EventBody[] {
  return incident.paging ? [pageFrom(incident, 0, present)] : [];
}

export function foldAddresses(
  incident: Incident,
  { outOfBand, atMs }: IncidentEvent & { readonly type: 'addressesSwitched' },
): Incident {
  const { outOfBandSinceMs: _before, ...rest } = incident;
  return outOfBand ? { ...rest, outOfBandSinceMs: atMs } : rest;
}
