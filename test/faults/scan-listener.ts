/** A listener that takes any client up to the handshake of TLS, offers what it is told, and notes what came of it. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { createSecureContext, TLSSocket, type SecureVersion } from 'node:tls';
import { certificateFile, type Certificate } from '../support/temporal-front.ts';

/** What is said before the handshake; in `smtps` the server greets after it. */
export type Prelude = 'none' | 'smtp' | 'smtps' | 'postgres';

export type Offer = {
  readonly certificate?: Certificate;
  readonly lowest: SecureVersion;
  readonly highest: SecureVersion;
};

/** Of one connection. `bytes`: what the client said under TLS; none means that it did not trust us. */
export type Seen = { protocol: string; cipher: string; bytes: number };

export type Listener = {
  readonly port: number;
  readonly seen: readonly Seen[];
  /** What a client said in the clear, preludes included. */
  readonly plain: () => string;
  readonly stop: () => Promise<void>;
};

export async function startListener(prelude: Prelude, offer: Offer): Promise<Listener> {
  const { certificate = 'localhost', lowest, highest } = offer;
  const secureContext = createSecureContext({
    key: readFileSync(certificateFile(`${certificate}.key`)),
    cert: readFileSync(certificateFile(`${certificate}.pem`)),
    ...{ minVersion: lowest, maxVersion: highest },
    // Otherwise OpenSSL would keep to itself the versions that nobody should accept.
    ciphers: 'DEFAULT@SECLEVEL=0',
  });
  const seen: Seen[] = [];
  const plain: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    // Clients that do not trust us hang up: that is what is looked for.
    socket.on('error', () => undefined);
    void begin(socket, prelude, plain).then(() => secure(socket));
  });

  function secure(socket: Socket): void {
    const one: Seen = { protocol: '–', cipher: '–', bytes: 0 };
    seen.push(one);
    // Temporal's clients speak the one, those that ask the web the other.
    const ALPNProtocols = ['h2', 'http/1.1'];
    const tls = new TLSSocket(socket, { isServer: true, secureContext, ALPNProtocols });
    tls.on('error', () => undefined);
    tls.on('secure', () => {
      one.protocol = tls.getProtocol() ?? '–';
      one.cipher = tls.getCipher().standardName;
      if (prelude === 'smtps') tls.write('220 localhost ESMTP\r\n');
    });
    tls.on('data', (chunk: Buffer) => {
      one.bytes += chunk.length;
      // It talks: all that was to be seen.
      tls.destroy();
    });
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const at = server.address();
  if (at === null || typeof at === 'string') throw new Error('no port');
  return {
    port: at.port,
    seen,
    plain: () => plain.join(''),
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function begin(socket: Socket, prelude: Prelude, plain: string[]): Promise<void> {
  const hear = async (): Promise<string> => {
    const [chunk] = await once(socket, 'data');
    plain.push(String(chunk));
    return String(chunk);
  };
  if (prelude === 'postgres') {
    // SSLRequest; `S` says yes.
    await hear();
    socket.write('S');
  }
  if (prelude === 'smtp') {
    socket.write('220 localhost ESMTP\r\n');
    while (!/^STARTTLS/i.test(await hear())) socket.write('250-localhost\r\n250 STARTTLS\r\n');
    socket.write('220 go ahead\r\n');
  }
  socket.removeAllListeners('data');
}
