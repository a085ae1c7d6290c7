/** The rows of telling customers (GDPR Art. 33(2)): draft, approve, notify. */
import { Failure } from '../../failure.ts';
import type { Status } from '../../domain/status.ts';
import { firstOf } from '../../domain/list.ts';
import type { RespondRow } from './row.ts';

type Fields = Readonly<Record<string, unknown>>;

export const customerRows: readonly RespondRow[] = [
  {
    words: 'customers draft',
    command: 'draftNotices',
    summary: 'draft the Art. 33(2) notices, one for each customer, from what is recorded',
    positional: ['customers'],
    examples: [
      'seventytwo customers draft INC-K7F3Q --all --as dora',
      'seventytwo customers draft INC-K7F3Q globex initech --as dora',
    ],
    check: requireWritten,
    said: (status, session, fields) => {
      const drafts = draftsOf(status, fields);
      const [first] = drafts;
      const missing = first?.drafted?.missing ?? 0;
      const lacking =
        missing === 0
          ? 'Nothing is missing'
          : missing === 1
            ? '1 item is missing'
            : `${missing} items are missing`;
      return [
        `${count(drafts.length, 'notice')} drafted for ${whom(drafts)}. ${lacking}.`,
        `Read:    seventytwo notice show ${status.id} ${first?.notice ?? ''}`,
        `Approve: seventytwo customers approve ${status.id} ${again(fields)} --notice ${batch(first?.notice)} --as ${session.policy.roles.dpo}`,
      ].join('\n');
    },
  },
  {
    words: 'customers approve',
    command: 'approveNotices',
    summary:
      'approve exactly the newest drafts, or refuse where they are not those of --notice; a newer draft needs a new approval',
    positional: ['customers'],
    examples: [
      'seventytwo customers approve INC-K7F3Q --all --as dora',
      'seventytwo customers approve INC-K7F3Q --all --notice N20 --as dora',
      'seventytwo customers approve INC-K7F3Q globex --notice N20.1 --as clara',
    ],
    said: (status, _session, fields) => {
      const drafts = draftsOf(status, fields).filter(({ approved }) => approved);
      const ids = firstOf(
        drafts.map(({ notice }) => notice),
        5,
      );
      return `${count(drafts.length, 'notice')} approved (${ids}), for ${whom(drafts)}. Nothing is sent yet: seventytwo customers notify ${status.id} ${again(fields)}`;
    },
  },
  {
    words: 'customers notify',
    command: 'notifyCustomers',
    summary: 'send the approved notices, one mail to each customer; --all leaves out who was told',
    positional: ['customers'],
    examples: [
      'seventytwo customers notify INC-K7F3Q --all --as dora',
      'seventytwo customers notify INC-K7F3Q globex initech --as dora',
    ],
    said: (status) => {
      const sent = Object.values(status.customers);
      const sending = sent.filter(({ outcome }) => outcome === 'sending').length;
      const done =
        sending === 0
          ? 'Nothing is left to send.'
          : `${count(sending, 'notice')} on the way, one mail to each customer.`;
      return `${done} Whose server took it: seventytwo customers list ${status.id}`;
    },
  },
];

function requireWritten(status: Status): void {
  const unwritten = Object.entries(status.customerDrafts ?? {}).filter(
    ([, { drafted }]) => !drafted,
  );
  if (unwritten.length > 0)
    throw new Failure(
      'unreachable',
      'draft-pending',
      `${count(unwritten.length, 'draft')} still being written; look in a moment with seventytwo customers list ${status.id}`,
    );
}

function draftsOf({ customerDrafts = {} }: Status, { customers }: Fields) {
  const named = Array.isArray(customers) && customers.length > 0 ? customers : undefined;
  return Object.entries(customerDrafts).flatMap(([customer, draft]) =>
    named === undefined || named.includes(customer) ? [{ customer, ...draft }] : [],
  );
}

function whom(drafts: readonly { readonly customer: string }[]): string {
  return firstOf(
    drafts.map(({ customer }) => customer),
    5,
  );
}

/** Drafts that were asked for together: N20 of N20.1. */
function batch(notice = ''): string {
  return notice.split('.')[0] ?? notice;
}

/** As it was typed. */
function again({ customers }: Fields): string {
  return Array.isArray(customers) && customers.length > 0 ? customers.join(' ') : '--all';
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? ' is' : 's are'}`;
}
