/** The worker: wires activities to their outside systems and polls the task queues until told to stop. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DefaultLogger, Runtime, type Worker } from '@temporalio/worker';
import { requireMoved } from './backup/moving.ts';
import { clearLeftBehind } from './backup/scratch.ts';
import { readConfig, type Config, type Environment } from './config.ts';
import { registerPlace } from './config/register.ts';
import { readDkim } from './config/dkim.ts';
import { readSecret, readToken } from './config/secret.ts';
import { exitCodes, Failure } from './failure.ts';
import { isAtLeast, readLogLevel, toLine, type LogEntry, type LogLevel } from './log.ts';
import { bounceTagger } from './mail/bounce-tag.ts';
import { createMailTransport, inboxSettings, type MailTransport } from './mail/transport.ts';
import { watchPolicy, type LoadedPolicy } from './policy/file.ts';
import { openRegister } from './register/database.ts';
import { registerSearchAttributes } from './server/search-attributes.ts';
import { createClient } from './temporal-client.ts';
import { readConnectionSettings, secretsIn, type ConnectionSettings } from './temporal.ts';
import { connectNatively } from './worker/connection.ts';
import { builtWorkflows, createWorkers, type WorkflowCode } from './worker/queues.ts';
import { keepMailPath, mailCheckMs } from './worker/mail-path.ts';
import { createHealth } from './worker/health.ts';
import { keepHeartbeat } from './worker/heartbeat.ts';
import { createObserver } from './worker/observer.ts';
import type { WebServer } from './worker/web.ts';
import { sdkAddress, startObserving, webSettings } from './worker/observing.ts';
import { recordingPolicy } from './worker/recording.ts';
import { prepareKeys } from './worker/keys.ts';
import { keepRotations } from './worker/rotations.ts';
import { keepSchedules } from './worker/schedules.ts';
import { keepSentinel } from './worker/sentinel.ts';
import { joinRing, workerIdentity } from './worker-ring.ts';
import { searchAttributes } from './workflows/messages.ts';

/** Runs until SIGINT or SIGTERM, or until the parent process that started it is gone. */
export async function runWorker(
  env: Environment,
  flags: { data?: string; policy?: string },
  onReady: (settings: ConnectionSettings) => void,
  code: WorkflowCode = builtWorkflows(),
): Promise<void> {
  const config = readConfig(env, flags);
  requireMoved(config.data);
  const settings = readConnectionSettings(env, config.data);
  const secrets = secretsIn(settings);
  const level = readLogLevel(env.SEVENTYTWO_LOG_LEVEL);
  const observer = createObserver({
    now: Date.now,
    tell: (message, about) => logger.warn(message, about),
  });
  const logger = createLogger(level, secrets, observer.noteLine);
  for (const folder of await clearLeftBehind(config.data))
    logger.warn('deleted what a killed backup, verify or restore left unencrypted', { folder });
  // The faults below its first line quote what somebody wrote.
  const policy = await watchPolicy(config.policyPath, (line) =>
    logger.warn(`${line.split('\n', 1)[0]} (see seventytwo doctor)`),
  );
  const loaded = await policy();
  const place = await registerPlace(loaded.policy, config, env);
  if (place.postgres) secrets.push(place.postgres.password);
  const register = await openRegister(config.data, place);
  const { bounceToken } = loaded.policy.mail;
  const bounceSecret = bounceToken && (await readToken(bounceToken, env));
  if (bounceSecret !== undefined) secrets.push(bounceSecret);
  const onRecord = recordingPolicy(policy, register, logger);
  const transports = {
    incidents: await mailTransport(loaded, config, env, secrets),
    paging: await mailTransport(loaded, config, env, secrets),
  };
  const web = await webSettings(loaded.policy, env);
  if (web?.token !== undefined) secrets.push(web.token);
  const sdk = web && (await sdkAddress());
  installRuntime(logger, level, sdk);
  const connection = await connectNatively(settings);
  const { namespace } = settings;
  const stopped = new AbortController();
  let served: WebServer | undefined;
  try {
    await registerSearchAttributes(connection, namespace, searchAttributes);
    const identity = workerIdentity(await joinRing(connection, settings));
    const { data: folder } = config;
    const client = createClient(connection, settings);
    const { keys, links, sign } = await prepareKeys(register, folder, policy, logger);
    const deps = {
      ...{ register, policy: onRecord, keys, links, now: Date.now },
      ...(bounceSecret !== undefined && { bounceTag: bounceTagger(bounceSecret) }),
    };
    const options = {
      ...{ connection, settings, identity, client, code, folder, deps, sign, transports },
      observer,
    };
    let workers: readonly Worker[] = [];
    if (web && sdk !== undefined) {
      const from = {
        observer,
        register,
        workers: () => workers,
        connection,
        client,
        namespace,
        sdk,
      };
      // Before the workers: an address that is taken must end this while nothing is begun.
      served = await startObserving(web, from);
    }
    workers = await createWorkers(options);
    const running = runAll(workers, () => onReady(settings));
    const { signal } = stopped;
    const readiness = createHealth({
      ...{ workers: () => workers, connection, client, namespace, register, observer },
      ...{ mailLimitMs: 3 * mailCheckMs, now: Date.now },
    });
    const kept = Promise.all([
      keepMailPath(transports.paging, observer, mailCheckMs, signal),
      keepRotations(join(folder, 'logs'), register, logger, signal),
      keepSentinel(client, logger, signal),
      keepSchedules(client, onRecord, logger, signal),
      keepHeartbeat({ policy: onRecord, register, readiness, now: Date.now, logger }, signal),
    ]);
    await running;
    stopped.abort();
    await kept;
  } finally {
    stopped.abort();
    await served?.close();
    for (const transport of Object.values(transports)) transport.close();
    await register.close();
    await connection.close();
  }
}

