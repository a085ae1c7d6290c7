/** The worker's small web server: figures for Prometheus, and whether it lives and is ready. It only reads. */
import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createPlain } from 'node:http';
import { createServer as createSecure } from 'node:https';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { Failure } from '../failure.ts';
import { listenFault, readAddress } from '../policy/monitoring.ts';
import { sha256Of } from '../sha256.ts';
import type { Readiness } from './health.ts';

export type WebSettings = {
  /** `127.0.0.1:9464`. */
  readonly listen: string;
  readonly token?: string;
  /** Paths of PEM files. */
  readonly certificate?: string;
  readonly key?: string;
};

export type WebServer = { readonly url: string; close(): Promise<void> };

/**
 * Whoever asks sends a few hundred bytes at once. A worker must keep its file descriptors for its work, whoever
 * opens connections here and says nothing.
 */
const patience = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 2_500,
};
/** A scraper, a load balancer and a person use a handful. */
const mostConnections = 200;

const textForm = 'text/plain; version=0.0.4; charset=utf-8';

export async function startWeb(
  settings: WebSettings,
  from: {
    readonly metrics: () => Promise<string>;
    /** Ours alone, as an object. */
    readonly figures: () => Promise<object>;
    readonly readiness: () => Promise<Readiness>;
  },
): Promise<WebServer> {
  const { listen, token, certificate, key } = settings;
  const address = readAddress(listen);
  const fault = listenFault(listen, settings);
  if (fault !== undefined || !address)
    throw new Failure('usage', 'bad-listen', `the address of the metrics, ${listen}, ${fault}`);

  const app = new Hono();
  app.get('/healthz', (context) => context.json({ alive: true }));
  app.get('/readyz', async (context) => {
    const answer = await from.readiness();
    return context.json(answer, answer.ready ? 200 : 503);
  });
  app.get('/metrics', async (context) => {
    if (token !== undefined && !isToken(context.req.header('authorization'), token))
      return context.text('a token is needed\n', 401, { 'www-authenticate': 'Bearer' });
    if (context.req.header('accept') === 'application/json')
      return context.body(JSON.stringify(await from.figures()), 200, {
        'content-type': 'application/json',
      });
    return context.text(await from.metrics(), 200, { 'content-type': textForm });
  });
  const listener = getRequestListener(app.fetch);
  const answer = (...[request, response]: Parameters<typeof listener>): void =>
    void listener(request, response);
  const server =
    certificate !== undefined && key !== undefined
      ? createSecure(
          {
            ...{ cert: read(certificate, 'certificate'), key: read(key, 'key') },
            minVersion: 'TLSv1.2',
            ...patience,
          },
          answer,
        )
      : createPlain(patience, answer);
  server.maxConnections = mostConnections;
  server.listen(address.port, address.host);
  await once(server, 'listening').catch((error: unknown) => {
    throw new Failure(
      'usage',
      'cannot-listen',
      `the metrics cannot be told at ${listen} (${codeOf(error)}); choose another address with monitoring.listen or SEVENTYTWO_METRICS`,
      error,
    );
  });
  const scheme = certificate === undefined ? 'http' : 'https';
  return {
    url: `${scheme}://${listen}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      // A scraper keeps its connection open for the next time.
      server.closeAllConnections();
      await closed;
    },
  };
}

/** In constant time, whatever is sent: hashes have one length, and tell nothing of how far two tokens agree. */
function isToken(header: string | undefined, token: string): boolean {
  const given = /^Bearer (.+)$/i.exec(header ?? '')?.[1] ?? '';
  return timingSafeEqual(Buffer.from(sha256Of(given)), Buffer.from(sha256Of(token)));
}

function read(path: string, what: 'certificate' | 'key'): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Failure(
      'usage',
      'no-certificate',
      `the file ${path} of monitoring.${what} cannot be read (${codeOf(error)}); correct the path or its permissions`,
      error,
    );
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'for no known reason';
}
