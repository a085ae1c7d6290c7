/** A real mail server for tests, with TLS and a temper: it accepts, refuses, drops or stalls as told. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { SMTPServer, type SMTPServerEnvelope } from 'smtp-server';
import type { SmtpSettings } from '../../src/policy/schema.ts';

/** What the server does with the next mails. */
export type Behaviour =
  | 'accept'
  /** 451 after the content: try later. */
  | 'busy'
  /** 550 to RCPT TO. */
  | 'no-such-mailbox'
  /** 554 after the content. */
  | 'refuse'
  /** Cuts the connection after the content instead of an answer. */
  | 'drop'
  /** Never answers MAIL FROM. */
  | 'stall';

export type TestSmtp = {
  readonly settings: SmtpSettings;
  /** Raw mails that were answered with 250. */
  readonly mails: readonly string[];
  /** Of each of them: what it was asked with. */
  readonly envelopes: readonly SMTPServerEnvelope[];
  /** Every content that arrived, answered with 250 or not. */
  readonly arrived: () => number;
  readonly behave: (behaviour: Behaviour) => void;
  /** Addresses that are answered with 550, whatever else is accepted. */
  readonly unknown: Set<string>;
  readonly stop: () => Promise<void>;
};

type Options = {
  /** `stripped`: as `starttls`, but something on the way has removed the offer. */
  readonly security?: 'starttls' | 'tls' | 'stripped' | 'none';
  readonly certificate?: 'localhost' | 'elsewhere';
  readonly login?: { readonly user: string; readonly password: string };
  /** Offers delivery status notifications, RFC 3461. */
  readonly dsn?: boolean;
  /** That of one before; default: a free one. */
  readonly port?: number;
};

const certs = new URL('./certs/', import.meta.url);
const caFile = fileURLToPath(new URL('ca.pem', certs));

export async function startSmtp(options: Options = {}): Promise<TestSmtp> {
  const {
    security = 'starttls',
    certificate = 'localhost',
    login,
    dsn = false,
    port = 0,
  } = options;
  const mails: string[] = [];
  const envelopes: SMTPServerEnvelope[] = [];
  const sockets = new Set<Socket>();
  let behaviour: Behaviour = 'accept';
  const unknown = new Set<string>();
  let arrived = 0;
  const plain = security === 'stripped' || security === 'none';
  const server = new SMTPServer({
    secure: security === 'tls',
    key: readFileSync(new URL(`${certificate}.key`, certs)),
    cert: readFileSync(new URL(`${certificate}.pem`, certs)),
    logger: false,
    hideDSN: !dsn,
    disableReverseLookup: true,
    closeTimeout: 10,
    authOptional: login === undefined,
    disabledCommands: [...(plain ? ['STARTTLS'] : []), ...(login === undefined ? ['AUTH'] : [])],
    onAuth({ username, password }, _session, done) {
      const known = username === login?.user && password === login?.password;
      if (known) done(null, { user: username });
      else done(reply(535, 'no'));
    },
    onMailFrom(_address, _session, done) {
      if (behaviour !== 'stall') done();
    },
    onRcptTo({ address }, _session, done) {
      // The address in the answer: it must not find its way into histories and logs.
      if (behaviour === 'no-such-mailbox' || unknown.has(address))
        done(reply(550, `5.1.1 <${address}> unknown`));
      else done();
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        arrived += 1;
        const to = session.envelope.rcptTo[0]?.address ?? '';
        if (behaviour === 'drop') for (const socket of sockets) socket.destroy();
        else if (behaviour === 'busy') done(reply(451, `4.2.0 <${to}> is busy`));
        else if (behaviour === 'refuse') done(reply(554, `5.7.1 <${to}> does not want this`));
        else {
          mails.push(Buffer.concat(chunks).toString('utf8'));
          envelopes.push(session.envelope);
          done();
        }
      });
    },
  });
  server.server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  // Clients that refuse our certificate hang up on us: that is what some tests want.
  server.on('error', () => undefined);
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    settings: {
      host: 'localhost',
      port: address.port,
      security: security === 'stripped' ? 'starttls' : security,
      ...(!plain && { caFile }),
      ...(login && { user: login.user }),
    },
    mails,
    envelopes,
    unknown,
    arrived: () => arrived,
    behave: (next) => {
      behaviour = next;
    },
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function reply(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