/** Until all have ended; when one fails, the others must not go on as half a worker. */
async function runAll(workers: readonly Worker[], onReady: () => void): Promise<void> {
  const stop = (): void => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  // Started by `up`: its death closes this channel, and a worker without its box must not linger.
  process.once('disconnect', stop);
  try {
    const running = workers.map((worker) => worker.run());
    if (process.send && !process.connected) stop();
    onReady();
    await Promise.all(running).catch(async (error: unknown) => {
      stop();
      await Promise.allSettled(running);
      throw error;
    });
  } finally {
    process.off('disconnect', stop);
  }
}

/** `secrets` may still grow: it is looked at for each line. `note` hears what is said of commands, whatever is written. */
function createLogger(
  level: LogLevel,
  secrets: readonly string[],
  note?: (entry: LogEntry) => void,
): DefaultLogger {
  return new DefaultLogger(isAtLeast(level, 'INFO') ? 'INFO' : level, (entry) => {
    note?.(entry);
    if (isAtLeast(entry.level, level)) process.stderr.write(toLine(entry, secrets));
  });
}

/** Lines of the native part come through the same logger, or they would be printed as they are. */
function installRuntime(logger: DefaultLogger, level: LogLevel, sdk: string | undefined): void {
  const isDetailed = level === 'DEBUG' || level === 'TRACE';
  Runtime.install({
    logger,
    telemetryOptions: {
      logging: { forward: {}, filter: { core: isDetailed ? 'DEBUG' : 'WARN', other: 'ERROR' } },
      ...(sdk !== undefined && { metrics: { prometheus: { bindAddress: sdk } } }),
    },
    shutdownSignals: ['SIGINT', 'SIGTERM'],
  });
}

/** The configured server, else the inbox that `up` runs beside us. */
async function mailTransport(
  { policy }: LoadedPolicy,
  config: Config,
  env: Environment,
  secrets: string[],
): Promise<MailTransport> {
  const { smtp } = policy.mail;
  const dkim = await readDkim(policy, env);
  if (dkim) secrets.push(dkim.privateKey);
  if (smtp) {
    const password = smtp.password && (await readSecret(smtp.password, env));
    if (password !== undefined) secrets.push(password);
    return createMailTransport(smtp, password, { dkim });
  }
  const inbox = inboxSettings(env.SEVENTYTWO_INBOX);
  if (inbox) return createMailTransport(inbox, undefined, { dkim });
  throw new Failure(
    'usage',
    'no-mail-server',
    `${config.policyPath} names no mail server; add mail.smtp, or run seventytwo up, which brings an inbox of its own`,
  );
}

/** As a program of its own: `node dist/worker.js`, started by `up`; its faults are lines of the log too. */
async function main(): Promise<void> {
  const logger = createLogger('ERROR', []);
  process.on('uncaughtException', (error) => {
    logger.error('the worker ends by a bug', { error });
    process.exit(exitCodes.bug);
  });
  try {
    await runWorker(process.env, {}, () => process.send?.({ ready: true }));
  } catch (error) {
    process.exitCode = error instanceof Failure ? exitCodes[error.kind] : exitCodes.bug;
    if (error instanceof Failure) logger.error(error.message.split('\n', 1)[0] ?? '');
    else logger.error('the worker ends by a bug', { error });
  } finally {
    // An open IPC channel would keep the process alive.
    if (process.connected) process.disconnect();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
