/** Says in one sentence what an event of paging was. */
import type { PagingEvent, Skipped } from './paging-events.ts';
import type { PersonId } from './policy.ts';
import { utc } from './utc.ts';

/** The name of a person or customer; the id itself when nobody knows a better one. */
export type NameOf = (id: PersonId) => string;

export function pagingSentence(event: PagingEvent, nameOf: NameOf): string {
  switch (event.type) {
    case 'paged': {
      const { to, also = [], step, levels, nextAtMs, skipped } = event;
      const who = [to, ...also].map(nameOf).join(', ');
      if (levels === undefined)
        return `paged ${who}; the next person at ${utc(nextAtMs)} unless somebody acknowledges`;
      return `paged ${who} (level ${step + 1} of ${levels}); the next level at ${utc(nextAtMs)} unless somebody acknowledges${passedOver(skipped, nameOf)}`;
    }
    case 'nobodyReached':
      return `nobody acknowledged after ${event.rounds === 1 ? 'one round' : `${event.rounds} rounds`} through the on-call order${passedOver(event.skipped, nameOf)}`;
    case 'pagingHeld':
      return `holds the page back: quiet hours, paging begins at ${utc(event.untilMs)}`;
    case 'stalled':
      return `heard nothing since ${utc(event.sinceMs)}: asked ${nameOf(event.by)} whether they are still on it; paging begins anew at ${utc(event.nextAtMs)} unless somebody answers`;
  }
}

function passedOver(skipped: readonly Skipped[] | undefined, nameOf: NameOf): string {
  if (!skipped || skipped.length === 0) return '';
  return `; not paged: ${skipped.map((each) => `${nameOf(each.target)} (${whys[each.why]})`).join(', ')}`;
}

const whys: Readonly<Record<Skipped['why'], string>> = {
  gap: 'nobody is on call there',
  away: 'away, and nobody stands in',
  'outside-circle': 'may not see this incident',
  unknown: 'not known here',
};
