/** Serves HTTP on one address: plain to this machine alone, with TLS beyond; what one listener needs and the other too. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createPlain, type ServerOptions } from 'node:http';
import { createServer as createSecure } from 'node:https';
import { getRequestListener, type Http2Bindings, type HttpBindings } from '@hono/node-server';
import type { Server, Socket } from 'node:net';
import { codeOf } from './error-code.ts';
import { Failure } from './failure.ts';
import { servedTls } from './tls.ts';

export type Serving = {
  /** `127.0.0.1:9464`. */
  readonly listen: string;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Paths of PEM files. */
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
  readonly limits: Pick<
    ServerOptions,
    | 'headersTimeout'
    | 'requestTimeout'
    | 'connectionsCheckingInterval'
    | 'keepAliveTimeout'
    | 'maxHeaderSize'
  >;
  readonly mostConnections: number;
  /** Of one address (IPv6: one network), so that one cannot hold them all. */
  readonly ofOne?: OfOne;
  /** The section of the policy that says where. */
  readonly section: string;
  /** When the address cannot be had; the code of the error stands for `{code}`. */
  readonly cannotListen: string;
};

export type OfOne = {
  readonly most: number;
  readonly networkOf: (address: string) => string;
  /** Somebody through whom many come. Asked only beyond `most`. */
  readonly isMany: (address: string) => Promise<boolean>;
  /** A connection was closed for it. */
  readonly tellClosed: () => void;
};

/** A stranger who begins TLS and says nothing more would keep a connection for two minutes; a phone on a train needs two seconds. */
const handshakeTimeout = 10_000;
/** Who reads nothing of what was asked for; streams of events say something every 25 seconds. */
const silentMs = 120_000;

export type Served = { readonly url: string; readonly port: number; close(): Promise<void> };

/** Throws a Failure when a file cannot be read or the address cannot be had. */
export async function serve(
  fetch: (request: Request, env: HttpBindings | Http2Bindings) => Response | Promise<Response>,
  given: Serving,
): Promise<Served> {
  const { host, certificate, key, limits } = given;
  const listener = getRequestListener((request, env) => fetch(request, env));
  const answer = (...[request, response]: Parameters<typeof listener>): void =>
    void listener(request, response);
  const read = (path: string, what: string): Buffer => readPem(path, `${given.section}.${what}`);
  const server =
    certificate !== undefined && key !== undefined
      ? createSecure(
          {
            ...{ cert: read(certificate, 'certificate'), key: read(key, 'key') },
            ...servedTls,
            ...{ ...limits, handshakeTimeout },
          },
          answer,
        )
      : createPlain(limits, answer);
  server.maxConnections = given.mostConnections;
  server.setTimeout(silentMs);
  if (given.ofOne) limitEach(server, given.ofOne);
  server.listen(given.port, host);
  await once(server, 'listening').catch((error: unknown) => {
    const why = codeOf(error) ?? 'for no known reason';
    throw new Failure('usage', 'cannot-listen', given.cannotListen.replace('{code}', why), error);
  });
  const scheme = certificate === undefined ? 'http' : 'https';
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : given.port;
  return {
    url: `${scheme}://${given.listen.replace(/:\d+$/, '')}:${port}`,
    port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      // Some stay open for the next time, and streams of events never end by themselves.
      server.closeAllConnections();
      await closed;
    },
  };
}

function limitEach(server: Server, { most, networkOf, isMany, tellClosed }: OfOne): void {
  const open = new Map<string, number>();
  async function endUnlessMany(socket: Socket, address: string): Promise<void> {
    // A policy that cannot be read names nobody.
    if (await isMany(address).catch(() => false)) return;
    socket.destroy();
    tellClosed();
  }
  server.on('connection', (socket) => {
    const address = socket.remoteAddress;
    // Gone again already.
    if (address === undefined) return;
    const network = networkOf(address);
    const count = (open.get(network) ?? 0) + 1;
    open.set(network, count);
    socket.once('close', () => {
      const left = (open.get(network) ?? 1) - 1;
      if (left > 0) open.set(network, left);
      else open.delete(network);
    });
    if (count <= most) return;
    void endUnlessMany(socket, address);
  });
}

function readPem(path: string, name: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Failure(
      'usage',
      'no-certificate',
      `the file ${path} of ${name} cannot be read (${codeOf(error) ?? 'for no known reason'}); correct the path or its permissions`,
      error,
    );
  }
}
