/** The rule about a mail that comes back after it was taken: what it undoes. */
import { system, type CommandFields } from './commands.ts';
import type { Circumstances, Decision } from './decision.ts';
import { reopening } from './duties.ts';
import type { EventBody } from './events.ts';
import type { Incident } from './incident.ts';
import { messageId, type Mail } from './mail.ts';
import { refuse } from './refusal.ts';
import { dutyToCustomer } from './starting.ts';

type HandedOver = Pick<Mail, 'key' | 'kind' | 'to'> & { readonly onward?: 'delayed' | 'bounced' };

/** RFC 3463: a success is no reason to come back. */
const statusForm = /^[45]\.\d{1,3}\.\d{1,3}$/;
const codeForm = /^[45]\d\d$/;

export function mailBounced(
  incident: Incident,
  { messageId: id, report, status, code }: CommandFields<'mailBounced'>,
  { by }: Circumstances,
): Decision {
  if (by !== system.person)
    return refuse(
      'not-your-role',
      `only a report of a mail server tells that a mail came back; ${by} may hand it in with seventytwo bounce, or add a note to ${incident.id}`,
    );
  if (!statusForm.test(status) || (code !== undefined && !codeForm.test(code)))
    return refuse(
      'unknown-mail',
      `the report about a mail of ${incident.id} bears no status such as 5.1.1, or no reply code such as 550; it is not a report of a mail server`,
    );
  const mail = handedOverAs(incident, id);
  if (!mail)
    return refuse(
      'unknown-mail',
      `no mail of ${incident.id} that its mail server took lately bears the Message-ID of the report; if it is true, tell whoever did not get the mail by another way`,
    );
  const isKnown = mail.onward === 'bounced' || (report === 'delayed' && mail.onward === 'delayed');
  if (isKnown) return [];
  const { key, kind, to } = mail;
  const detail = code === undefined ? status : `${code} ${status}`;
  const about = { key, kind, to, messageId: id, detail };
  if (report === 'delayed') return [{ type: 'mailDeferred', ...about, fault: 'delayed' }];
  const owed = kind === 'customer-notice' ? owedAgain(incident, to, id) : [];
  return [...owed, { type: 'mailBounced', ...about }];
}

/**
 * Art. 33(2) asks to notify: a notice that reached nobody was none, so its duty is open again with its clock where it
 * was, and the filing counts no longer.
 */
function owedAgain(incident: Incident, customer: string, id: string): readonly EventBody[] {
  const duty = dutyToCustomer(incident, customer);
  if (duty?.state !== 'filed' || duty.filings.at(-1)?.reference !== id) return [];
  const reason = 'the notice came back: it did not reach the customer';
  return [
    ...reopening(incident, reason),
    { type: 'dutyReopened', duty: duty.id, reason, returned: id },
  ];
}

function handedOverAs(incident: Incident, id: string): HandedOver | undefined {
  const { policy, handedOver = [], customers } = incident;
  const isIt = (key: string) => messageId(incident.id, key, policy.mailDomain) === id;
  const mail = handedOver.find(({ key }) => isIt(key));
  if (mail) return mail;
  for (const [to, { mail: key, outcome }] of Object.entries(customers)) {
    if (key === undefined || outcome === 'sending' || !isIt(key)) continue;
    const last = incident.deliveries.find((delivery) => delivery.key === key)?.outcome;
    const onward = outcome === 'failed' ? 'bounced' : last === 'delayed' ? 'delayed' : undefined;
    return { key, kind: 'customer-notice', to, ...(onward && { onward }) };
  }
  return undefined;
}
