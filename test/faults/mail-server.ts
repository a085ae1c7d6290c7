/** A real mail server with login and TLS that goes away, pretends, refuses and dawdles as told, and counts. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';
import type { SmtpSettings } from '../../src/policy/schema.ts';
import { freePort } from '../../src/server/port.ts';
import type { Arrived } from './mail-counter.ts';

/** What it does with one mail to one address. */
export type Act =
  /** 451 to RCPT TO, as greylisting does. */
  | 'later'
  /** 451 after the content. */
  | 'later-after-content'
  /** 550 to RCPT TO. */
  | 'no-mailbox'
  /** Cuts the connection within the content, and keeps nothing of it. */
  | 'cut-within'
  /** Keeps the mail and cuts the connection instead of an answer. */
  | 'cut-unanswered'
  /** Answers 250, then hangs up. */
  | 'hang-up'
  /** Answers RCPT TO only after a minute. */
  | 'tarpit';

/** How it treats everybody. */
export type Manner = {
  readonly certificate?: 'localhost' | 'elsewhere' | 'expired' | 'stranger';
  /** Something on the way has removed the offer of encryption. */
  readonly stripped?: boolean;
  readonly loginsRefused?: boolean;
  readonly greetAfterMs?: number;
  /** Before the answers to MAIL FROM and RCPT TO. */
  readonly answerAfterMs?: number;
  /** Looks at each content for so long before it answers; the mail is kept whoever still waits. */
  readonly scanMs?: number;
};

/** What must be zero where nothing is to be trusted. */
export type Seen = { connections: number; logins: number; senders: number; contents: number };

export type MailServer = {
  readonly settings: SmtpSettings;
  readonly password: string;
  /** What it has taken, in the order in which it came, doubles included, answered or not. */
  readonly mails: readonly Arrived[];
  /** When each RCPT TO came, by address. */
  readonly attempts: readonly { readonly to: string; readonly atMs: number }[];
  readonly seen: Seen;
  readonly open: () => number;
  readonly act: (to: string, act: Act, times?: number) => void;
  /** From now on it takes what comes, whatever was said before. */
  readonly obey: () => void;
  /** No longer listens, and every connection is cut. */
  readonly goAway: () => Promise<void>;
  /** Listens at the same port as before, in this manner. */
  readonly comeBack: (manner?: Manner) => Promise<void>;
};

const host = 'localhost';
const login = { user: 'box', password: 'right' };
const minute = 60_000;
const certs = new URL('../support/certs/', import.meta.url);

export async function startMailServer(manner?: Manner): Promise<MailServer> {
  const port = await freePort();
  const mails: Arrived[] = [];
  const attempts: { to: string; atMs: number }[] = [];
  const seen: Seen = { connections: 0, logins: 0, senders: 0, contents: 0 };
  const sockets = new Map<number, Socket>();
  const acts = new Map<string, Act[]>();
  let server: SMTPServer | undefined;

  async function recipient(to: string, waitMs: number): Promise<void> {
    attempts.push({ to, atMs: Date.now() });
    const act = acts.get(to)?.[0];
    if (act === 'later' || act === 'no-mailbox') acts.get(to)?.shift();
    if (act === 'later') throw reply(451, '4.7.1 greylisted, try later');
    if (act === 'no-mailbox') throw reply(550, `5.1.1 <${to}> unknown`);
    await pause(act === 'tarpit' ? minute : waitMs);
  }

  async function take(content: Buffer, session: SMTPServerSession, scanMs: number): Promise<void> {
    seen.contents += 1;
    const atMs = Date.now();
    const to = session.envelope.rcptTo[0]?.address ?? '';
    const act = acts.get(to)?.shift();
    if (act === 'later-after-content') throw reply(451, '4.3.0 try later');
    const { messageId = '', subject = '', text = '' } = await PostalMime.parse(content);
    mails.push({ messageId, to, subject, text, atMs });
    if (act === 'cut-unanswered') cut(session);
    await pause(scanMs);
    if (act !== 'hang-up') return;
    const connections = [...(server?.connections ?? [])];
    // After the 250, which is written as soon as this is done.
    setImmediate(() => connections.find((each) => each.session === session)?.close());
  }

  function cut(session: SMTPServerSession): void {
    sockets.get(session.remotePort)?.destroy();
  }

  function options(how: Manner): SMTPServerOptions {
    const { certificate = 'localhost', stripped, loginsRefused } = how;
    const { greetAfterMs = 0, answerAfterMs = 0, scanMs = 0 } = how;
    return {
      key: readFileSync(new URL(`${certificate}.key`, certs)),
      cert: readFileSync(new URL(`${certificate}.pem`, certs)),
      logger: false,
      disableReverseLookup: true,
      closeTimeout: 10,
      // Our own patience is not what is tested.
      socketTimeout: 2 * minute,
      disabledCommands: stripped ? ['STARTTLS'] : [],
      // A thief of passwords would not insist on encryption.
      allowInsecureAuth: stripped ?? false,
      onConnect: (_session, done) => void answer(pause(greetAfterMs), done),
      onAuth({ username, password }, _session, done) {
        seen.logins += 1;
        const known = username === login.user && password === login.password;
        if (known && !loginsRefused) done(null, { user: login.user });
        else done(reply(535, '5.7.8 no'));
      },
      // After STARTTLS the plain socket itself tells no end.
      onClose: ({ remotePort }) => void sockets.delete(remotePort),
      onMailFrom(_address, _session, done) {
        seen.senders += 1;
        void answer(pause(answerAfterMs), done);
      },
      onRcptTo: ({ address }, _session, done) =>
        void answer(recipient(address, answerAfterMs), done),
      onData(stream, session, done) {
        const chunks: Buffer[] = [];
        const to = session.envelope.rcptTo[0]?.address ?? '';
        stream.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          if (acts.get(to)?.[0] !== 'cut-within') return;
          acts.get(to)?.shift();
          stream.removeAllListeners('end');
          cut(session);
        });
        stream.on('end', () => void answer(take(Buffer.concat(chunks), session, scanMs), done));
      },
    };
  }

  async function comeBack(how: Manner = {}): Promise<void> {
    await goAway();
    server = new SMTPServer(options(how));
    server.server.on('connection', (socket: Socket) => {
      seen.connections += 1;
      const from = socket.remotePort ?? 0;
      sockets.set(from, socket);
      socket.on('close', () => sockets.delete(from));
    });
    // Senders that do not trust us, or give up, hang up: that is what the tests want.
    server.on('error', () => undefined);
    server.listen(port, host);
    await once(server.server, 'listening');
  }

  async function goAway(): Promise<void> {
    const gone = server;
    server = undefined;
    if (!gone) return;
    const closed = new Promise<void>((done) => gone.close(done));
    for (const socket of sockets.values()) socket.destroy();
    await closed;
  }

  await comeBack(manner);
  return {
    settings: {
      ...{ host, port, security: 'starttls', user: login.user },
      caFile: fileURLToPath(new URL('ca.pem', certs)),
    },
    password: login.password,
    mails,
    attempts,
    seen,
    open: () => sockets.size,
    act: (to, act, times = 1) => void acts.set(`${to}@acme.example`, Array<Act>(times).fill(act)),
    obey: () => acts.clear(),
    goAway,
    comeBack,
  };
}

/** An error is the refusal that the client reads. */
async function answer(work: Promise<void>, done: (error?: Error | null) => void): Promise<void> {
  let refusal: Error | undefined;
  try {
    await work;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    refusal = error;
  }
  done(refusal);
}

function pause(ms: number): Promise<void> {
  return sleep(ms, undefined, { ref: false });
}

function reply(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
