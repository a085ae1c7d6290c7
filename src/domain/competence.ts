/** Which supervisory authority is competent or leads, and which are concerned: a proposal, never a decision. */
import { check, source, why } from './competence-words.ts';
import { isInEea, lands, stateOf, unique, type Place } from './countries.ts';

/** `federal` and `telecoms` matter in Germany, where the Federal Commissioner has them. */
export const bodies = ['private', 'public', 'federal', 'telecoms'] as const;
export type Body = (typeof bodies)[number];

export type Establishments = {
  /** Where the decisions on purposes and means are taken; it may lie outside the EEA. */
  readonly main?: Place | undefined;
  readonly others: readonly Place[];
  /** Of a controller without an establishment in the Union, Art. 27. */
  readonly representative?: Place | undefined;
  readonly body: Body;
};

export type CompetenceFacts = Establishments & {
  /** Where the people concerned live; empty while it is not known. */
  readonly people: readonly Place[];
};

/** An authority of a place; without an id where the place has several, such as Germany without a Land. */
export type Named = { readonly place: Place; readonly authority?: string };

export type Reason = { readonly text: string; readonly source: string };

export type Proposal = {
  /** `none`: there is no lead, and every authority of `notify` gets a notice of its own. */
  readonly role: 'lead' | 'competent' | 'none';
  /** Whether the controller has an establishment in the EEA. */
  readonly isEstablished: boolean;
  readonly notify: readonly Named[];
  /** Art. 4(22): the lead tells them; the notice names their countries. */
  readonly concerned: readonly Named[];
  /** Outside the EEA, under a law of their own. */
  readonly separately: readonly (Named & Reason)[];
  readonly why: readonly Reason[];
  /** What a person looks at before relying on it. */
  readonly check: readonly string[];
  /** What the proposal could not do without. */
  readonly asks: readonly ('main' | 'land' | 'people')[];
};

type Core = Omit<Proposal, 'separately'>;

export function propose(facts: CompetenceFacts): Proposal {
  const found = core(facts);
  const unresolved = found.notify.some(({ authority }) => authority === undefined);
  return {
    ...found,
    separately: separately(facts),
    check: [
      ...found.check,
      ...(unresolved ? [check.land] : []),
      ...otherLaws(facts).map(check.otherLaw),
    ],
    asks: unresolved ? [...found.asks, 'land'] : found.asks,
  };
}

function core(facts: CompetenceFacts): Core {
  const { main, others, body } = facts;
  const here = unique([...(main === undefined ? [] : [main]), ...others]).filter(isInEea);
  // Who must notify in several places is whoever has no seat that speaks for all of them.
  const seat = main !== undefined && isInEea(main) ? main : here.length === 1 ? here[0] : undefined;
  if (here.length === 0) return notEstablished(facts);
  if (seat === undefined) return withoutMain(facts, here);
  if (body === 'public' || body === 'federal') return publicBody(facts, seat);
  return established(facts, seat, here);
}

function established(facts: CompetenceFacts, seat: Place, here: readonly Place[]): Core {
  const { main, people, body } = facts;
  const isElsewhere = (place: Place): boolean => isInEea(place) && stateOf(place) !== stateOf(seat);
  const branches = here.filter(isElsewhere);
  const affected = people.filter(isElsewhere);
  const isLead = branches.length > 0 || affected.length > 0;
  return {
    role: isLead ? 'lead' : 'competent',
    isEstablished: true,
    notify: [named(seat, body)],
    concerned: isLead ? allNamed([...branches, ...affected], body) : [],
    why: [
      ...(isLead
        ? [
            reason(why.lead(branches.length > 0), source.lead),
            ...(branches.length > 0 ? [reason(why.branches, source.branches)] : []),
            ...(affected.length > 0 ? [reason(why.affected, source.affected)] : []),
            reason(why.concerned, source.concerned),
          ]
        : [reason(why.competent, source.competent)]),
      ...german(seat, body),
    ],
    check: [
      ...(branches.length > 0 ? [check.decisions] : []),
      ...(isLead && branches.length === 0 ? [check.substantially] : []),
      ...(main !== undefined && main !== seat ? [check.onlyBranch] : []),
      ...(isLead ? [check.doubt] : []),
      ...(people.length === 0 ? [check.people] : []),
      ...(body === 'telecoms' && stateOf(seat) === 'DE' ? [check.telecoms] : []),
    ],
    asks: people.length === 0 ? ['people'] : [],
  };
}

