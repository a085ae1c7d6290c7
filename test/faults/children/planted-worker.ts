/** The product's own worker on a bundle with the planted bug; `PLANTED_THREADS` says on how many workflow threads. */
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { runWorker } from '../../../src/worker.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const workflowBundle = await bundleWorkflowCode({
  workflowsPath: path('../../../src/workflows/index.ts'),
  workflowInterceptorModules: [path('./planted-bug.ts')],
  logger: new DefaultLogger('ERROR'),
});
const threads = Number(process.env['PLANTED_THREADS'] ?? 0);
await runWorker(process.env, {}, () => process.send?.({ ready: true }), {
  workflowBundle,
  ...(threads > 0 && { workflowThreadPoolSize: threads }),
});
