/** Whom the mails of paging go to. */
import { maySee, pageOrder } from './circle.ts';
import type { Incident } from './incident.ts';
import type { Mail } from './mail.ts';
import type { PagingEvent } from './paging-events.ts';
import type { PersonId } from './policy.ts';

type Draft = Omit<Mail, 'key' | 'causedAtMs'>;

/** A page loses its point when its recipient is none of those who are paged any longer. */
export function isPageable(incident: Incident, person: PersonId): boolean {
  if (pageOrder(incident).includes(person)) return true;
  const { paged = [] } = incident.paging ?? {};
  return paged.includes(person) && maySee(incident, person);
}

export function pagingMails(
  incident: Incident,
  event: Exclude<PagingEvent, { type: 'pagingHeld' }>,
): readonly Draft[] {
  switch (event.type) {
    case 'paged':
      return [event.to, ...(event.also ?? [])].map((to) => ({ kind: 'page', to, fallback: [] }));
    case 'stalled':
      return [{ kind: 'still-on-it', to: event.by, fallback: [] }];
    case 'nobodyReached': {
      const told = toldOfNobody(incident);
      const others = Object.keys(incident.policy.people).filter((who) => !told.includes(who));
      return told.map((to) => ({ kind: 'nobody-reached', to, fallback: others }));
    }
  }
}

/** The fallback of the policy; of a restricted incident those of them who may see it, or else everybody who may. */
export function toldOfNobody(incident: Incident): readonly PersonId[] {
  const everybody = Object.keys(incident.policy.people);
  const fallback = incident.policy.escalation?.fallback ?? everybody;
  const may = fallback.filter((person) => maySee(incident, person));
  return may.length > 0 ? may : everybody.filter((person) => maySee(incident, person));
}
