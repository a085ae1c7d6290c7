/** What an incident keeps of the policy, and what the rest of the product asks of it. */
import { edition, type PersonId, type PolicySnapshot } from '../domain/policy.ts';
import { pinnedEscalation } from './escalation.ts';
import { pinned, playbooksOf } from './playbooks.ts';
import { rolesOf } from './roles.ts';
import type { Policy } from './schema.ts';
import { sha256Of } from '../sha256.ts';

/** The part that an incident pins: no names and no addresses, because it stands in Temporal's history. */
export function snapshot(policy: Policy, version: string): PolicySnapshot {
  const people = Object.keys(policy.people);
  const escalation = pinnedEscalation(policy);
  const playbooks = Object.entries(playbooksOf(policy.playbooks));
  return {
    edition,
    version,
    mailDomain: mailDomainOf(policy),
    people: Object.fromEntries(people.map((id) => [id, personKey(policy, id)])),
    onCall: policy.onCall.order,
    dpo: policy.roles.dpo,
    deputy: policy.roles.deputy,
    decisionMaker: policy.roles.decisionMaker,
    admins: people.filter((id) => rolesOf(policy, id).includes('admin')),
    ackTimeoutMs: policy.acknowledgeWithin,
    ...(escalation && { escalation }),
    ladder: policy.ladder,
    customers: Object.keys(policy.customers),
    contractRules: Object.keys(policy.rules),
    owners: policy.owners,
    playbooks: Object.fromEntries(playbooks.map(([kind, written]) => [kind, pinned(written)])),
  };
}

/**
 * Opaque to a reader of Temporal's UI, yet the same every time, so that a search can ask for a person.
 * Not a secret: who knows the organisation and the id can compute it.
 */
export function personKey(policy: Policy, id: PersonId): string {
  const { name } = policy.organisation;
  return sha256Of(`${name}\0${id}`).slice(0, 16);
}

/** The organisation's zone for whoever has none, or has left the policy since. */
export function personZone(policy: Policy, id: PersonId): string {
  const person = Object.hasOwn(policy.people, id) ? policy.people[id] : undefined;
  return person?.zone ?? policy.organisation.zone;
}

/** The address that mail comes from. */
export function sender(policy: Policy): string {
  return policy.mail.from ?? policy.organisation.contact;
}

/** The right-hand side of Message-IDs. */
export function mailDomainOf(policy: Policy): string {
  const address = sender(policy);
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}
