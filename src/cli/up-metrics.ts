/** Where the worker of `up` tells its figures: where the policy or the environment says, else on a port of this machine. */
import type { Policy } from '../policy/schema.ts';
import { freePort, isFree, loopback } from '../server/port.ts';

export type MetricsChoice = {
  /** For the environment of the next worker. */
  choose(): Promise<{ readonly SEVENTYTWO_METRICS?: string }>;
  /** For `runtime.json`, where the command line finds it. */
  chosen(): { readonly metrics?: string };
};

/** `before`: where it was last time; the same port over restarts, so that a Prometheus set up once goes on. */
export function metricsChoice(
  env: NodeJS.ProcessEnv,
  { monitoring }: Policy,
  before: string | undefined,
): MetricsChoice {
  const given = env.SEVENTYTWO_METRICS || monitoring.listen;
  if (given !== undefined) return { choose: async () => ({}), chosen: () => ({ metrics: given }) };
  let port = Number(/^127\.0\.0\.1:(\d+)$/.exec(before ?? '')?.[1] ?? 0);
  return {
    async choose() {
      // Somebody may have taken it while no worker ran: figures must not keep a worker from its work.
      if (port === 0 || !(await isFree(port))) port = await freePort();
      return { SEVENTYTWO_METRICS: `${loopback}:${port}` };
    },
    chosen: () => ({ metrics: `${loopback}:${port}` }),
  };
}
