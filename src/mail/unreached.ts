/** The alarm when the notice to a customer could not be delivered: it is still owed. */
import type { Told } from '../domain/told.ts';
import { hint } from './hint.ts';
import type { Letter, MailRequest } from './letter.ts';
import { oneLine } from './line.ts';
import { customerNames } from './told.ts';

export function customerUnreached(request: MailRequest): Letter {
  const { subject, mail, recipient } = request;
  const { told } = subject;
  if (mail.tellsAll && told && told.failedCount > 1) return severalUnreached(request, told);
  const id = mail.customer ?? 'unknown';
  const [name = id] = customerNames(request, [id]);
  return {
    subject: `NOT DELIVERED: the notice to ${oneLine(name, 60)} (GDPR Art. 33(2))`,
    heading: 'A customer could not be told',
    tone: 'urgent',
    audience: 'staff',
    blocks: [
      {
        kind: 'paragraph',
        text: `The notice to ${name} could not be delivered. It still has to reach them without undue delay (GDPR Art. 33(2)).`,
        strong: true,
      },
      {
        kind: 'list',
        numbered: true,
        items: [
          `Reach ${name} by another way now, for example by telephone, and note it on the incident.`,
          `Correct the address at customers.${id}.email in the policy file.`,
          'Send the notice again.',
        ],
      },
      {
        kind: 'command',
        label: 'To send it again',
        command: hint.notifyCustomer(subject.id, id, recipient.id),
      },
      { kind: 'rows', rows: [{ label: 'Incident', value: oneLine(subject.title) }] },
    ],
  };
}

function severalUnreached(request: MailRequest, { failed, failedCount }: Told): Letter {
  const { subject, recipient } = request;
  const names = customerNames(request, failed);
  const more = failedCount - names.length;
  return {
    subject: `NOT DELIVERED: the notices to ${failedCount} customers (GDPR Art. 33(2))`,
    heading: `${failedCount} customers could not be told`,
    tone: 'urgent',
    audience: 'staff',
    blocks: [
      {
        kind: 'paragraph',
        text: `The notices to ${failedCount} customers could not be delivered. They still have to reach them without undue delay (GDPR Art. 33(2)).`,
        strong: true,
      },
      { kind: 'list', items: more > 0 ? [...names, `and ${more} more`] : names },
      {
        kind: 'list',
        numbered: true,
        items: [
          'Reach them by another way now, for example by telephone, and note it on the incident.',
          'Correct their addresses in the policy file or the customers file.',
          'Send the notices again: those who were told already get nothing.',
        ],
      },
      { kind: 'command', label: 'Why each failed', command: hint.customers(subject.id) },
      {
        kind: 'command',
        label: 'To send them again',
        command: hint.notifyCustomers(subject.id, recipient.id),
      },
      { kind: 'rows', rows: [{ label: 'Incident', value: oneLine(subject.title) }] },
    ],
  };
}
