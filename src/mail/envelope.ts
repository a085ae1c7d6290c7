/** A composed mail as it is handed to the mail server: from whom, to whom, and in which thread. */
import type { SendMailOptions } from 'nodemailer';
import type { Mail } from '../domain/mail.ts';
import type { AlarmMail } from '../domain/trouble.ts';
import type { Policy } from '../policy/schema.ts';
import type { Composed } from './compose.ts';

export function envelope(
  composed: Composed,
  recipient: { readonly name: string; readonly email: string },
  { organisation, mail: settings }: Policy,
  { kind }: { readonly kind: Mail['kind'] | AlarmMail['kind'] | 'checkpoint' | 'circular' },
): SendMailOptions {
  const { references, messageId: id, headers, icalEvent, ...content } = composed;
  return {
    ...content,
    messageId: id,
    from: {
      name: kind === 'customer-notice' ? organisation.name : `seventytwo, ${organisation.name}`,
      address: settings.from ?? organisation.contact,
    },
    to: { name: recipient.name, address: recipient.email },
    replyTo: organisation.contact,
    inReplyTo: references,
    references,
    headers: { ...headers },
    ...(icalEvent && { icalEvent: { ...icalEvent } }),
  };
}
