/** A composed mail as it is handed to the mail server: from whom, to whom, and in which thread. */
import type { SendMailOptions } from 'nodemailer';
import type { Mail } from '../domain/mail.ts';
import type { AlarmMail } from '../domain/trouble.ts';
import type { Policy } from '../policy/schema.ts';
import { tagHeaders } from './bounce-tag.ts';
import type { Composed } from './compose.ts';

export function envelope(
  composed: Composed,
  recipient: { readonly name: string; readonly email: string },
  policy: Policy,
  { kind }: { readonly kind: Mail['kind'] | AlarmMail['kind'] | 'checkpoint' | 'circular' },
  bounceTag?: (messageId: string) => string,
): SendMailOptions {
  const { organisation } = policy;
  const { references, messageId: id, headers, icalEvent, ...content } = composed;
  return {
    ...returnPath(recipient.email, policy.mail.bounces, id),
    ...content,
    messageId: id,
    from: senderOf(policy, kind === 'customer-notice'),
    to: { name: recipient.name, address: recipient.email },
    replyTo: organisation.contact,
    inReplyTo: references,
    references,
    headers: { ...headers, ...tagHeaders(id, bounceTag) },
    ...(icalEvent && { icalEvent: { ...icalEvent } }),
  };
}

/**
 * Where reports that it came back go, and that they are asked for (RFC 3461): of a failure and of a delay, with the
 * headers alone, for the content is nobody else's business. A server that does not offer that is asked nothing.
 */
export function returnPath(
  to: string,
  bounces: string | undefined,
  messageId: string,
): Pick<SendMailOptions, 'dsn' | 'envelope'> {
  return {
    dsn: { id: messageId.slice(1, -1), return: 'headers', notify: ['failure', 'delay'] },
    ...(bounces !== undefined && { envelope: { from: bounces, to: [to] } }),
  };
}

/** To customers the company writes itself. */
export function senderOf(
  { organisation, mail }: Policy,
  isCompany = false,
): { readonly name: string; readonly address: string } {
  const name = isCompany ? organisation.name : `seventytwo, ${organisation.name}`;
  return { name, address: mail.from ?? organisation.contact };
}
