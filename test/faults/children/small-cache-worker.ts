/** The product's own worker, which keeps `SMALL_CACHE` incidents in memory: the others are thrown out and replayed. */
import { Worker } from '@temporalio/worker';
import { runWorker } from '../../../src/worker.ts';

const cached = Number(process.env['SMALL_CACHE'] ?? 2);
const create = Worker.create.bind(Worker);
const slowOften = Number(process.env['SLOW_OFTEN'] ?? 0);
const slowMs = Number(process.env['SLOW_MS'] ?? 0);
const slowSpanMs = Number(process.env['SLOW_SPAN_MS'] ?? 0);
Worker.create = (options) => {
  const activities = options.activities as Record<string, (...given: unknown[]) => Promise<unknown>>;
  const authenticate = activities['authenticate'];
  if (authenticate)
    activities['authenticate'] = async (...given) => {
      if (Math.random() < slowOften) await new Promise((done) => setTimeout(done, slowMs + Math.random() * slowSpanMs));
      return authenticate(...given);
    };
  return create({
    ...options,
    maxCachedWorkflows: cached,
    ...(cached > 0 && { maxConcurrentWorkflowTaskExecutions: cached }),
  });
};
await runWorker(process.env, {}, () => process.send?.({ ready: true }));
