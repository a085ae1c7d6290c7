/** `seventytwo up`: everything for one box as one process tree, and nothing left when it ends. */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { connectTo } from '../connecting.ts';
import { exitCodes, Failure } from '../failure.ts';
import { loadPolicy, watchPolicy } from '../policy/file.ts';
import { registerSearchAttributes } from '../server/search-attributes.ts';
import { waitForAnswer } from '../server/answer.ts';
import { startInbox } from '../server/inbox.ts';
import { keep } from '../server/keeper.ts';
import { lockHolder, tryLock } from '../server/lock.ts';
import { keepRotating } from '../server/log-rotation.ts';
import { moduleBeside } from '../server/module.ts';
import { isFree } from '../server/port.ts';
import { readRuntime, writeRuntime, type RuntimeFile } from '../server/runtime-file.ts';
import { lastWords, startWorker } from '../server/worker-process.ts';
import { isServerGiven, readConnectionSettings, type ConnectionSettings } from '../temporal.ts';
import { searchAttributes } from '../workflows/messages.ts';
import { metricsChoice } from './up-metrics.ts';
import { startWatch } from '../watchdog/start.ts';
import { startStatusLine, type StatusLine, type Terminal } from './up-status.ts';
import { boardUrl } from './board-url.ts';
import { firstCommand, summary } from './up-summary.ts';
import { startUpWeb } from './up-web.ts';
import { startOwnTemporal, type OwnTemporalOptions, type Temporal } from './up-temporal.ts';

export type UpOptions = OwnTemporalOptions & {
  policyPath: string;
  /** Where a person watches; absent when the output goes elsewhere. */
  terminal?: Terminal;
};

/** A server that was named is expected to run already. */
const givenServerLimitMs = 10_000;

/** Runs until SIGINT, SIGTERM or SIGHUP; returns the exit code. */
export async function up(given: UpOptions): Promise<number> {
  let status: StatusLine | undefined;
  const print = (line: string): void => (status ?? given).print(line);
  const options = { ...given, print };
  const data = resolve(options.data);
  const policyPath = resolve(options.policyPath);
  const { policy } = await loadPolicy(policyPath);
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const lockPath = join(data, 'up.lock');
  const lock = tryLock(lockPath);
  if (!lock) throw alreadyUp(data, lockPath);

  const signals = listen(print);
  const { signal } = signals;
  // Stopped in the opposite order: worker, inbox, server.
  const parts: { stop(): Promise<void> }[] = [];
  let inboxPort: RuntimeFile['inbox'] = null;
  try {
    inboxPort = readRuntime(data)?.inbox ?? null;
    const temporal = isServerGiven(options.env)
      ? await useGivenTemporal({ ...options, data }, signal)
      : await startOwnTemporal({ ...options, data, signal });
    parts.push(temporal);

    const folder = join(data, 'inbox');
    if (!policy.mail.smtp) {
      const inbox = await startSameInbox(folder, inboxPort?.port);
      parts.push(inbox);
      inboxPort = { host: inbox.host, port: inbox.port };
    }
    const logs = join(data, 'logs');
    const logFile = join(logs, 'worker.log');
    const watched = await watchPolicy(policyPath, print);
    const keepMs = async () => (await watched()).policy.logs.keep;
    for (const name of ['worker.log', 'temporal.log', 'web.log']) {
      const rotation = keepRotating(join(logs, name), keepMs, print);
      parts.push({ stop: async () => rotation.stop() });
      await rotation.first;
    }
    const metrics = metricsChoice(options.env, policy, readRuntime(data)?.metrics);
    const env = {
      ...temporal.env,
      SEVENTYTWO_DATA: data,
      SEVENTYTWO_POLICY: policyPath,
      SEVENTYTWO_INBOX: policy.mail.smtp || !inboxPort ? '' : `${inboxPort.host}:${inboxPort.port}`,
      // The host's zone would leak into workflows.
      TZ: 'UTC',
    };
    print('Starting the worker.');
    let starts = 0;
    const worker = await keep({
      name: 'The worker',
      start: async () => {
        starts += 1;
        const module = moduleBeside('../worker', import.meta.url);
        return startWorker({
          module,
          env: { ...env, ...(await metrics.choose()) },
          logFile,
          signal,
        });
      },
      lastWords: () => lastWords(logFile),
      progress: print,
      signal,
    });
    parts.push(worker);

    parts.push(startWatch({ env, data, policyPath, policy: watched, tell: print }));

    const { address, namespace, uiUrl } = temporal;
    const before = readRuntime(data)?.web;
    const running = {
      address,
      namespace,
      ...(uiUrl !== undefined && { uiUrl }),
      inbox: inboxPort,
      ...metrics.chosen(),
      pid: process.pid,
    };
    writeRuntime(data, { ...running, ...(before !== undefined && { web: before }) });
    // After the worker, which must not wait for it.
    const web = await startUpWeb({
      ...{ policy, before, logs, progress: print, signal },
      env: { ...env, SEVENTYTWO_WEB: options.env.SEVENTYTWO_WEB },
    });
    parts.push(web);
    if (web.listen !== undefined) writeRuntime(data, { ...running, web: web.listen });
    const mail = policy.mail.smtp
      ? `through ${policy.mail.smtp.host}:${policy.mail.smtp.port}`
      : `the policy names no mail server: every mail is kept in ${folder}`;
    const first = firstCommand(options, data, policyPath, policy.onCall.order[0] ?? '');
    for (const line of summary(temporal, {
      data,
      policyPath,
      logFile,
      mail,
      first,
      board: web.listen === undefined ? undefined : boardUrl(policy, web.listen),
    }))
      print(line);
    if (options.terminal) {
      status = startStatusLine({
        terminal: options.terminal,
        settings: readConnectionSettings(temporal.env, data),
        restarts: () => starts - 1,
        print: given.print,
        signal,
      });
      parts.push(status);
    }
    await aborted(signal);
  } catch (error) {
    // Whatever waited was told to stop; anything else is a true error.
    if (!(signal.aborted && error instanceof Error && error.name === 'AbortError')) throw error;
  } finally {
    try {
      await stopAll(parts.reverse());
      const { metrics, web } = readRuntime(data) ?? {};
      writeRuntime(data, {
        inbox: inboxPort,
        ...(metrics !== undefined && { metrics }),
        ...(web !== undefined && { web }),
      });
    } finally {
      signals.close();
      lock.release();
    }
  }
  print('Stopped.');
  return exitCodes.done;
}

