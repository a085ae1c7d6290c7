/** The product's own worker, which keeps `SMALL_CACHE` incidents in memory: the others are thrown out and replayed. */
import { Worker } from '@temporalio/worker';
import { runWorker } from '../../../src/worker.ts';

const cached = Number(process.env['SMALL_CACHE'] ?? 2);
const create = Worker.create.bind(Worker);
Worker.create = (options) =>
  create({
    ...options,
    maxCachedWorkflows: cached,
    // No more than are kept; none kept: as usual.
    ...(cached > 0 && { maxConcurrentWorkflowTaskExecutions: cached }),
  });
await runWorker(process.env, {}, () => process.send?.({ ready: true }));
