/** Keeps one child process running: starts it again when it dies, ever more slowly. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Progress } from '../failure.ts';

export type Running = { readonly exited: Promise<unknown>; stop(): Promise<void> };
/** `first` is what the first start gave. */
export type Kept<R> = { readonly first: R; stop(): Promise<void> };

const firstPauseMs = 1_000;
/** A paging engine that is down half a minute longer than needed is still in time. */
const longestPauseMs = 30_000;
/** Having run for that long it was healthy: the next trouble is a new one. */
const healthyAfterMs = 60_000;

/** Throws when the first start fails: that is a matter of set-up, and another try would not cure it. */
export async function keep<R extends Running>(options: {
  name: string;
  start: () => Promise<R>;
  /** What the process left to say, told with its death. */
  lastWords: () => string;
  progress: Progress;
  /** From then on nothing is started again. */
  signal: AbortSignal;
}): Promise<Kept<R>> {
  const { name, progress } = options;
  const stopping = new AbortController();
  const over = AbortSignal.any([options.signal, stopping.signal]);
  const first = await options.start();
  let current = first;

  const watching = (async () => {
    let pauseMs = firstPauseMs;
    for (;;) {
      const startedAtMs = Date.now();
      await current.exited;
      if (over.aborted) return;
      if (Date.now() - startedAtMs >= healthyAfterMs) pauseMs = firstPauseMs;
      progress(`${name} ended unexpectedly${said(options.lastWords())}`);
      for (;;) {
        progress(`Starting ${name} again in ${pauseMs / 1_000} s.`);
        await sleep(pauseMs, undefined, { signal: over }).catch(stoppedOnly);
        if (over.aborted) return;
        pauseMs = Math.min(pauseMs * 2, longestPauseMs);
        try {
          current = await options.start();
          break;
        } catch (error) {
          if (over.aborted) return;
          progress(error instanceof Error ? error.message : String(error));
        }
      }
      // It may have been asked to stop while it started.
      if (over.aborted) return;
      progress(`${name} runs again.`);
    }
  })();

  return {
    first,
    stop: async () => {
      stopping.abort();
      await current.stop();
      await watching;
      // What was starting when the stop came.
      await current.stop();
    },
  };
}

function said(lastWords: string): string {
  return lastWords === '' ? '.' : `; it said last: ${lastWords}`;
}

function stoppedOnly(error: unknown): void {
  if (!(error instanceof Error && error.name === 'AbortError')) throw error;
}
