/** The Temporal server that `up` brings along: found or made, admitted to the data, kept running. */
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { backUpTemporal, recordedVersion } from '../server/data-version.ts';
import { startDevServer } from '../server/dev-server.ts';
import { keep } from '../server/keeper.ts';
import { lastLines } from '../server/log-file.ts';
import { withoutTemporal } from '../server/program.ts';
import { registerSearchAttributes } from '../server/search-attributes.ts';
import { findTemporalCli } from '../server/temporal-cli.ts';
import { readConnectionSettings } from '../temporal.ts';
import { searchAttributes } from '../workflows/messages.ts';

export type Temporal = {
  readonly address: string;
  readonly namespace: string;
  /** For people: whose server it is. */
  readonly origin: string;
  readonly uiUrl?: string;
  /** What the worker needs to reach it. */
  readonly env: NodeJS.ProcessEnv;
  stop(): Promise<void>;
};

export type OwnTemporalOptions = {
  data: string;
  port?: number;
  uiPort?: number;
  /** Go on with another server version's data after copying it. */
  acceptServerVersion: boolean;
  env: NodeJS.ProcessEnv;
  print: (line: string) => void;
};

export async function startOwnTemporal(
  options: OwnTemporalOptions & { signal: AbortSignal },
): Promise<Temporal> {
  const { data, env, print: progress, signal } = options;
  const { namespace } = readConnectionSettings(env, data);
  const cli = await findTemporalCli({ env, progress, signal });
  if (options.acceptServerVersion) await acceptVersion(data, cli.version, progress);

  let { port, uiPort } = options;
  const server = await keep({
    name: 'The Temporal server',
    start: async () => {
      const started = await startDevServer({
        cli,
        dataFolder: data,
        namespace,
        ...(port !== undefined && { port }),
        ...(uiPort !== undefined && { uiPort }),
        progress,
        signal,
      });
      // Again on the same ports: worker and command line know them.
      port = Number(new URL(`http://${started.address}`).port);
      uiPort = Number(new URL(started.uiUrl).port);
      return started;
    },
    lastWords: () => lastLines(join(data, 'logs', 'temporal.log'), 3).join(' / '),
    progress,
    signal,
  });
  const { address, uiUrl } = server.first;
  try {
    const connection = await Connection.connect({ address });
    try {
      await registerSearchAttributes(connection, namespace, searchAttributes);
    } finally {
      await connection.close();
    }
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    address,
    namespace,
    origin: `server ${cli.version}, kept by this program`,
    uiUrl,
    env: {
      // A profile for some other server must not change how ours is reached: no file has this name.
      ...withoutTemporal(env),
      TEMPORAL_CONFIG_FILE: '',
      TEMPORAL_ADDRESS: address,
      TEMPORAL_NAMESPACE: namespace,
    },
    stop: server.stop,
  };
}

async function acceptVersion(
  data: string,
  version: string,
  progress: (line: string) => void,
): Promise<void> {
  const recorded = recordedVersion(data);
  if (recorded === undefined || recorded === version) return;
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-');
  const copy = await backUpTemporal(data, stamp);
  progress(
    `The Temporal data of server ${recorded} is copied to ${copy}; going on with ${version}.`,
  );
}
