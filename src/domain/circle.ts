/** Who may see an incident, and who of them is paged in which order. */
import { dutiesOf, type Incident } from './incident.ts';
import { ownersOf, type PersonId } from './policy.ts';

/** What is known of an incident when it is asked who may see it. */
export type Circle = Pick<Incident, 'policy' | 'duties' | 'restrictedTo' | 'commander'>;

/** Those it is restricted to, its commander, and those who owe its duties by law. Everybody when it is not restricted. */
export function maySee(incident: Circle, person: PersonId): boolean {
  const { restrictedTo, commander, policy } = incident;
  if (!restrictedTo || restrictedTo.includes(person) || commander === person) return true;
  if ([policy.dpo, policy.deputy, policy.decisionMaker].includes(person)) return true;
  return dutiesOf(incident).some(({ plan }) => ownersOf(policy, plan?.rule).includes(person));
}

/** Whom to page: those on call who may see it; when none of them may, those it is restricted to. */
export function pageOrder(incident: Circle): readonly PersonId[] {
  const { restrictedTo, policy } = incident;
  if (!restrictedTo) return policy.onCall;
  const onCall = policy.onCall.filter((person) => maySee(incident, person));
  return onCall.length > 0 ? onCall : restrictedTo;
}