async function useGivenTemporal(
  { env, data, print }: UpOptions,
  signal: AbortSignal,
): Promise<Temporal> {
  const settings = readConnectionSettings(env, data);
  const { address, namespace, options } = settings;
  print(`Using the Temporal server at ${address}, namespace ${namespace}.`);
  await refuseUntrusted(settings);
  const connection = await waitForAnswer({
    connection: { address, ...options },
    namespace,
    limitMs: givenServerLimitMs,
    signal,
  }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw new Failure(
      'unreachable',
      'no-temporal',
      `no Temporal server answers at ${address} for namespace ${namespace}; check TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE or the profile, or leave them out to have one started`,
      error,
    );
  });
  try {
    await registerSearchAttributes(connection, namespace, searchAttributes);
  } finally {
    await connection.close();
  }
  return { address, namespace, origin: 'given', env, stop: async () => {} };
}

/** One that is not there yet may still come; one that is not to be trusted, or does not let us in, is told at once. */
async function refuseUntrusted(settings: ConnectionSettings): Promise<void> {
  try {
    const connection = await connectTo(settings);
    await connection.close();
  } catch (error) {
    if (!(error instanceof Failure && error.code === 'no-temporal')) throw error;
  }
}

/** The same port over restarts, so that a mail program set up once stays connected. */
async function startSameInbox(folder: string, port: number | undefined) {
  return port !== undefined && (await isFree(port))
    ? await startInbox({ folder, port })
    : await startInbox({ folder });
}

function alreadyUp(data: string, lockPath: string): Failure {
  const address = readRuntime(data)?.address ?? 'still starting';
  return new Failure(
    'usage',
    'already-up',
    `seventytwo up already runs on ${data} (${lockHolder(lockPath)}, Temporal ${address}); use that one, or stop it first`,
  );
}

/** The first signal stops; more of them only say that it is under way. */
function listen(print: (line: string) => void): { signal: AbortSignal; close: () => void } {
  const controller = new AbortController();
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const onSignal = (): void => {
    if (controller.signal.aborted) return print('Still stopping.');
    print('Stopping: the worker finishes what it is doing first.');
    controller.abort();
  };
  for (const name of names) process.on(name, onSignal);
  const close = (): void => {
    for (const name of names) process.off(name, onSignal);
  };
  return { signal: controller.signal, close };
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((done) => signal.addEventListener('abort', done, { once: true }));
}

/** Each is stopped even when one before it fails. */
async function stopAll(parts: readonly { stop(): Promise<void> }[]): Promise<void> {
  const faults: unknown[] = [];
  for (const part of parts) await part.stop().catch((error: unknown) => faults.push(error));
  if (faults.length > 0) throw new AggregateError(faults, 'not everything could be stopped');
}
