/** Tells what the observer knows at one address: our figures and the SDK's, life and readiness. */
import type { Client } from '@temporalio/client';
import type { NativeConnection, Worker } from '@temporalio/worker';
import type { Environment } from '../config.ts';
import { readSecret } from '../config/secret.ts';
import type { Policy } from '../policy/schema.ts';
import type { Register } from '../register/database.ts';
import { freePort } from '../server/port.ts';
import { createBook } from './book.ts';
import { createHealth } from './health.ts';
import { mailCheckMs } from './mail-path.ts';
import type { Observer } from './observer.ts';
import { startWeb, type WebServer, type WebSettings } from './web.ts';

/** The SDK answers from memory; a scrape must not wait for it. */
const sdkLimitMs = 2_000;

/** What is told where; undefined when nobody asked for it. The variable wins, so that `up` can choose. */
export async function webSettings(
  { monitoring }: Policy,
  env: Environment,
): Promise<WebSettings | undefined> {
  const { token, certificate, key } = monitoring;
  const listen = env.SEVENTYTWO_METRICS || monitoring.listen;
  if (listen === undefined || listen === 'off') return undefined;
  return {
    listen,
    ...(token && { token: await readSecret(token, env) }),
    ...(certificate !== undefined && { certificate }),
    ...(key !== undefined && { key }),
  };
}

/** Where the SDK tells its figures: an address of this machine, from which they are fetched at each scrape. */
export async function sdkAddress(): Promise<string> {
  return `127.0.0.1:${await freePort()}`;
}

export async function startObserving(
  settings: WebSettings,
  from: {
    readonly observer: Observer;
    readonly register: Register;
    /** None while they are still being made. */
    readonly workers: () => readonly Worker[];
    readonly connection: NativeConnection;
    readonly client: Client;
    readonly namespace: string;
    readonly sdk: string;
    readonly mailEveryMs?: number;
  },
): Promise<WebServer> {
  const { observer, register, sdk, mailEveryMs = mailCheckMs } = from;
  const now = Date.now;
  const readBook = createBook(register, observer.metrics, now);
  // Three: one verification may be slow, and one may fall out.
  const readiness = createHealth({ ...from, mailLimitMs: 3 * mailEveryMs, now });
  let reading: Promise<string> | undefined;
  async function read(): Promise<string> {
    await readBook();
    const [own, theirs] = await Promise.all([observer.metrics.registry.metrics(), sdkFigures(sdk)]);
    return `${own}\n${theirs}`;
  }
  return startWeb(settings, {
    readiness,
    figures: async () => {
      await readBook();
      return observer.metrics.registry.getMetricsAsJSON();
    },
    // Two who scrape at once share one reading.
    metrics: () => (reading ??= read().finally(() => (reading = undefined))),
  });
}

async function sdkFigures(address: string): Promise<string> {
  try {
    const answer = await fetch(`http://${address}/metrics`, {
      signal: AbortSignal.timeout(sdkLimitMs),
    });
    return answer.ok ? await answer.text() : '';
  } catch {
    // Ours are worth telling all the same; that the SDK's are missing shows by itself.
    return '';
  }
}
