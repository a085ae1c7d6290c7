/** A TLS terminator before a real Temporal server, as a company has it: it asks for client certificates or an API key, and notes what was negotiated. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import {
  connect,
  createSecureServer,
  type ClientHttp2Session,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { SecureVersion, TLSSocket } from 'node:tls';

export type Certificate = 'localhost' | 'elsewhere' | 'expired' | 'stranger';

export type FrontOptions = {
  /** Of the server behind it. */
  readonly target: string;
  readonly certificate?: Certificate;
  /** Only those whom `clients.pem` has signed come in. */
  readonly clientsOnly?: boolean;
  /** Whoever has another one is told UNAUTHENTICATED. */
  readonly apiKey?: string;
  readonly versions?: { readonly minVersion: SecureVersion; readonly maxVersion: SecureVersion };
};

export type Front = {
  /** By name: the certificate of the tests is for it. */
  readonly address: string;
  /** One entry a handshake that succeeded. */
  readonly handshakes: readonly { readonly protocol: string; readonly client: string }[];
  /** What came as the header `authorization`. */
  readonly authorizations: ReadonlySet<string>;
  readonly stop: () => Promise<void>;
};

const certs = new URL('./certs/', import.meta.url);
export const certificateFile = (name: string): string => fileURLToPath(new URL(name, certs));

export async function startFront(options: FrontOptions): Promise<Front> {
  const { certificate = 'localhost', clientsOnly = false, apiKey, target } = options;
  const handshakes: { protocol: string; client: string }[] = [];
  const authorizations = new Set<string>();
  const behind = new Set<ClientHttp2Session>();
  const sockets = new Set<Socket>();
  const server = createSecureServer({
    key: readFileSync(certificateFile(`${certificate}.key`)),
    cert: readFileSync(certificateFile(`${certificate}.pem`)),
    // Today's OpenSSL would not even offer the versions that nobody should accept.
    ...(options.versions && { ...options.versions, ciphers: 'DEFAULT@SECLEVEL=0' }),
    ...(clientsOnly && {
      requestCert: true,
      rejectUnauthorized: true,
      ca: readFileSync(certificateFile('clients.pem')),
    }),
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  server.on('secureConnection', (socket: TLSSocket) => {
    const { subject } = socket.getPeerCertificate();
    handshakes.push({ protocol: socket.getProtocol() ?? '', client: String(subject?.CN ?? '') });
  });
  server.on('session', (session) => {
    const back = connect(`http://${target}`);
    behind.add(back);
    // Of whoever hangs up, on either side: the streams tell the other one.
    for (const one of [session, back]) one.on('error', () => undefined);
    session.on('close', () => back.destroy());
    session.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
      if (headers.authorization !== undefined) authorizations.add(headers.authorization);
      if (apiKey !== undefined && headers.authorization !== `Bearer ${apiKey}`) refuse(stream);
      else pass(stream, headers, back);
    });
  });
  // A client that refuses our certificate hangs up on us: that is what some tests want.
  server.on('tlsClientError', () => undefined);
  server.on('sessionError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const at = server.address();
  if (at === null || typeof at === 'string') throw new Error('no port');
  return {
    address: `localhost:${at.port}`,
    handshakes,
    authorizations,
    async stop() {
      for (const session of behind) session.destroy();
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function refuse(stream: ServerHttp2Stream): void {
  const status = { 'grpc-status': '16', 'grpc-message': 'Request unauthorized' };
  stream.respond(
    { ':status': 200, 'content-type': 'application/grpc', ...status },
    { endStream: true },
  );
}

/** A call of gRPC is one stream: headers and body there, headers, body and trailers back. */
function pass(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  back: ClientHttp2Session,
): void {
  const call = back.request(headers);
  let trailers: IncomingHttpHeaders = {};
  call.on('trailers', (given: IncomingHttpHeaders) => {
    trailers = given;
  });
  call.on('response', (answer, flags) => {
    // END_STREAM: an error without a body.
    const endStream = (flags & 1) !== 0;
    if (!stream.destroyed && !stream.headersSent)
      stream.respond(answer, endStream ? { endStream } : { waitForTrailers: true });
  });
  stream.on('wantTrailers', () => stream.sendTrailers(trailers));
  call.on('error', () => stream.close());
  stream.on('error', () => call.close());
  stream.on('aborted', () => call.close());
  stream.pipe(call);
  call.pipe(stream);
}
