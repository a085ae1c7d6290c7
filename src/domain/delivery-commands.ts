/** The command by which a worker tells an incident that a mail came back: what a mail server further on reported. */
import { shortText, type Shape } from './shape.ts';

/** What a server may report of a mail that it took on, RFC 3464 section 2.3.3: all else is no news. */
export const reports = ['failed', 'delayed'] as const;

export const deliveryCommands = {
  mailBounced: {
    messageId: {
      ...{ kind: 'text', max: shortText, required: true },
      help: 'the Message-ID of the mail that came back',
    },
    report: {
      ...{ kind: 'choice', of: reports, required: true },
      help: 'what the mail server reported',
    },
    status: {
      ...{ kind: 'text', max: 12, required: true },
      help: 'its status code, such as 5.1.1 (RFC 3463)',
    },
    code: {
      ...{ kind: 'text', max: 3, required: false },
      help: 'the SMTP reply code behind it, such as 550',
    },
  },
} as const satisfies Readonly<Record<string, Shape>>;
