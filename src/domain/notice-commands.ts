/** The commands of notices, as a part of the table: draft, correct, approve, and tell the customers. */
import { languages } from './language.ts';
import { letterItems } from './letter-items.ts';
import { longText, shortText, type Shape } from './shape.ts';

const text = { kind: 'text', max: longText } as const;
const short = { kind: 'text', max: shortText } as const;

export const duty = { ...short, required: false, help: 'the duty, default gdpr-33-1' } as const;

/** Most customers that a command can name: as many as an incident can concern. */
export const mostCustomers = 600;

const someCustomers = {
  customers: {
    ...{ kind: 'list', max: shortText, most: mostCustomers, required: false },
    help: 'ids of customers',
  },
  all: { kind: 'flag', required: false, help: 'all whom the incident concerns' },
} as const satisfies Shape;

export const noticeCommands = {
  draftNotice: {
    duty,
    customer: { ...short, required: false, help: 'draft the Art. 33(2) notice to this customer' },
    language: {
      ...{ kind: 'choice', of: languages, required: false },
      help: 'en or de, default by policy',
    },
  },
  setNotice: {
    field: {
      kind: 'count',
      required: true,
      help: 'the field, by its number in the draft, such as 44',
    },
    value: { ...text, required: false, help: 'the answer: a text, or the letters of its options' },
    clear: { kind: 'flag', required: false, help: 'take back what was written into the field' },
  },
  /** Of the letter to the people concerned, Art. 34: it has no numbers. */
  setLetter: {
    item: { kind: 'choice', of: letterItems, required: true, help: 'the part of the letter' },
    value: { ...text, required: false, help: 'what it says instead, in plain language' },
    clear: { kind: 'flag', required: false, help: 'take back what was written into it' },
  },
  /** Of any draft: what leaves the company in its name. */
  approveNotice: {
    notice: { ...short, required: true, help: 'the draft that was read, by its id, such as N14' },
  },
} as const satisfies Record<string, Shape>;

export const customerCommands = {
  draftNotices: someCustomers,
  approveNotices: {
    ...someCustomers,
    notice: {
      ...{ ...short, required: false },
      help: 'the drafts that were read: one, such as N14.2, or all of N14',
    },
  },
  notifyCustomers: someCustomers,
  notifyCustomer: { customer: { ...short, required: true, help: "the customer's id" } },
} as const satisfies Record<string, Shape>;
