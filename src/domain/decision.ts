/** What a rule about a command answers, and what it may know beside the incident. */
import type { AccessRole, LinkUsed } from './access.ts';
import type { EventBody } from './events.ts';
import type { OnCallNow } from './on-call.ts';
import type { PersonId, PolicySnapshot } from './policy.ts';
import type { Refusal } from './refusal.ts';

/** An empty list of events: it was so already. */
export type Decision = readonly EventBody[] | Refusal;

/** What a decision may know beside the incident. */
export type Circumstances = {
  readonly nowMs: number;
  /** Who acts; known to the policy file. */
  readonly by: PersonId;
  readonly incidentId: string;
  /** In force now; an incident that has begun keeps its own. */
  readonly policy: PolicySnapshot;
  /** Events that the register does not have yet, default none. */
  readonly unjournaled?: number;
  /** Of whoever acts; absent from what was decided before roles were checked. */
  readonly roles?: readonly AccessRole[];
  /** Set when the command came by a link in a mail. */
  readonly link?: LinkUsed;
  /** Who is on call; absent when nobody could say, and where no page can follow. */
  readonly onCall?: OnCallNow;
};
