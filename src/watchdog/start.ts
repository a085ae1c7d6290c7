/** The watch over worker and mails in a process beside the worker: `up` has one, and so has a board that runs alone. One of an installation watches. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadedPolicy } from '../policy/file.ts';
import { tryLock, type Lock } from '../server/lock.ts';
import { readConnectionSettings } from '../temporal.ts';
import { keepWatch } from './keep.ts';
import { lookAt, openOnce } from './look.ts';

/** As often as it looks: so long may nobody watch after whoever did has died. */
const takeOverMs = 30_000;

export function startWatch({
  env,
  data,
  policyPath,
  policy,
  tell,
}: {
  readonly env: NodeJS.ProcessEnv;
  readonly data: string;
  readonly policyPath: string;
  readonly policy: () => Promise<LoadedPolicy>;
  readonly tell: (sentence: string) => void;
}): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const kept = openOnce(policy, env, { data, policy: policyPath });

  async function watch(): Promise<void> {
    const lock = await myTurn(join(data, 'watch.lock'), signal);
    if (!lock) return;
    try {
      await keepWatch(
        {
          ...{ policy, register: kept.register, env, now: Date.now },
          look: lookAt(readConnectionSettings(env, data)),
          tell: (sentence) => tell(`Watchdog: ${sentence}.`),
        },
        signal,
      );
    } finally {
      lock.release();
    }
  }
  const watching = watch();
  return {
    async stop() {
      stopping.abort();
      await watching;
      await kept.close();
    },
  };
}

/** Two watches would tell of every trouble twice. Undefined when there was none until `signal`. */
async function myTurn(path: string, signal: AbortSignal): Promise<Lock | undefined> {
  while (!signal.aborted) {
    const lock = tryLock(path);
    if (lock) return lock;
    await sleep(takeOverMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
  return undefined;
}
