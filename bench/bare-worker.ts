/** A worker that knows the bare workflow beside the product's: both on one server, one worker, one mail server. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import {
  bundleWorkflowCode,
  DefaultLogger,
  NativeConnection,
  Runtime,
  Worker,
  type WorkerOptions,
} from '@temporalio/worker';
import { createActivities } from '../src/activities/index.ts';
import { readConfig } from '../src/config.ts';
import { createConverter } from '../src/encryption/converter.ts';
import { createMailTransport } from '../src/mail/transport.ts';
import { watchPolicy } from '../src/policy/file.ts';
import { openRegister } from '../src/register/database.ts';
import { registerSearchAttributes } from '../src/server/search-attributes.ts';
import {
  checksQueue,
  pagingQueue,
  searchAttributes,
  taskQueue,
} from '../src/workflows/messages.ts';
import type { Stand } from '../test/faults/stand.ts';

/** Starts it as a process of its own; settles once it polls. With `BARE_PLAIN` in its environment nothing is encrypted. */
export async function startBareWorker({ env }: Pick<Stand, 'env'>): Promise<() => Promise<void>> {
  const child = fork(fileURLToPath(import.meta.url), [], { env });
  const exited = once(child, 'exit');
  const [message] = await Promise.race([once(child, 'message'), exited]);
  if (message !== 'ready') throw new Error(`the bare worker ended with ${message}`);
  return async () => {
    child.kill('SIGKILL');
    await exited;
  };
}

async function work(): Promise<void> {
  const { env } = process;
  const config = readConfig(env, {});
  const policy = await watchPolicy(config.policyPath);
  const { smtp } = (await policy()).policy.mail;
  if (!smtp) throw new Error('the policy of a benchmark names its mail server');
  const logger = new DefaultLogger('WARN');
  Runtime.install({ logger });
  const workflowBundle = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('./bare-workflows.ts', import.meta.url)),
    logger,
  });
  const connection = await NativeConnection.connect({ address: env['TEMPORAL_ADDRESS'] ?? '' });
  const namespace = env['TEMPORAL_NAMESPACE'] ?? '';
  await registerSearchAttributes(connection, namespace, searchAttributes);
  const nobody = async () => [];
  const deps = {
    ...{ register: await openRegister(config.data), policy, now: Date.now },
    keys: { keys: nobody, newest: nobody },
    absorb: () => Promise.reject(new Error('no incident is merged here')),
  };
  const create = (queue: Pick<WorkerOptions, 'taskQueue' | 'workflowBundle'>) =>
    Worker.create({
      ...{ connection, namespace, ...queue },
      ...(!env['BARE_PLAIN'] && { dataConverter: createConverter(config, 'worker') }),
      activities: createActivities({ ...deps, transport: createMailTransport(smtp, undefined) }),
    });
  const workers = [
    await create({ taskQueue, workflowBundle }),
    await create({ taskQueue: pagingQueue }),
    await create({ taskQueue: checksQueue }),
  ];
  process.send?.('ready');
  await Promise.all(workers.map((worker) => worker.run()));
}

if (process.send && process.argv[1] === fileURLToPath(import.meta.url)) await work();
