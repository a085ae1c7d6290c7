/** A composed mail as it is handed to the mail server: from whom, to whom, in which thread and on which list. */
import type { SendMailOptions } from 'nodemailer';
import { isCourtesy, type Mail } from '../domain/mail.ts';
import type { AlarmMail } from '../domain/trouble.ts';
import type { Policy } from '../policy/schema.ts';
import { tagHeaders } from './bounce-tag.ts';
import { mailDomainOf } from '../policy/snapshot.ts';
import type { Composed } from './compose.ts';
import { flowed } from './flowed.ts';

type Kind = Mail['kind'] | AlarmMail['kind'] | 'checkpoint' | 'circular' | 'digest';

export function envelope(
  composed: Composed,
  recipient: { readonly name: string; readonly email: string },
  policy: Policy,
  { kind }: { readonly kind: Kind },
  bounceTag?: (messageId: string) => string,
): SendMailOptions {
  const { subject, references, messageId: id, headers } = composed;
  const { organisation } = policy;
  return {
    ...returnPath(recipient.email, policy.mail.bounces, id),
    subject,
    ...content(composed),
    messageId: id,
    from: senderOf(policy, kind === 'customer-notice'),
    to: { name: recipient.name, address: recipient.email },
    replyTo: organisation.contact,
    inReplyTo: references,
    references,
    headers: {
      ...headers,
      ...tagHeaders(id, bounceTag),
      // Outlook names a conversation by it, because our subjects change with the hours left.
      'Thread-Topic': references.slice(1, references.lastIndexOf('@')),
      ...(kind !== 'customer-notice' && listHeaders(policy, kind)),
    },
  };
}

/**
 * By hand and not by nodemailer's own fields, which know no format=flowed. The calendar entry stands beside the text and
 * is no other form of it: Evolution shows the last form that it knows, and would show the entry instead of the mail.
 */
function content({ text, html, icalEvent }: Composed): SendMailOptions {
  return {
    alternatives: [
      { contentType: 'text/plain; charset=utf-8; format=flowed', content: flowed(text) },
      { contentType: 'text/html; charset=utf-8', content: html },
    ],
    ...(icalEvent && {
      attachments: [
        {
          filename: icalEvent.filename,
          // With the method, or programs take it for a mere file (RFC 6047, 2.4).
          contentType: `text/calendar; charset=utf-8; method=${icalEvent.method}`,
          content: icalEvent.content,
        },
      ],
    }),
  };
}

/** One name to filter by (RFC 2919); a way out only where one may go without (RFC 2369): who cares for the policy reads it. */
function listHeaders(policy: Policy, kind: Kind): Readonly<Record<string, string>> {
  const isOptional = kind === 'digest' || isCourtesy(kind);
  const subject = encodeURIComponent(
    kind === 'digest' ? 'seventytwo: no digest, please' : 'seventytwo: no courtesy mails, please',
  );
  return {
    'List-Id': `<incidents.${mailDomainOf(policy)}>`,
    ...(isOptional && {
      'List-Unsubscribe': `<mailto:${policy.organisation.contact}?subject=${subject}>`,
    }),
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
