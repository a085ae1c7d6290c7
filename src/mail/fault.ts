/** Names what went wrong with a mail: one of a closed set, without the server's words, which may name people. */
import type { MailFault } from '../domain/events.ts';
import { isUntrusted } from '../tls.ts';

export type Classified = {
  readonly fault: MailFault;
  /** The SMTP reply code, or the class of the error. */
  readonly detail: string;
  /** The same attempt again would fail again. */
  readonly permanent: boolean;
};

/** Undefined for what is no mail error at all: a bug of ours, which must not be dressed up. */
export function classify(error: unknown): Classified | undefined {
  if (!(error instanceof Error)) return undefined;
  const read = (name: string): unknown => Reflect.get(error, name);
  const code = read('code');
  if (typeof code !== 'string') return undefined;
  const originalCode = read('originalCode');
  const responseCode = read('responseCode');
  const permanent = read('permanent');
  const cause = typeof originalCode === 'string' ? originalCode : code;
  const reply = typeof responseCode === 'number' ? responseCode : undefined;
  const detail = reply === undefined ? cause : String(reply);
  const forGood = typeof permanent === 'boolean' ? permanent : undefined;
  const named = (fault: MailFault, otherwise: boolean): Classified => ({
    fault,
    detail,
    permanent: forGood ?? otherwise,
  });

  if (isUntrusted(cause)) return named('no-tls', true);
  switch (code) {
    case 'ETLS':
      // Without a reply the connection broke during the handshake: that may pass.
      return named('no-tls', false);
    case 'EREQUIRETLS':
      return named('no-tls', true);
    case 'EAUTH':
    case 'ENOAUTH':
    case 'EOAUTH2':
      return named('not-authorised', true);
    case 'EENVELOPE':
      return named(envelopeFault(reply, read('command')), true);
    case 'EMESSAGE':
      return named('refused', true);
    case 'ETIMEDOUT':
    case 'EABORT':
      return named('timeout', false);
    case 'ECONNECTION':
    case 'ESOCKET':
    case 'EDNS':
    case 'EPROTOCOL':
      return named(reply === undefined ? 'unreachable' : 'refused', false);
    default:
      return { fault: 'internal', detail, permanent: false };
  }
}

/** RFC 5321 section 4.2.3: replies that say that the mailbox is not there; 530 and 535 want a login. */
function envelopeFault(reply: number | undefined, command: unknown): MailFault {
  if (reply === 530 || reply === 535) return 'not-authorised';
  const mailbox = reply === undefined || [550, 551, 553].includes(reply);
  return mailbox && command !== 'MAIL FROM' ? 'no-such-recipient' : 'refused';
}
