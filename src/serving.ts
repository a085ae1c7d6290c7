/** Serves HTTP on one address: plain to this machine alone, with TLS beyond; what one listener needs and the other too. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createPlain, type ServerOptions } from 'node:http';
import { createServer as createSecure } from 'node:https';
import { getRequestListener, type Http2Bindings, type HttpBindings } from '@hono/node-server';
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
  /** The section of the policy that says where. */
  readonly section: string;
  /** When the address cannot be had; the code of the error stands for `{code}`. */
  readonly cannotListen: string;
};

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
            ...limits,
          },
          answer,
        )
      : createPlain(limits, answer);
  server.maxConnections = given.mostConnections;
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
