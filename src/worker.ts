/** The worker: wires activities to their outside systems and polls the task queue until told to stop. */
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  DefaultLogger,
  NativeConnection,
  Runtime,
  Worker,
  type WorkerOptions,
} from '@temporalio/worker';
import { WorkflowClient } from '@temporalio/client';
import { createAbsorb } from './absorb.ts';
import { createActivities } from './activities/index.ts';
import { readConfig, type Config, type Environment } from './config.ts';
import { readSecret } from './config/secret.ts';
import { exitCodes, Failure } from './failure.ts';
import { readLogLevel, toLine, type LogLevel } from './log.ts';
import { createMailTransport, inboxSettings, type MailTransport } from './mail/transport.ts';
import { watchPolicy, type LoadedPolicy } from './policy/file.ts';
import { openRegister } from './register/database.ts';
import { registerSearchAttributes } from './server/search-attributes.ts';
import { readConnectionSettings, type ConnectionSettings } from './temporal.ts';
import { searchAttributes, taskQueue } from './workflows/messages.ts';

/** Built by `npm run build`; from sources (development) the SDK bundles at start, which takes seconds. */
const bundlePath = fileURLToPath(new URL('../dist/workflow-bundle.js', import.meta.url));

/** After SIGTERM running activities may finish: one mail attempt at most. */
const shutdownGraceMs = 50_000;
/** A killed worker's cached incidents wait this long for it before another takes over; the default is 10 s. */
const stickyTimeoutMs = 1_000;
/** About 0.4 MB each: 500 incidents at once stay within 200 MB. */
const cachedWorkflows = 500;

/** Runs until SIGINT or SIGTERM, or until the parent process that started it is gone. */
export async function runWorker(
  env: Environment,
  flags: { data?: string; policy?: string },
  onReady: (settings: ConnectionSettings) => void,
): Promise<void> {
  const config = readConfig(env, flags);
  const settings = readConnectionSettings(env, config.data);
  const secrets = typeof settings.options.apiKey === 'string' ? [settings.options.apiKey] : [];
  const level = readLogLevel(env.SEVENTYTWO_LOG_LEVEL);
  const logger = createLogger(level, secrets);
  // The faults below its first line quote what somebody wrote.
  const policy = await watchPolicy(config.policyPath, (line) =>
    logger.warn(`${line.split('\n', 1)[0]} (see seventytwo doctor)`),
  );
  const register = await openRegister(config.data);
  const transport = await mailTransport(await policy(), config, env, secrets);
  installRuntime(logger, level);
  const connection = await connect(settings);
  try {
    await registerSearchAttributes(connection, settings.namespace, searchAttributes);
    const worker = await Worker.create({
      connection,
      namespace: settings.namespace,
      taskQueue,
      ...workflowCode(),
      activities: createActivities({
        ...{ register, transport, policy, now: Date.now },
        absorb: createAbsorb(new WorkflowClient({ connection, namespace: settings.namespace })),
      }),
      shutdownGraceTime: shutdownGraceMs,
      stickyQueueScheduleToStartTimeout: stickyTimeoutMs,
      maxCachedWorkflows: cachedWorkflows,
    });
    // Started by `up`: its death closes this channel, and a worker without its box must not linger.
    const stop = (): void => {
      if (worker.getState() === 'RUNNING') worker.shutdown();
    };
    process.once('disconnect', stop);
    try {
      const running = worker.run();
      if (process.send && !process.connected) stop();
      onReady(settings);
      await running;
    } finally {
      process.off('disconnect', stop);
    }
  } finally {
    transport.close();
    await register.close();
    await connection.close();
  }
}

/** `secrets` may still grow: it is looked at for each line. */
function createLogger(level: LogLevel, secrets: readonly string[]): DefaultLogger {
  return new DefaultLogger(level, (entry) => void process.stderr.write(toLine(entry, secrets)));
}

/** Lines of the native part come through the same logger, or they would be printed as they are. */
function installRuntime(logger: DefaultLogger, level: LogLevel): void {
  const isDetailed = level === 'DEBUG' || level === 'TRACE';
  Runtime.install({
    logger,
    telemetryOptions: {
      logging: { forward: {}, filter: { core: isDetailed ? 'DEBUG' : 'WARN', other: 'ERROR' } },
    },
    shutdownSignals: ['SIGINT', 'SIGTERM'],
  });
}

async function connect({ address, options }: ConnectionSettings): Promise<NativeConnection> {
  try {
    const { tls, apiKey, metadata } = options;
    return await NativeConnection.connect({
      address,
      ...(tls !== undefined && { tls }),
      ...(typeof apiKey === 'string' && { apiKey }),
      ...(metadata && {
        metadata: Object.fromEntries(Object.entries(metadata).map(([k, v]) => [k, String(v)])),
      }),
    });
  } catch (error) {
    throw new Failure(
      'unreachable',
      'no-temporal',
      `no Temporal server answers at ${address}; start it, or set TEMPORAL_ADDRESS`,
      error,
    );
  }
}

function workflowCode(): Pick<WorkerOptions, 'workflowBundle' | 'workflowsPath'> {
  return existsSync(bundlePath)
    ? { workflowBundle: { codePath: bundlePath } }
    : { workflowsPath: fileURLToPath(new URL('./workflows/index.ts', import.meta.url)) };
}

/** The configured server, else the inbox that `up` runs beside us. */
async function mailTransport(
  { policy }: LoadedPolicy,
  config: Config,
  env: Environment,
  secrets: string[],
): Promise<MailTransport> {
  const { smtp } = policy.mail;
  if (smtp) {
    const password = smtp.password && (await readSecret(smtp.password, env));
    if (password !== undefined) secrets.push(password);
    return createMailTransport(smtp, password);
  }
  const inbox = inboxSettings(env.SEVENTYTWO_INBOX);
  if (inbox) return createMailTransport(inbox, undefined);
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
