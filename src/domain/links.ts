/** The links in mails as an incident sees them: which of them count no longer, and which went through other hands. */
import type { LinkUsed } from './access.ts';
import type { CommandFields } from './commands.ts';
import type { Decision } from './decision.ts';
import type { IncidentEvent } from './events.ts';
import type { Incident } from './incident.ts';
import { refuse, unknownPerson, type Refusal } from './refusal.ts';

/** With these the mails that are out already may be in the wrong hands, or about what is over. */
const ending: ReadonlySet<IncidentEvent['type']> = new Set([
  'restricted',
  'unrestricted',
  'addressesSwitched',
  'closed',
]);

/** Links that were caused before are dead from here on; what is sent because of the same event is not. */
export function foldLinks(incident: Incident, event: IncidentEvent): Incident {
  return ending.has(event.type) ? { ...incident, linksSinceMs: event.atMs } : incident;
}

/** Undefined: the link may be used. */
export function deadLink(
  { id, linksSinceMs = 0 }: Pick<Incident, 'id' | 'linksSinceMs'>,
  link: LinkUsed,
): Refusal | undefined {
  if (link.causedAtMs >= linksSinceMs) return undefined;
  return refuse(
    'not-authenticated',
    `this link of ${id} no longer counts: the incident was restricted, closed or given other addresses since; sign in, or use seventytwo ack ${id}`,
  );
}

/** Once is enough: whoever has it may try it again and again. */
export function noteLinkForwarded(
  incident: Incident,
  { owner, usedBy, link }: CommandFields<'noteLinkForwarded'>,
): Decision {
  const stranger = [owner, usedBy].find((person) => !Object.hasOwn(incident.policy.people, person));
  if (stranger !== undefined) return unknownPerson(stranger);
  return [{ type: 'linkForwarded', owner, usedBy, link }];
}
