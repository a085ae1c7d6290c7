/** How an evidence pack names people and times: always both ways, so that nothing must be looked up. */
import { formatBoth, formatLocal } from '../calendar/format.ts';
import type { IncidentEvent } from '../domain/events.ts';
import type { Survey } from './survey.ts';

export type View = {
  /** The name of a person or customer, the id itself where none is known. */
  readonly nameOf: (id: string) => string;
  /** `Dora Lind (dora)`. */
  readonly whole: (id: string) => string;
  /** Both for people, in one text. */
  readonly when: (atMs: number) => string;
  readonly times: (atMs: number) => { readonly utc: string; readonly local: string };
};

export function viewOf({ names, zone }: Pick<Survey, 'names' | 'zone'>): View {
  const nameOf = (id: string): string =>
    (Object.hasOwn(names.byId, id) ? names.byId[id] : undefined) ?? id;
  return {
    nameOf,
    whole: (id) => (nameOf(id) === id ? id : `${nameOf(id)} (${id})`),
    when: (atMs) => formatBoth(atMs, zone),
    times: (atMs) => ({ utc: isoOf(atMs), local: formatLocal(atMs, zone) }),
  };
}

export function isoOf(atMs: number): string {
  return new Date(atMs).toISOString();
}

export function actorOf({ actor }: IncidentEvent, { nameOf }: View) {
  return { id: actor.person, name: nameOf(actor.person), channel: actor.channel };
}
