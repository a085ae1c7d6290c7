/** The web board as a program: wires it to the register, the policy and the incidents, and serves until told to stop. */
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { requireMoved } from './backup/moving.ts';
import { readConfig, type Environment } from './config.ts';
import { registerPlace } from './config/register.ts';
import { exitCodes, Failure } from './failure.ts';
import { toLine } from './log.ts';
import { watchPolicy } from './policy/file.ts';
import { usualWebListen } from './policy/web.ts';
import { openRegister } from './register/database.ts';
import { readConnectionSettings } from './temporal.ts';
import { reachIncidents } from './web/incidents.ts';
import { startWatch } from './watchdog/start.ts';
import { startBoard } from './web/server.ts';

type Flags = { readonly data?: string; readonly policy?: string; readonly listen?: string };

/** Runs until SIGINT or SIGTERM, or until the parent process that started it is gone. */
export async function runWeb(
  env: Environment,
  flags: Flags,
  tell: (sentence: string) => void,
  onReady: (url: string) => void,
): Promise<void> {
  const config = readConfig(env, flags);
  requireMoved(config.data);
  // The faults below its first line quote what somebody wrote.
  const policy = await watchPolicy(config.policyPath, (line) => tell(line.split('\n', 1)[0] ?? ''));
  const loaded = (await policy()).policy;
  const place = await registerPlace(loaded, config, env);
  const register = await openRegister(config.data, place);
  const incidents = reachIncidents(readConnectionSettings(env, config.data));
  try {
    const deps = { policy, incidents, register, data: config.data, now: Date.now, tell };
    const listen = flags.listen || env.SEVENTYTWO_WEB || loaded.web.listen || usualWebListen;
    const served = await startBoard(deps, listen, loaded.web);
    onReady(served.url);
    // Beside `up`, which watches itself.
    const watch = process.send
      ? undefined
      : startWatch({ env, data: config.data, policyPath: config.policyPath, policy, tell });
    await stopped();
    await watch?.stop();
    await served.close();
  } finally {
    await incidents.close();
    await register.close();
  }
}

async function stopped(): Promise<void> {
  const over = new AbortController();
  const { signal } = over;
  const signals = ['SIGINT', 'SIGTERM'].map((name) => once(process, name, { signal }));
  // Started by `up`: its death closes this channel, and a board without its box must not linger.
  const orphaned = process.send ? [once(process, 'disconnect', { signal })] : [];
  await Promise.race([...signals, ...orphaned]);
  over.abort();
}

/** As a program of its own: `node dist/web.js`, started by `up`; what it tells are lines of the log. */
async function main(): Promise<void> {
  const log = (level: 'WARN' | 'ERROR', message: string): void =>
    void process.stderr.write(
      toLine({ level, message, timestampNanos: BigInt(Date.now()) * 1_000_000n }, []),
    );
  try {
    await runWeb(
      process.env,
      {},
      (sentence) => log('WARN', sentence),
      (url) => process.send?.({ ready: true, url }),
    );
  } catch (error) {
    process.exitCode = error instanceof Failure ? exitCodes[error.kind] : exitCodes.bug;
    log(
      'ERROR',
      error instanceof Failure
        ? (error.message.split('\n', 1)[0] ?? '')
        : 'the board ends by a bug',
    );
  } finally {
    // An open IPC channel would keep the process alive.
    if (process.connected) process.disconnect();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
