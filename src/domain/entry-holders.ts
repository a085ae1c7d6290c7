/** Who has a duty's deadline in their calendar, because a mail with the entry reached them: a change is owed to all of them. */
import type { DeliveryEvent } from './delivery-fold.ts';
import type { DutyId } from './duty.ts';
import type { Incident } from './incident.ts';
import { keptForDigest } from './mail.ts';
import { isAtLeast, type PersonId } from './policy.ts';
import { processorRule } from './told.ts';

/** Called while the mail still waits: what it was about stands nowhere else. */
export function foldHolders(incident: Incident, event: DeliveryEvent): Incident {
  if (event.type !== 'mailAccepted' || event.detail === keptForDigest) return incident;
  const duty = incident.mails.find(({ key }) => key === event.key)?.duty;
  // While some customers are not told, the mail that others are moves the entry to the next of them.
  const hasEntry = event.kind === 'briefing' || event.kind === 'reminder' || duty === processorRule;
  if (!hasEntry) return incident;
  if (duty === undefined) return incident;
  const before = incident.entryHolders?.[duty] ?? [];
  if (before.includes(event.to)) return incident;
  return { ...incident, entryHolders: { ...incident.entryHolders, [duty]: [...before, event.to] } };
}

/** None for incidents of before this edition: their mails went to the owners alone. */
export function holdersOf({ policy, entryHolders }: Incident, duty: DutyId): readonly PersonId[] {
  return isAtLeast(policy, 4) ? (entryHolders?.[duty] ?? []) : [];
}
