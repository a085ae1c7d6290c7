/** The product as processes of their own: Temporal's server, a mail server that counts, workers that can be killed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { ensureRing } from '../../src/encryption/ring.ts';
import { startDevServer, type DevServer } from '../../src/server/dev-server.ts';
import { freePort } from '../../src/server/port.ts';
import { withoutTemporal } from '../../src/server/program.ts';
import { findTemporalCli } from '../../src/server/temporal-cli.ts';
import { startWorker, type WorkerProcess } from '../../src/server/worker-process.ts';
import type { ConnectionSettings } from '../../src/temporal.ts';
import { openDesk, type Desk } from './desk.ts';
import { startMailCounter, type MailCounter } from './mail-counter.ts';
import { policy } from './policy.ts';

export type Stand = Desk & {
  /** The data folder; register and policy file are in it. */
  readonly data: string;
  readonly settings: ConnectionSettings;
  readonly mail: MailCounter;
  /** What the worker and the command line need to find all of it. */
  readonly env: NodeJS.ProcessEnv;
  /** Starts a worker; returns once it polls. */
  work(): Promise<void>;
  /** SIGKILL for every worker, as a power cut or the kernel's out-of-memory killer does it. */
  kill(): Promise<void>;
  /** Stops every worker in its tracks; what the server hands to it from now on, it has and does nothing with. */
  freeze(): void;
  /** SIGKILL for Temporal's server; the database file stays. */
  killServer(): Promise<void>;
  /** A new server on the same database file and the same port; returns once it answers. */
  restartServer(): Promise<void>;
  stop(): Promise<void>;
};

const workerModule = join(import.meta.dirname, '..', '..', 'dist', 'worker.js');

/** `change`: sections of the policy file that are not as usual. */
export async function startStand(change: object = {}): Promise<Stand> {
  const data = mkdtempSync(join(tmpdir(), 'seventytwo-stand-'));
  const progress = (line: string): void => void process.stderr.write(`${line}\n`);
  const cli = await findTemporalCli({ env: process.env, progress });
  const ports = { port: await freePort(), uiPort: await freePort() };
  const startServer = (): Promise<DevServer> =>
    startDevServer({ cli, dataFolder: data, ...ports, progress });
  let server = await startServer();
  const mail = await startMailCounter();
  const policyPath = join(data, 'policy.yaml');
  writeFileSync(policyPath, stringify({ ...policy(mail.settings), ...change }));
  const namespace = 'default';
  const settings: ConnectionSettings = {
    address: server.address,
    namespace,
    options: {},
    keys: join(data, 'keys'),
    source: 'running up',
  };
  // As `init` does it: what is declared before the first worker is sealed too.
  await ensureRing(settings.keys);
  const desk = await openDesk(settings, data);
  const env = {
    ...withoutTemporal(process.env),
    // A profile of the person who runs this must not count: no file has this name.
    TEMPORAL_CONFIG_FILE: '',
    TEMPORAL_ADDRESS: server.address,
    TEMPORAL_NAMESPACE: namespace,
    SEVENTYTWO_DATA: data,
    SEVENTYTWO_POLICY: policyPath,
    TZ: 'UTC',
  };
  const workers = new Set<WorkerProcess>();

  async function kill(): Promise<void> {
    for (const worker of workers) {
      process.kill(worker.pid, 'SIGKILL');
      await worker.exited;
    }
  }

  return {
    ...desk,
    data,
    settings,
    mail,
    env,

    async work() {
      const logFile = join(data, 'logs', 'worker.log');
      const worker = await startWorker({ module: workerModule, env, logFile });
      workers.add(worker);
      void worker.exited.then(() => workers.delete(worker));
    },
    kill,

    freeze() {
      for (const worker of workers) process.kill(worker.pid, 'SIGSTOP');
    },

    async killServer() {
      process.kill(server.pid, 'SIGKILL');
      await server.exited;
    },

    async restartServer() {
      server = await startServer();
    },

    async stop() {
      await desk.incidents.close();
      // Killed, not asked: a mail that is held would make the end wait for its time limit.
      await kill();
      await mail.stop();
      await server.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
