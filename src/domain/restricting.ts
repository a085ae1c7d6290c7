/** Restricting an incident to named people: who is paged then, and to whom nothing may be given any longer. */
import { chainOf, resolve } from './chain.ts';
import { maySee, pageOrder } from './circle.ts';
import type { CommandFields } from './commands.ts';
import type { Circumstances, Decision } from './decision.ts';
import type { EventBody } from './events.ts';
import type { Incident } from './incident.ts';
import { pageFrom, type Present } from './paging.ts';
import type { PersonId } from './policy.ts';
import { closedAlready, refuse, unknownPerson, type Refusal } from './refusal.ts';

export function restrict(
  incident: Incident,
  fields: CommandFields<'restrict'>,
  circumstances: Circumstances,
): Decision {
  if (incident.phase === 'closed') return closedAlready(incident, 'restrict');
  const { policy, restrictedTo = [] } = incident;
  const people = [...new Set(fields.people)];
  const stranger = people.find((person) => !Object.hasOwn(policy.people, person));
  if (stranger !== undefined) return unknownPerson(stranger);
  if (people.length === 0)
    return refuse('facts-in-conflict', `nobody is named for ${incident.id}; give at least one`);
  if (people.join(' ') === restrictedTo.join(' ')) return [];
  const after = { ...incident, restrictedTo: people };
  const order = pageOrder(after);
  // Nobody is left out of the order in silence.
  const passedOver = policy.onCall.filter((person) => !order.includes(person));
  const { reason } = fields;
  return [
    { type: 'restricted', people, passedOver, reason },
    ...pageAgain(incident, after, circumstances),
  ];
}

export function unrestrict(
  incident: Incident,
  { reason }: CommandFields<'unrestrict'>,
  circumstances: Circumstances,
): Decision {
  const { restrictedTo, ...after } = incident;
  if (incident.phase === 'closed') return closedAlready(incident, 'lift the restriction of');
  if (!restrictedTo) return [];
  return [{ type: 'unrestricted', reason }, ...pageAgain(incident, after, circumstances)];
}

/** Others are to be paged now: the chain begins anew, so that nobody in it is passed over. */
function pageAgain(before: Incident, after: Incident, present: Present): readonly EventBody[] {
  const { paging } = before;
  if (!paging || chainOf(after, present.onCall).length === 0) return [];
  if (reachable(before, present) === reachable(after, present)) return [];
  // Whoever acknowledged has been heard of by this very command.
  if (paging.stillOnIt !== undefined) return [];
  return [pageFrom(after, 0, present)];
}

function reachable(incident: Incident, { onCall }: Present): string {
  return JSON.stringify(
    chainOf(incident, onCall).map((level) => resolve(incident, level, onCall).people),
  );
}

/** Whoever may not see it cannot be given work in it. */
export function outside(incident: Incident, person: PersonId): Refusal | undefined {
  if (maySee(incident, person)) return undefined;
  const named = (incident.restrictedTo ?? []).join(', ');
  return refuse(
    'restricted',
    `${incident.id} is restricted to ${named}, and ${person} may not see it; choose one of them, or name ${person} too (restrict)`,
  );
}
