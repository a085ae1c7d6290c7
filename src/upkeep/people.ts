/** Whether those who must be reached can be: an address that takes mail, and a deputy who is somebody else. */
import type { IncidentEvent } from '../domain/events.ts';
import { keptForDigest } from '../domain/mail.ts';
import type { UpkeepFinding } from '../domain/upkeep.ts';
import type { Policy } from '../policy/schema.ts';
import { newestOf, policyKind } from '../register/audit.ts';
import type { Register } from '../register/database.ts';

const dayMs = 86_400_000;
/** What a mail server said longer ago says little about today. */
const memoryMs = 90 * dayMs;

/** All who are paged, hold an office or answer for duties. */
function responsible({ onCall, rota, roles, owners }: Policy): readonly string[] {
  const { dpo, deputy, decisionMaker } = roles;
  const named = Object.values(owners).flat();
  const taking = rota?.layers.flatMap((layer) => layer.people) ?? [];
  return [...new Set([...onCall.order, ...taking, dpo, deputy, decisionMaker, ...named])];
}

export function findOffices(policy: Policy): readonly UpkeepFinding[] {
  const { people, roles, onCall } = policy;
  const found: UpkeepFinding[] = [];
  const add = (kind: UpkeepFinding['kind'], about: string, detail: string): void =>
    void found.push({ kind, about, severity: 'warning', detail });
  if (roles.dpo === roles.deputy) add('own-deputy', 'roles.deputy', roles.dpo);
  const [only, ...more] = onCall.order;
  if (only !== undefined && more.length === 0) add('alone-on-call', 'onCall.order', only);
  const boxes = new Map<string, string[]>();
  for (const id of responsible(policy)) {
    const address = people[id]?.email.toLowerCase();
    if (address !== undefined) boxes.set(address, [...(boxes.get(address) ?? []), id]);
  }
  // The address itself is nobody's business here.
  for (const ids of boxes.values())
    if (ids.length > 1) add('one-mailbox', ids.join(', '), String(ids.length));
  return found;
}

/** Those whose newest mail was refused for good, unless the policy was changed since: it may hold another address now. */
export async function findUnreachable(
  { db }: Register,
  policy: Policy,
  nowMs: number,
): Promise<readonly UpkeepFinding[]> {
  const changedAtMs = (await newestOf(db, policyKind))?.atMs ?? 0;
  const rows = await db
    .selectFrom('event')
    .select(['incident_id', 'seq', 'body'])
    .where('type', 'in', [
      'mailAccepted',
      'mailFailed',
      'mailBounced',
    ] satisfies IncidentEvent['type'][])
    .where('incident_id', 'in', ({ selectFrom }) =>
      selectFrom('incident')
        .select('id')
        .where('updated_at_ms', '>', nowMs - memoryMs),
    )
    .orderBy('at_ms')
    .execute();
  const newest = new Map<string, Outcome>();
  for (const { body } of rows) {
    // oxlint-disable-next-line no-unsafe-type-assertion -- the journal is the only writer.
    const event = JSON.parse(body) as IncidentEvent;
    // One that was kept for the digest tried no address.
    const isTried = isOutcome(event) && event.detail !== keptForDigest;
    if (isTried && isStaff(event.kind)) newest.set(event.to, event);
  }
  return responsible(policy).flatMap((about): UpkeepFinding[] => {
    const event = newest.get(about);
    if (!event || !isUnreachable(event)) return [];
    return event.atMs < changedAtMs
      ? []
      : [{ kind: 'unreachable-person', about, severity: 'failed', detail: event.detail }];
  });
}

type Outcome = IncidentEvent & { readonly type: 'mailAccepted' | 'mailFailed' | 'mailBounced' };

function isOutcome(event: IncidentEvent): event is Outcome {
  return ['mailAccepted', 'mailFailed', 'mailBounced'].includes(event.type);
}

/** RFC 3463: X.1 is about the address. */
function isUnreachable(event: Outcome): boolean {
  if (event.type === 'mailBounced') return /(^| )5\.1\./.test(event.detail);
  return event.type === 'mailFailed' && event.fault === 'no-such-recipient';
}

/** A customer may have the id of a person. */
function isStaff(kind: string): boolean {
  return kind !== 'customer-notice';
}
