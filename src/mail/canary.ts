/** The canary: a mail by the same way as every other, whose arrival shows that the way is open. */
import type { SendMailOptions } from 'nodemailer';
import type { Policy } from '../policy/schema.ts';
import { mailDomainOf } from '../policy/snapshot.ts';
import { headers } from './compose.ts';
import { returnPath, senderOf } from './envelope.ts';
import { oneLine } from './line.ts';

/** `turnMs`: when its turn began, so that every attempt bears the same id. */
export function canaryId(turnMs: number, mailDomain: string): string {
  return `<canary.${turnMs}@${mailDomain}>`;
}

/** When the turn of a canary began; undefined for any other mail, and for one of another installation. */
export function canaryTurnMs(messageId: string, mailDomain: string): number | undefined {
  const [, turn, domain] = /^<canary\.(\d{10,16})@([^>]+)>$/.exec(messageId) ?? [];
  return turn !== undefined && domain === mailDomain ? Number(turn) : undefined;
}

/** Plain text: whoever reads it is a rule of a mailbox. */
export function canaryMail(
  policy: Policy,
  to: string,
  turnMs: number,
  tagHeaders: Readonly<Record<string, string>>,
): SendMailOptions & { readonly messageId: string } {
  const messageId = canaryId(turnMs, mailDomainOf(policy));
  return {
    ...returnPath(to, policy.mail.bounces, messageId),
    messageId,
    ...{ from: senderOf(policy), to, replyTo: policy.organisation.contact },
    subject: oneLine(`[canary] ${new Date(turnMs).toISOString()}`),
    text: [
      'This mail shows that mails of seventytwo go out. Nobody needs to read it.',
      'A rule of the mailbox may delete it, or send it on, unaltered, to where reports that a mail came back are taken in.',
    ].join('\n'),
    headers: { ...headers('calm'), ...tagHeaders },
  };
}
