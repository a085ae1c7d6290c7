/** The product as processes of their own: Temporal's server, a mail server that counts, workers that can be killed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { connectIncidents, type Incidents } from '../../src/client.ts';
import type { Command, CommandFields, CommandName } from '../../src/domain/commands.ts';
import type { IncidentEvent } from '../../src/domain/events.ts';
import type { Status } from '../../src/domain/status.ts';
import { openRegister } from '../../src/register/database.ts';
import { readEvents } from '../../src/register/journal.ts';
import { startDevServer } from '../../src/server/dev-server.ts';
import { freePort } from '../../src/server/port.ts';
import { withoutTemporal } from '../../src/server/program.ts';
import { findTemporalCli } from '../../src/server/temporal-cli.ts';
import { startWorker, type WorkerProcess } from '../../src/server/worker-process.ts';
import type { ConnectionSettings } from '../../src/temporal.ts';
import { startMailCounter, type MailCounter } from './mail-counter.ts';

export type Stand = {
  /** The data folder; register and policy file are in it. */
  readonly data: string;
  readonly settings: ConnectionSettings;
  readonly mail: MailCounter;
  readonly incidents: Incidents;
  /** What the worker and the command line need to find all of it. */
  readonly env: NodeJS.ProcessEnv;
  /** Starts a worker; returns once it polls. */
  work(): Promise<void>;
  /** SIGKILL for every worker, as a power cut or the kernel's out-of-memory killer does it. */
  kill(): Promise<void>;
  declare(id: string, fields?: Partial<CommandFields<'declare'>>): Promise<Status>;
  send<N extends CommandName>(
    id: string,
    name: N,
    by: string,
    fields: CommandFields<N>,
  ): Promise<Status>;
  /** As the register has them. */
  events(id: string): Promise<readonly IncidentEvent[]>;
  stop(): Promise<void>;
};

const workerModule = join(import.meta.dirname, '..', '..', 'dist', 'worker.js');

/** `change`: sections of the policy file that are not as usual. */
export async function startStand(change: object = {}): Promise<Stand> {
  const data = mkdtempSync(join(tmpdir(), 'seventytwo-stand-'));
  const progress = (line: string): void => void process.stderr.write(`${line}\n`);
  const cli = await findTemporalCli({ env: process.env, progress });
  const server = await startDevServer({
    cli,
    dataFolder: data,
    port: await freePort(),
    uiPort: await freePort(),
    progress,
  });
  const mail = await startMailCounter();
  const policyPath = join(data, 'policy.yaml');
  writeFileSync(policyPath, stringify({ ...policy(mail), ...change }));
  const namespace = 'default';
  const settings: ConnectionSettings = {
    address: server.address,
    namespace,
    options: {},
    source: 'running up',
  };
  const incidents = await connectIncidents(settings);
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
  let commands = 0;

  async function kill(): Promise<void> {
    for (const worker of workers) {
      process.kill(worker.pid, 'SIGKILL');
      await worker.exited;
    }
  }

  function command(name: CommandName, person: string, fields: object): Command {
    commands += 1;
    const actor = { person, channel: 'cli' };
    // oxlint-disable-next-line no-unsafe-type-assertion -- the callers keep a name and its fields together.
    return { name, commandId: `${name}-${commands}`, actor, fields } as unknown as Command;
  }

  return {
    data,
    settings,
    mail,
    incidents,
    env,

    async work() {
      const logFile = join(data, 'logs', 'worker.log');
      const worker = await startWorker({ module: workerModule, env, logFile });
      workers.add(worker);
      void worker.exited.then(() => workers.delete(worker));
    },
    kill,

    async declare(id, fields = {}) {
      const first = command('declare', 'anna', { title: 'export was public', ...fields });
      const status = await incidents.declare(id, first);
      if (!status) throw new Error(`${id} is taken`);
      return status;
    },

    send: (id, name, by, fields) =>
      incidents.send(id, command(name, by, fields), () => Promise.resolve(true)),

    async events(id) {
      const register = await openRegister(data, { readOnly: true });
      try {
        return await readEvents(register, id);
      } finally {
        await register.close();
      }
    },

    async stop() {
      await incidents.close();
      // Killed, not asked: a mail that is held would make the end wait for its time limit.
      await kill();
      await mail.stop();
      await server.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** Anna and ben on call, dora the DPO, dirk her deputy, clara decides. */
function policy({ settings }: MailCounter): object {
  const person = (id: string, name: string) => ({ [id]: { name, email: `${id}@acme.example` } });
  return {
    organisation: {
      name: 'Acme GmbH',
      contact: 'security@acme.example',
      zone: 'Europe/Berlin',
      authority: 'DE-BY',
    },
    people: {
      ...person('anna', 'Anna Berg'),
      ...person('ben', 'Ben Roth'),
      ...person('clara', 'Clara Vogt'),
      ...person('dora', 'Dora Lind'),
      ...person('dirk', 'Dirk Haas'),
    },
    roles: { dpo: 'dora', deputy: 'dirk', decisionMaker: 'clara' },
    onCall: { order: ['anna', 'ben'] },
    customers: { globex: { name: 'Globex BV', email: 'privacy@globex.example' } },
    mail: { smtp: settings },
  };
}
