/** Restricting an incident to named people: who is paged then, and to whom nothing may be given any longer. */
import { maySee, pageOrder } from './circle.ts';
import type { CommandFields } from './commands.ts';
import type { Circumstances, Decision } from './decision.ts';
import type { EventBody } from './events.ts';
import type { Incident } from './incident.ts';
import type { PersonId } from './policy.ts';
import { closedAlready, refuse, unknownPerson, type Refusal } from './refusal.ts';

export function restrict(
  incident: Incident,
  fields: CommandFields<'restrict'>,
  { nowMs }: Circumstances,
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
  return [{ type: 'restricted', people, passedOver, reason }, ...pageAgain(incident, after, nowMs)];
}

export function unrestrict(
  incident: Incident,
  { reason }: CommandFields<'unrestrict'>,
  { nowMs }: Circumstances,
): Decision {
  const { restrictedTo, ...after } = incident;
  if (incident.phase === 'closed') return closedAlready(incident, 'lift the restriction of');
  if (!restrictedTo) return [];
  return [{ type: 'unrestricted', reason }, ...pageAgain(incident, after, nowMs)];
}

/** The order is another one: it begins anew, so that nobody in it is passed over. */
function pageAgain(before: Incident, after: Incident, nowMs: number): readonly EventBody[] {
  const order = pageOrder(after);
  const [to] = order;
  if (!before.paging || to === undefined) return [];
  if (order.join(' ') === pageOrder(before).join(' ')) return [];
  const nextAtMs = nowMs + before.policy.ackTimeoutMs[before.severity];
  return [{ type: 'paged', step: 0, to, nextAtMs }];
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
