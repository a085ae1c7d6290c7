/** The board of `up`: a process of its own, so that nothing that happens to it keeps the worker from paging. */
import { join } from 'node:path';
import type { Progress } from '../failure.ts';
import { usualWebListen } from '../policy/web.ts';
import type { Policy } from '../policy/schema.ts';
import { keep } from '../server/keeper.ts';
import { freePort, isFree, loopback } from '../server/port.ts';
import { moduleBeside } from '../server/module.ts';
import { lastWords, startWorker } from '../server/worker-process.ts';

export type UpWeb = {
  /** Host and port; absent where it is turned off or did not start. */
  readonly listen?: string;
  stop(): Promise<void>;
};

/** `before`: where it was last time: a bookmark on a phone stays good. */
export async function startUpWeb(options: {
  readonly policy: Policy;
  readonly env: NodeJS.ProcessEnv;
  readonly before: string | undefined;
  readonly logs: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}): Promise<UpWeb> {
  const { policy, env, progress, signal } = options;
  if (env.SEVENTYTWO_WEB === 'off') return { stop: async () => {} };
  const listen = env.SEVENTYTWO_WEB || policy.web.listen || (await usualOrFree(options.before));
  const logFile = join(options.logs, 'web.log');
  try {
    const kept = await keep({
      name: 'The board',
      start: () =>
        startWorker({
          name: 'board',
          module: moduleBeside('../web', import.meta.url),
          env: { ...env, SEVENTYTWO_WEB: listen },
          ...{ logFile, signal },
        }),
      lastWords: () => lastWords(logFile),
      ...{ progress, signal },
    });
    return { listen, stop: kept.stop };
  } catch (error) {
    signal.throwIfAborted();
    // Pages and clocks are the worker's: they go on without a board.
    progress(error instanceof Error ? error.message : String(error));
    return { stop: async () => {} };
  }
}

async function usualOrFree(before: string | undefined): Promise<string> {
  for (const listen of [before, usualWebListen]) {
    const port = Number(/^127\.0\.0\.1:(\d+)$/.exec(listen ?? '')?.[1] ?? 0);
    if (port > 0 && (await isFree(port))) return `${loopback}:${port}`;
  }
  return `${loopback}:${await freePort()}`;
}
