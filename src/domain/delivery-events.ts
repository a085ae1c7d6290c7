/** What can become of a mail: put off, taken by its server, given up, or sent back later. */
import type { MailKind } from './mail.ts';

/** Why a mail did not reach its server: a closed set, because server texts may hold personal data. */
export const mailFaults = [
  'refused',
  'no-such-recipient',
  'not-authorised',
  'no-tls',
  'timeout',
  'unreachable',
  'internal',
] as const;
export type MailFault = (typeof mailFaults)[number];

type OfMail = {
  readonly key: string;
  readonly kind: MailKind;
  readonly to: string;
  readonly messageId: string;
  /** SMTP reply code or error class, never the server's text. */
  readonly detail: string;
};

/** Edition 4 and later: not taken yet, and its attempts go on. At most once a mail. */
export type MailDeferred = OfMail & {
  readonly type: 'mailDeferred';
  /** `delayed`: it was taken, and a server further on says that it could not pass it on yet. */
  readonly fault: MailFault | 'delayed';
  /** Made until then, where our own server put it off. */
  readonly attempts?: number;
};

/** It was taken, and a server further on gave it up: nobody has it. */
export type MailBounced = OfMail & { readonly type: 'mailBounced' };

export type MailEvent =
  | (OfMail & { readonly type: 'mailAccepted' })
  | (OfMail & {
      readonly type: 'mailFailed';
      readonly fault: MailFault;
      /** The last answer allowed another attempt, but the patience for this kind of mail was over. */
      readonly gaveUp?: true;
    })
  | MailDeferred
  | MailBounced;
