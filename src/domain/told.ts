/** How far the customers concerned are told (GDPR Art. 33(2)): one duty each, spoken of together where there are hundreds. */
import { isOpen, type Duty, type DutyId } from './duty.ts';
import { dutiesOf, type Incident } from './incident.ts';
import { isAtLeast } from './policy.ts';

/** Owed to each controller by itself: one duty a customer. Without a customer behind it, all of them together. */
export const processorRule = 'gdpr-33-2';

/** What a mail tells of all customers at once: hundreds of names would bury what matters. */
export type Told = {
  /** Withheld and withdrawn ones do not count. */
  readonly concerned: number;
  readonly told: number;
  readonly openCount: number;
  readonly failedCount: number;
  /** Ids, the first of them, the earliest due first. */
  readonly open: readonly string[];
  readonly failed: readonly string[];
};

const mostNamed = 20;

export function customerDuties(incident: Incident): readonly Duty[] {
  return dutiesOf(incident).filter(isToCustomer);
}

export function isToCustomer({ plan }: Duty): boolean {
  return plan?.rule === processorRule && plan.customer !== undefined;
}

export function toldOf(incident: Incident): Told {
  const duties = customerDuties(incident);
  const open = duties.filter(isOpen).toSorted((a, b) => a.dueAtMs - b.dueAtMs);
  const told = duties.filter(({ state }) => state === 'filed').length;
  const failed = failedCustomers(incident);
  return {
    ...{ concerned: open.length + told, told },
    ...{ openCount: open.length, failedCount: failed.length },
    open: open.flatMap(({ plan }) => plan?.customer ?? []).slice(0, mostNamed),
    failed: failed.slice(0, mostNamed),
  };
}

/** Whose newest notice could not be delivered. */
export function failedCustomers({ customers }: Incident): readonly string[] {
  return Object.entries(customers).flatMap(([id, { outcome }]) =>
    outcome === 'failed' ? [id] : [],
  );
}

export function isSending({ customers }: Incident): boolean {
  return Object.values(customers).some(({ outcome }) => outcome === 'sending');
}

/** Under which name people hear of a duty: 300 customers are one mail, not 300. Older editions promised one each. */
export function spokenOf({ policy, duties }: Incident, id: DutyId): DutyId {
  const duty = duties[id];
  return duty && isToCustomer(duty) && isAtLeast(policy, 2) ? processorRule : id;
}

/** A duty by its id, or the one that stands for all customers: as urgent as the most urgent that is open. */
export function dutyById(incident: Incident, id: DutyId): Duty | undefined {
  const own = incident.duties[id];
  if (own || id !== processorRule) return own;
  const all = customerDuties(incident);
  const open = all.filter(isOpen);
  const [first] = (open.length > 0 ? open : all).toSorted((a, b) => a.dueAtMs - b.dueAtMs);
  if (!first?.plan) return undefined;
  const { customer: _customer, ...plan } = first.plan;
  return {
    ...first,
    id: processorRule,
    plan: {
      ...plan,
      ...{ title: 'Tell the customers concerned', addressee: 'each customer concerned' },
      article: 'GDPR Art. 33(2)',
    },
  };
}

/** The drafts for customers that are asked for and not written. */
export function unwrittenOf({ customerDrafts = {} }: Incident) {
  return Object.entries(customerDrafts).flatMap(([customer, { notice, drafted }]) =>
    drafted ? [] : [{ customer, notice }],
  );
}
