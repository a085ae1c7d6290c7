/** The alarm when the notice to a customer could not be delivered: it is still owed. */
import type { Told } from '../domain/told.ts';
import { hints } from './hint.ts';
import type { Letter, MailRequest } from './letter.ts';
import { oneLine } from './line.ts';
import { customerNames } from './told.ts';

export function customerUnreached(request: MailRequest): Letter {
  const { subject, mail, recipient, words } = request;
  const { unreached } = words.customers;
  const { told } = subject;
  if (mail.tellsAll && told && told.failedCount > 1) return severalUnreached(request, told);
  const id = mail.customer ?? 'unknown';
  const [name = id] = customerNames(request, [id]);
  return {
    subject: unreached.subject(oneLine(name, 60)),
    heading: unreached.heading,
    tone: 'urgent',
    audience: 'staff',
    blocks: [
      {
        kind: 'paragraph',
        text: unreached.text(name),
        strong: true,
      },
      {
        kind: 'list',
        numbered: true,
        items: [unreached.reach(name), unreached.correct(`customers.${id}.email`), unreached.again],
      },
      {
        kind: 'command',
        label: unreached.command,
        command: hints(words).notifyCustomer(subject.id, id, recipient.id),
      },
      { kind: 'rows', rows: [{ label: words.labels.incident, value: oneLine(subject.title) }] },
    ],
  };
}

function severalUnreached(request: MailRequest, { failed, failedCount }: Told): Letter {
  const { subject, recipient, words } = request;
  const { several, andMore } = words.customers;
  const hint = hints(words);
  const names = customerNames(request, failed);
  const more = failedCount - names.length;
  return {
    subject: several.subject(failedCount),
    heading: several.heading(failedCount),
    tone: 'urgent',
    audience: 'staff',
    blocks: [
      {
        kind: 'paragraph',
        text: several.text(failedCount),
        strong: true,
      },
      { kind: 'list', items: more > 0 ? [...names, andMore(more)] : names },
      {
        kind: 'list',
        numbered: true,
        items: [several.reach, several.correct, several.again],
      },
      { kind: 'command', label: several.why, command: hint.customers(subject.id) },
      {
        kind: 'command',
        label: several.command,
        command: hint.notifyCustomers(subject.id, recipient.id),
      },
      { kind: 'rows', rows: [{ label: words.labels.incident, value: oneLine(subject.title) }] },
    ],
  };
}
