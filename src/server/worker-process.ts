/** The worker as a child process: ready when it says so, gone when its channel to us closes. */
import { fork } from 'node:child_process';
import { closeSync } from 'node:fs';
import { Failure } from '../failure.ts';
import { readable } from '../log.ts';
import type { Running } from './keeper.ts';
import { lastLines, openLog } from './log-file.ts';

/** Bundling and replay take 5 to 15 s; a small, loaded machine gets two minutes. */
const readyLimitMs = 120_000;
/** More than the worker's own 50 s for running activities, so that it can end by itself. */
const graceMs = 60_000;

export type WorkerProcess = Running & { readonly pid: number };

/** `name` is for people; default: the worker. `module` sends `{ ready: true }` once it polls. Output goes to `logFile`. */
export async function startWorker(options: {
  name?: string;
  module: string;
  env: NodeJS.ProcessEnv;
  logFile: string;
  signal?: AbortSignal | undefined;
}): Promise<WorkerProcess> {
  const { logFile, signal, name = 'worker' } = options;
  signal?.throwIfAborted();
  const log = openLog(logFile);
  const child = fork(options.module, [], {
    env: options.env,
    stdio: ['ignore', log, log, 'ipc'],
    // A group of its own: it gets one signal, ours. A second one during its draining would kill it.
    detached: true,
  });
  closeSync(log);
  const exited = new Promise<string>((done) => {
    child.once('error', (error) => done(error.message));
    child.once('exit', (code, killedBy) =>
      done(code === null ? `ended by ${killedBy}` : `exit code ${code}`),
    );
  });
  const isGone = (): boolean =>
    child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
  const stop = async (): Promise<void> => {
    if (isGone()) return;
    child.kill('SIGTERM');
    // An activity that still runs then is repeated by Temporal, as after any crash.
    const force = setTimeout(() => child.kill('SIGKILL'), graceMs);
    await exited;
    clearTimeout(force);
  };

  const ready = new Promise<'ready'>((done) => {
    child.on('message', (message) => {
      if (isReady(message)) done('ready');
    });
  });
  let limit: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  const cut = new Promise<string>((done) => {
    limit = setTimeout(() => done(`not ready after ${readyLimitMs / 1_000} s`), readyLimitMs);
    onAbort = () => done('stopped');
    signal?.addEventListener('abort', onAbort);
  });
  const how = await Promise.race([ready, exited, cut]);
  clearTimeout(limit);
  if (onAbort) signal?.removeEventListener('abort', onAbort);
  if (how === 'ready' && child.pid !== undefined) return { pid: child.pid, exited, stop };
  await stop();
  signal?.throwIfAborted();
  throw new Failure(
    'checkFailed',
    'worker-start',
    `the ${name} did not start (${how}); see ${logFile}, which ends with: ${lastWords(logFile)}`,
  );
}

/** For a person: the last lines of the log without their JSON. */
export function lastWords(logFile: string): string {
  return lastLines(logFile, 5).map(readable).join(' / ');
}

function isReady(message: unknown): boolean {
  return (
    typeof message === 'object' && message !== null && 'ready' in message && message.ready === true
  );
}
