/** To whom the notice of one incident goes: the proposal for the countries that this incident names. */
import type { Authority } from '../authority.ts';
import { propose, type Named, type Proposal } from '../competence.ts';
import { readPlaces, unique, type Place } from '../countries.ts';
import type { NoticeSource, OrganisationProfile } from '../notice.ts';
import type { FilingWords } from '../filing-words.ts';

export type Addressees = {
  readonly proposal: Proposal;
  readonly people: {
    readonly places: readonly Place[];
    /** Written for this incident, and no country that is known here. */
    readonly unread: readonly string[];
    /** `correction`: a person wrote them for this incident. */
    readonly from: 'correction' | 'policy';
  };
  /** The authority of the policy file is not among those proposed. */
  readonly differs: boolean;
};

/** The fields with the countries of the people: of a controller inside and outside the EEA. */
export const peopleFields = { inside: 116, outside: 121 } as const;

/** Undefined while the policy file names no establishments: then its authority stands alone. */
export function addresseesOf(
  { corrections = {} }: NoticeSource,
  { establishments, authority }: OrganisationProfile,
): Addressees | undefined {
  if (!establishments) return undefined;
  const { inside, outside } = peopleFields;
  const usual = propose({ ...establishments, people: establishments.usualPeople });
  // The other one may have been written before it was clear which applies.
  const written = usual.isEstablished
    ? (corrections[inside] ?? corrections[outside])
    : (corrections[outside] ?? corrections[inside]);
  const people = written
    ? { ...readPlaces(written.value), from: 'correction' as const }
    : { places: establishments.usualPeople, unread: [], from: 'policy' as const };
  const proposal = propose({ ...establishments, people: people.places });
  const proposed = [...proposal.notify, ...proposal.separately].map((named) => named.authority);
  // Without an id nothing was proposed that the policy could differ from.
  const isNamed = proposal.notify.some((named) => named.authority !== undefined);
  const differs = isNamed && authority?.id !== undefined && !proposed.includes(authority.id);
  return { proposal, people, differs };
}

/** Whether the section for controllers established in the EEA is the one that applies. */
export function isEstablishedInEea(
  source: NoticeSource,
  organisation: OrganisationProfile,
): boolean {
  const addressees = addresseesOf(source, organisation);
  return addressees ? addressees.proposal.isEstablished : organisation.authority?.inEea !== false;
}

/** The entry of the directory, where the place has one authority. */
export function entryOf(
  { authority }: Named,
  { authorities = {} }: OrganisationProfile,
): Authority | undefined {
  return authority !== undefined && Object.hasOwn(authorities, authority)
    ? authorities[authority]
    : undefined;
}

export function nameOf(
  named: Named,
  organisation: OrganisationProfile,
  { place, whichIsOpen }: FilingWords,
): string {
  return entryOf(named, organisation)?.name ?? whichIsOpen(place(named.place));
}

/** Each state once, as the template asks for countries. */
export function countriesOf(places: readonly Place[], { place: nameIn }: FilingWords): string {
  return unique(places.map((place) => nameIn(place.slice(0, 2)))).join(', ');
}
