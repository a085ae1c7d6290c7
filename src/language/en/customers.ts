/** The mails about customers to be told, in English. */
import { number } from '../numbers.ts';

const count = (value: number): string => number('en', value);

export const customers = {
  /** Stands between what a notice is and whom it goes to, in the title of its draft. */
  to: ' to ',
  concerned: 'Customers concerned',
  told: 'Told',
  failed: 'Could not be reached',
  open: 'Not told yet, the most urgent first',
  abridged: (all: number, names: string) => `${count(all)}: ${names}`,
  andMore: (more: number) => `and ${count(more)} more`,
  clocks:
    'Each has a clock of its own, by contract or by our own target; the time above is that of the most urgent.',
  draft: 'To draft the notices',
  approve: 'To approve them, once read',
  send: 'To send them',
  each: 'To see each customer',
  ended: {
    subject: (told: number, concerned: number) =>
      `${count(told)} of ${count(concerned)} customers told (GDPR Art. 33(2))`,
    heading: 'The customers are told',
    headingSome: 'Some customers are told',
    over: 'Nobody concerned waits for a notice any more. The reminders have stopped and the calendar entry is cancelled.',
    goesOn: (at: string) =>
      `The mail servers took these notices. The clock goes on for the others; the most urgent is due ${at}.`,
  },
  unreached: {
    subject: (name: string) => `NOT DELIVERED: the notice to ${name} (GDPR Art. 33(2))`,
    heading: 'A customer could not be told',
    text: (name: string) =>
      `The notice to ${name} could not be delivered. It still has to reach them without undue delay (GDPR Art. 33(2)).`,
    reach: (name: string) =>
      `Reach ${name} by another way now, for example by telephone, and note it on the incident.`,
    correct: (field: string) => `Correct the address at ${field} in the policy file.`,
    again: 'Send the notice again.',
    command: 'To send it again',
  },
  several: {
    subject: (failed: number) =>
      `NOT DELIVERED: the notices to ${count(failed)} customers (GDPR Art. 33(2))`,
    heading: (failed: number) => `${count(failed)} customers could not be told`,
    text: (failed: number) =>
      `The notices to ${count(failed)} customers could not be delivered. They still have to reach them without undue delay (GDPR Art. 33(2)).`,
    reach: 'Reach them by another way now, for example by telephone, and note it on the incident.',
    correct: 'Correct their addresses in the policy file or the customers file.',
    again: 'Send the notices again: those who were told already get nothing.',
    why: 'Why each failed',
    command: 'To send them again',
  },
};
