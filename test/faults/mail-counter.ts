/** A real mail server that keeps what arrives with its time, and can leave a sender without an answer. */
import { once } from 'node:events';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { SmtpSettings } from '../../src/policy/schema.ts';

export type Arrived = {
  readonly messageId: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** When its last byte was here. */
  readonly atMs: number;
};

export type MailCounter = {
  readonly settings: SmtpSettings;
  /** In the order in which they came, doubles included, answered or not. */
  readonly mails: readonly Arrived[];
  /** The next mail to this address is taken, but its sender never hears so; settles once it is here. */
  readonly leaveUnanswered: (address: string) => Promise<void>;
  /** From now on nobody of this name is known here. */
  readonly refuse: (address: string) => void;
  readonly stop: () => Promise<void>;
};

const host = '127.0.0.1';

export async function startMailCounter(): Promise<MailCounter> {
  const mails: Arrived[] = [];
  const unanswered = new Map<string, () => void>();
  const refused = new Set<string>();

  async function take(content: Buffer, to: string, done: (error?: Error) => void): Promise<void> {
    const atMs = Date.now();
    const { messageId = '', subject = '', text = '' } = await PostalMime.parse(content);
    mails.push({ messageId, to, subject, text, atMs });
    const leftAlone = unanswered.get(to);
    unanswered.delete(to);
    if (leftAlone) leftAlone();
    else done();
  }

  const server = new SMTPServer({
    logger: false,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 10,
    onRcptTo({ address }, _session, done) {
      if (!refused.has(address)) return done();
      done(Object.assign(new Error('no such user'), { responseCode: 550 }));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      const to = session.envelope.rcptTo[0]?.address ?? '';
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => void take(Buffer.concat(chunks), to, done));
    },
  });
  // Senders that are killed reset their connections: that is what the tests want.
  server.on('error', () => undefined);
  server.listen(0, host);
  await once(server.server, 'listening');
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    settings: { host, port: address.port, security: 'none' },
    mails,
    leaveUnanswered: (to) => new Promise((here) => unanswered.set(to, here)),
    refuse: (address) => void refused.add(address),
    stop: () => new Promise((stopped) => server.close(() => stopped())),
  };
}
