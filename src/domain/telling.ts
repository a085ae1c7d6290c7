/** The rules of telling customers: a notice is drafted, a person approves exactly that draft, and only then it goes out. */
import { mayNotApprove, newerDraft } from './approving.ts';
import type { CommandFields } from './commands.ts';
import type { Circumstances, Decision } from './decision.ts';
import type { EventBody } from './events.ts';
import type { CustomerDraft, Incident } from './incident.ts';
import { isAtLeast } from './policy.ts';
import { refuse, type Refusal } from './refusal.ts';
import { firstOf } from './list.ts';
import { processorRule } from './told.ts';

type Fields = CommandFields<'draftNotices'>;

export function draftNotices(incident: Incident, fields: Fields): Decision {
  const whom = named(incident, fields, concerned(incident));
  if ('refused' in whom) return whom;
  return [requested(incident, whom)];
}

/** Numbered by the event, and within it when there are several. */
export function requested({ seq }: Incident, customers: readonly string[]): EventBody {
  const event = `N${seq + 1}`;
  const notices = customers.map((customer, n) => ({
    ...{ notice: customers.length === 1 ? event : `${event}.${n + 1}`, customer },
  }));
  return { type: 'noticesRequested', notices };
}

/** The drafts for customers, hundreds at once; by the same rule as any one draft (`approveNotice`). */
export function approveNotices(
  incident: Incident,
  { notice: read, ...fields }: CommandFields<'approveNotices'>,
  circumstances: Circumstances,
): Decision {
  const notYours = mayNotApprove(incident, circumstances, 'notices to customers');
  if (notYours) return notYours;
  const drafts = incident.customerDrafts ?? {};
  const whom = named(incident, fields, Object.keys(drafts));
  if ('refused' in whom) return whom;
  if (whom.length === 0)
    return refuse(
      'nothing-to-approve',
      `${incident.id} has no draft for a customer; draft the notices first (draftNotices, customers draft)`,
    );
  const other = whom.map((customer) => drafts[customer]?.notice).find((now) => !isOf(read, now));
  if (read !== undefined && other !== undefined) return newerDraft(incident.id, read, other);
  const unwritten = whom.filter((customer) => !drafts[customer]?.drafted);
  if (unwritten.length > 0)
    return refuse(
      'nothing-to-approve',
      `there is no draft to approve for ${firstOf(unwritten)}; draft it (draftNotices, customers draft) and read it first`,
    );
  const approved = whom.flatMap((customer) => {
    const draft = drafts[customer];
    return draft?.drafted && !draft.approved
      ? [{ customer, notice: draft.notice, sha256: draft.drafted.sha256 }]
      : [];
  });
  return approved.length === 0 ? [] : [{ type: 'noticesApproved', notices: approved }];
}

/** N20.3 is that draft, N20 the whole batch. */
function isOf(read: string | undefined, notice: string | undefined): boolean {
  return read === undefined || notice === read || notice?.startsWith(`${read}.`) === true;
}

/** All or nothing: a list of which half was sent would have to be worked out again by hand. */
export function notifyCustomers(incident: Incident, fields: Fields): Decision {
  const whom = named(incident, fields, untold(incident));
  return 'refused' in whom ? whom : notified(incident, whom);
}

export function notifyCustomer(
  incident: Incident,
  { customer }: CommandFields<'notifyCustomer'>,
): Decision {
  const whom = named(incident, { customers: [customer] }, []);
  return 'refused' in whom ? whom : notified(incident, whom);
}

function notified(incident: Incident, whom: readonly string[]): Decision {
  const { policy, customers, customerDrafts = {} } = incident;
  const approved = (customer: string) => approvedDraft(customerDrafts[customer]);
  const without = whom.filter((customer) => !approved(customer));
  if (without.length > 0 && isAtLeast(policy, 2))
    return refuse(
      'not-approved',
      `nobody has approved the notice to ${firstOf(without)}; draft it (customers draft), read it, and have ${policy.dpo}, ${policy.deputy} or ${policy.decisionMaker} approve it (approveNotices, customers approve)`,
    );
  const idle = whom.filter((customer) => customers[customer]?.outcome !== 'sending');
  const notices = idle.flatMap((customer) => {
    const draft = approved(customer);
    return draft ? [{ customer, ...draft }] : [];
  });
  return [
    ...(notices.length > 0 ? [{ type: 'customersNotified', notices } as const] : []),
    // Incidents of before were promised that a notice goes out at once.
    ...idle
      .filter((customer) => !approved(customer))
      .map((customer): EventBody => ({ type: 'customerNotified', customer })),
  ];
}

function approvedDraft(draft: CustomerDraft | undefined) {
  return draft?.drafted && draft.approved
    ? { notice: draft.notice, sha256: draft.drafted.sha256 }
    : undefined;
}

/** To whom Art. 33(2) is owed, whether they were told or not. */
function concerned({ started, duties }: Incident): readonly string[] {
  return Object.values(started ?? {}).flatMap(({ rule, customer }) => {
    if (rule !== processorRule || customer === undefined) return [];
    const state = duties[`${processorRule}:${customer}`]?.state;
    return state === 'withheld' || state === 'withdrawn' ? [] : [customer];
  });
}

/** Those concerned for whom something is to be sent: not told yet, or drafted anew since. */
function untold(incident: Incident): readonly string[] {
  const { customers, customerDrafts = {} } = incident;
  return concerned(incident).filter((customer) => {
    const sent = customers[customer];
    return sent?.outcome !== 'accepted' || customerDrafts[customer]?.notice !== sent.notice;
  });
}

/** `everybody`: whom "all" stands for. */
function named(
  incident: Incident,
  { customers = [], all = false }: Fields,
  everybody: readonly string[],
): readonly string[] | Refusal {
  if (all && customers.length > 0)
    return refuse('facts-in-conflict', 'name customers, or all of them (all, --all), not both');
  const unknown = unknownCustomer(incident, customers);
  if (unknown) return unknown;
  if (customers.length > 0) return [...new Set(customers)];
  if (!all) return refuse('unknown-customer', 'name the customers, or all of them (all, --all)');
  if (everybody.length > 0 || concerned(incident).length > 0) return everybody;
  return refuse(
    'unknown-customer',
    `nobody has said which customers ${incident.id} concerns; start ${processorRule} for them (startDuty, duty start ${incident.id} ${processorRule} --customers or --all-customers)`,
  );
}

export function unknownCustomer(
  { policy }: Incident,
  customers: readonly string[],
): Refusal | undefined {
  const known = new Set(policy.customers);
  const unknown = customers.filter((id) => !known.has(id));
  if (unknown.length === 0) return undefined;
  const are = unknown.length === 1 ? 'is not a customer' : 'are no customers';
  return refuse(
    'unknown-customer',
    `${firstOf(unknown)} ${are} of the policy file; ${policy.customers.length === 0 ? 'it lists none' : `use one of ${firstOf(policy.customers, 20)}`}`,
  );
}
