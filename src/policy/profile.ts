/** Who notifies, as notices say it: from the policy file, and the authority from the directory. */
import type { OrganisationProfile } from '../domain/notice.ts';
import { measuresInForce } from './measures.ts';
import { authoritiesById, findAuthority } from './authorities.ts';
import type { Policy } from './schema.ts';

/** A customer who left the policy since keeps a place in the draft, by id. */
export function organisationProfile(policy: Policy): OrganisationProfile {
  const { name, address, contact, zone, authority, establishments } = policy.organisation;
  const dpo = policy.people[policy.roles.dpo];
  const hint = findAuthority(authority);
  return {
    name,
    contact,
    zone,
    ...(address !== undefined && { address }),
    // The schema makes sure that the role names a person.
    dpoName: dpo?.name ?? policy.roles.dpo,
    dpoEmail: dpo?.email ?? contact,
    measures: measuresInForce(policy),
    ...(hint && { authority: hint }),
    ...(establishments && {
      establishments: establishmentsOf(establishments),
      authorities: authoritiesById(),
    }),
    personNames: Object.fromEntries(
      Object.entries(policy.people).map(([id, person]) => [id, person.name]),
    ),
    customerNames: Object.fromEntries(
      Object.entries(policy.customers).map(([id, customer]) => [id, customer.name]),
    ),
  };
}

/** As the proposal of an authority takes them. */
export function establishmentsOf({
  main,
  others,
  representative,
  body,
  people,
}: NonNullable<Policy['organisation']['establishments']>): NonNullable<
  OrganisationProfile['establishments']
> {
  return {
    main,
    others,
    body,
    usualPeople: people,
    ...(representative && {
      representative: representative.country,
      representativeName: representative.name,
      representativeContact: representative.contact,
    }),
  };
}
