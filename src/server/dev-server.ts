/** Temporal's server for one box: one process on one database file in the data folder. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Failure, type Progress } from '../failure.ts';
import { raiseRetention, waitForAnswer } from './answer.ts';
import { admitVersion } from './data-version.ts';
import { lastLines, openLog } from './log-file.ts';
import { databaseFile, forgetServer, recordServer, serverGraceMs, stopOrphan } from './orphan.ts';
import { choosePort, loopback } from './port.ts';
import { withoutTemporal } from './program.ts';
import type { TemporalCli } from './temporal-cli.ts';

export type DevServer = {
  readonly address: string;
  readonly uiUrl: string;
  readonly pid: number;
  readonly version: string;
  /** Settles when the process is gone; null when a signal ended it. */
  readonly exited: Promise<number | null>;
  stop(): Promise<void>;
};

const usualPort = 7233;
const usualUiPort = 8233;

/** It starts in under a second; a cold disk or a long recovery gets a minute and a half. */
const startLimitMs = 90_000;

/**
 * The caller holds the lock on the data folder. Ports that are named must be free; the usual ones
 * give way to free ones. Data of another server version is refused.
 */
export async function startDevServer(options: {
  cli: TemporalCli;
  dataFolder: string;
  namespace?: string;
  port?: number;
  uiPort?: number;
  progress: Progress;
  signal?: AbortSignal | undefined;
}): Promise<DevServer> {
  const { cli, progress, signal } = options;
  const namespace = options.namespace ?? 'default';
  // The orphan's command line is compared with it.
  const dataFolder = resolve(options.dataFolder);
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  await stopOrphan(dataFolder, progress);
  admitVersion(dataFolder, cli.version);
  const port = await choosePort('Temporal', options.port, usualPort, progress);
  const uiPort = await choosePort("Temporal's web UI", options.uiPort, usualUiPort, progress);
  const address = `${loopback}:${port}`;
  const uiUrl = `http://${loopback}:${uiPort}`;

  const logFile = join(dataFolder, 'logs', 'temporal.log');
  const log = openLog(logFile);
  const child = spawn(
    cli.path,
    serverArguments(databaseFile(dataFolder), namespace, port, uiPort),
    {
      cwd: dataFolder,
      env: withoutTemporal(process.env),
      stdio: ['ignore', log, log],
      // A group of its own: Ctrl-C in the terminal must not take the server from under the worker.
      detached: true,
    },
  );
  closeSync(log);
  const exited = new Promise<number | null>((done) => child.once('exit', done));
  const { pid } = child;
  if (pid === undefined) throw await notStarted(child, cli.path);
  recordServer(dataFolder, {
    pid,
    address,
    uiUrl,
    version: cli.version,
    startedAt: new Date().toISOString(),
  });

  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      // See serverGraceMs: an end by force loses nothing.
      const force = setTimeout(() => child.kill('SIGKILL'), serverGraceMs);
      await exited;
      clearTimeout(force);
    }
    forgetServer(dataFolder);
  };

  const gone = new AbortController();
  void exited.then(() => gone.abort());
  try {
    const connection = await waitForAnswer({
      connection: { address },
      namespace,
      limitMs: startLimitMs,
      signal: signal ? AbortSignal.any([gone.signal, signal]) : gone.signal,
    });
    try {
      await raiseRetention(connection, namespace);
    } finally {
      await connection.close();
    }
  } catch (error) {
    await stop();
    signal?.throwIfAborted();
    throw new Failure(
      'unreachable',
      'server-start',
      `the Temporal server ${cli.path} did not come up on ${address}; see ${logFile}, which ends with: ${lastLines(logFile, 3).join(' / ')}`,
      error,
    );
  }
  return { address, uiUrl, pid, version: cli.version, exited, stop };
}

async function notStarted(child: ChildProcess, path: string): Promise<Failure> {
  const error = await new Promise<Error>((done) => child.once('error', done));
  return new Failure(
    'unreachable',
    'server-start',
    `the Temporal server ${path} cannot be started (${error.message})`,
    error,
  );
}

function serverArguments(
  database: string,
  namespace: string,
  port: number,
  uiPort: number,
): string[] {
  return [
    ...['server', 'start-dev', '--ip', loopback],
    ...['--db-filename', database],
    // Full synchronisation: what was confirmed survives a power cut, and it costs next to nothing.
    ...['--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=2'],
    // The default of 20 polls a second makes every step wait.
    ...['--dynamic-config-value', 'history.transferProcessorMaxPollRPS=100'],
    // An incident stuck by a bug goes on this long after the mended worker's start; the default grows to 10 min.
    ...['--dynamic-config-value', 'history.workflowTaskRetryMaxInterval="20s"'],
    // One update more than are let in makes the server forget all that are under way on the incident, and the task that
    // the worker has: the default of 10 is a busy team. 200 are a task of a second, of the 5 s that it may take.
    ...['--dynamic-config-value', 'history.maxInFlightUpdates=200'],
    ...['--namespace', namespace, '--port', String(port), '--ui-port', String(uiPort)],
    ...['--log-level', 'warn'],
  ];
}
