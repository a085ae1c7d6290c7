/** The watch of `up` over its worker and the mails: it lives when the worker is dead. */
import type { LoadedPolicy } from '../policy/file.ts';
import { readConnectionSettings } from '../temporal.ts';
import { keepWatch } from '../watchdog/keep.ts';
import { lookAt, openOnce } from '../watchdog/look.ts';

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
  const kept = openOnce(policy, env, { data, policy: policyPath });
  const watching = keepWatch(
    {
      ...{ policy, register: kept.register, env, now: Date.now },
      look: lookAt(readConnectionSettings(env, data)),
      tell: (sentence) => tell(`Watchdog: ${sentence}.`),
    },
    stopping.signal,
  );
  return {
    async stop() {
      stopping.abort();
      await watching;
      await kept.close();
    },
  };
}