/** Art. 55(2) takes bodies that act on law or in the public interest out of the lead's hands. */
function publicBody({ body }: CompetenceFacts, seat: Place): Core {
  return {
    role: 'competent',
    isEstablished: true,
    notify: [named(seat, body)],
    concerned: [],
    why: [reason(why.publicBody, source.publicBody), ...german(seat, body)],
    check: [check.publicBody, ...(stateOf(seat) === 'ES' ? [check.spain] : [])],
    asks: [],
  };
}

function withoutMain({ people, body }: CompetenceFacts, here: readonly Place[]): Core {
  return {
    role: 'none',
    isEstablished: true,
    notify: allNamed([...here, ...people.filter(isInEea)], body),
    concerned: [],
    why: [reason(why.noMain, source.noMain)],
    check: [check.nameMain, ...(people.length === 0 ? [check.people] : [])],
    asks: people.length === 0 ? ['main', 'people'] : ['main'],
  };
}

function notEstablished({ people, representative, body }: CompetenceFacts): Core {
  const affected = people.filter(isInEea);
  return {
    role: 'none',
    isEstablished: false,
    notify: allNamed(affected, body),
    concerned: [],
    why: [
      reason(why.notEstablished, source.notEstablished),
      ...(representative === undefined ? [] : [reason(why.representative, source.notEstablished)]),
    ],
    check: [
      ...(affected.length === 0 ? [check.peopleNeeded] : [check.allStates]),
      ...(representative === undefined ? [check.representative] : []),
    ],
    asks: affected.length === 0 ? ['people'] : [],
  };
}

/** The United Kingdom and Switzerland left the one-stop shop or never had it. */
function separately({ main, others, people, body }: CompetenceFacts): Proposal['separately'] {
  const places = [...(main === undefined ? [] : [main]), ...others, ...people];
  return (['GB', 'CH'] as const)
    .filter((state) => places.includes(state))
    .map((state) => ({ ...named(state, body), text: why[state], source: source[state] }));
}

function otherLaws({ main, others, people }: CompetenceFacts): readonly Place[] {
  const places = [...(main === undefined ? [] : [main]), ...others, ...people];
  return unique(places).filter((place) => !isInEea(place) && place !== 'GB' && place !== 'CH');
}

function german(seat: Place, body: Body): readonly Reason[] {
  if (stateOf(seat) !== 'DE') return [];
  return body === 'federal' || body === 'telecoms'
    ? [reason(why.federal, source.federal)]
    : [reason(why.land, source.land)];
}

/** One for each authority, in the order given. */
function allNamed(places: readonly Place[], body: Body): readonly Named[] {
  const all = places.map((place) => named(place, body));
  return all.filter((one, n) => all.findIndex((other) => keyOf(other) === keyOf(one)) === n);
}

function keyOf({ place, authority }: Named): string {
  return authority ?? place;
}

/** The directory's id: the country, in Germany the Land's. */
function named(place: Place, body: Body): Named {
  if (stateOf(place) !== 'DE') return { place, authority: stateOf(place) };
  if (body === 'federal' || body === 'telecoms') return { place, authority: 'DE' };
  // `DE` alone is the Federal Commissioner, who is not meant.
  if (!Object.hasOwn(lands, place)) return { place };
  // Bavaria has an authority for companies and another for public bodies.
  return { place, authority: place === 'DE-BY' && body === 'public' ? 'DE-BY-PUB' : place };
}

function reason(text: string, from: string): Reason {
  return { text, source: from };
}
