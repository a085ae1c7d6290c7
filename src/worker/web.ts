/** The worker's small web server: figures for Prometheus, and whether it lives and is ready. It only reads. */
import { Hono } from 'hono';
import { Failure } from '../failure.ts';
import { listenFault, readAddress } from '../policy/monitoring.ts';
import { serve } from '../serving.ts';
import { isBearer } from '../same-secret.ts';
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
    if (token !== undefined && !isBearer(context.req.header('authorization'), token))
      return context.text('a token is needed\n', 401, { 'www-authenticate': 'Bearer' });
    if (context.req.header('accept') === 'application/json')
      return context.body(JSON.stringify(await from.figures()), 200, {
        'content-type': 'application/json',
      });
    return context.text(await from.metrics(), 200, { 'content-type': textForm });
  });
  const served = await serve(app.fetch, {
    ...{ listen, host: address.host, port: address.port, certificate, key },
    ...{ limits: patience, mostConnections, section: 'monitoring' },
    cannotListen: `the metrics cannot be told at ${listen} ({code}); choose another address with monitoring.listen or SEVENTYTWO_METRICS`,
  });
  return { url: served.url, close: served.close };
}
