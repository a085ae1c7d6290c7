/** Starts the worker with the planted bug, as a process of its own that can be killed. */
import { join } from 'node:path';
import { startWorker } from '../../src/server/worker-process.ts';
import type { Stand } from './stand.ts';

export type Planted = { kill(): Promise<void> };

export async function startPlanted({ data, env }: Stand, threads?: number): Promise<Planted> {
  const worker = await startWorker({
    module: join(import.meta.dirname, 'children', 'planted-worker.ts'),
    env: { ...env, ...(threads !== undefined && { PLANTED_THREADS: String(threads) }) },
    logFile: join(data, 'logs', 'planted.log'),
  });
  let isGone = false;
  const gone = worker.exited.finally(() => (isGone = true));
  return {
    async kill() {
      if (!isGone) process.kill(worker.pid, 'SIGKILL');
      await gone;
    },
  };
}
