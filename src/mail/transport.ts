/** The way out to the mail server: encrypted beyond this machine, pooled, and never waiting for long. */
import { isIP } from 'node:net';
import {
  createTransport,
  type SMTPPoolOptions,
  type SMTPPoolSentMessageInfo,
  type Transporter,
} from 'nodemailer';
import { checkedTls, readCaFile } from '../tls.ts';
import { Failure } from '../failure.ts';
import { isLoopback } from '../loopback.ts';
import type { DkimSignature } from './dkim.ts';
import type { SmtpSettings } from '../policy/schema.ts';

export type MailTransport = Transporter<SMTPPoolSentMessageInfo, SMTPPoolOptions>;

/** Enough that some slow mailboxes do not stop everything, few enough for the limits of small servers. */
export const mailConnections = 4;

/** A fault speaks sooner than the attempt's own limit, so that it has a name. */
const timeouts = {
  /** A resolver that needs longer is down. */
  dnsTimeout: 10_000,
  /** The default of 2 min would outlast the attempt. */
  connectionTimeout: 10_000,
  /** Some servers make strangers wait on purpose (greet pause), though seldom for more than 5 s. */
  greetingTimeout: 10_000,
  /** Silence after a command; servers that scan a message before they answer need several seconds. */
  socketTimeout: 20_000,
};

/** Opens nothing yet: the first mail connects. `limitMs` shortens every wait, where a person watches; `dkim` signs. */
export function createMailTransport(
  settings: SmtpSettings,
  password: string | undefined,
  {
    limitMs = Infinity,
    dkim,
  }: { readonly limitMs?: number; readonly dkim?: DkimSignature | undefined } = {},
): MailTransport {
  const { host, port, security, user, caFile } = settings;
  if (security === 'none' && !isLoopback(host))
    throw new Failure(
      'usage',
      'mail-not-encrypted',
      `mail.smtp.security is none, but ${host} is not this machine; use starttls or tls`,
    );
  return createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    tls: {
      ...checkedTls,
      // The name in the certificate; for an address Node checks the address itself.
      ...(isIP(host) === 0 && { servername: host }),
      ...(caFile !== undefined && { ca: readCaFile(caFile, 'mail.smtp.caFile') }),
    },
    ...(user !== undefined && password !== undefined && { auth: { user, pass: password } }),
    ...(dkim && { dkim }),
    pool: true,
    maxConnections: mailConnections,
    // Repeating is Temporal's work: it waits between attempts and tells of them.
    maxRequeues: 0,
    ...shortened(limitMs),
    // A mail is made of what we hand over: no content may name a file or an address to be read.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

function shortened(limitMs: number): typeof timeouts {
  const { dnsTimeout, connectionTimeout, greetingTimeout, socketTimeout } = timeouts;
  return {
    dnsTimeout: Math.min(dnsTimeout, limitMs),
    connectionTimeout: Math.min(connectionTimeout, limitMs),
    greetingTimeout: Math.min(greetingTimeout, limitMs),
    socketTimeout: Math.min(socketTimeout, limitMs),
  };
}

/** Settings for the inbox of `up`, from `host:port`; undefined when there is none. */
export function inboxSettings(address: string | undefined): SmtpSettings | undefined {
  if (address === undefined || address === '') return undefined;
  const match = /^(?<host>\[::1\]|[^:[\]]+):(?<port>\d{1,5})$/.exec(address);
  const host = match?.groups?.host?.replace(/^\[|\]$/g, '') ?? '';
  const port = Number(match?.groups?.port);
  if (!isLoopback(host) || !(port >= 1 && port <= 65_535))
    throw new Failure(
      'usage',
      'bad-inbox',
      `SEVENTYTWO_INBOX is ${address}; give an address of this machine, such as 127.0.0.1:2525`,
    );
  return { host, port, security: 'none' };
}
