/** The product as a company runs it: a real `up` on a policy that `init` wrote, and commands typed against it. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { simpleParser, type ParsedMail } from 'mailparser';
import { Connection, type Client } from '@temporalio/client';
import { clientOf } from './client.ts';
import { main } from '../../src/cli/program.ts';
import { freePort } from '../../src/server/port.ts';
import { findTemporalCli } from '../../src/server/temporal-cli.ts';

const cli = join(import.meta.dirname, '..', '..', 'dist', 'cli.js');

/** On two busy cores a start takes up to ten seconds, and what a worker does beside it several. */
const readyLimitMs = 120_000;
/** The worker ends at once when nothing is under way; then the server. */
const stopLimitMs = 20_000;
/** A process of ours that hangs must fail its test, not the whole run. */
const processLimitMs = 120_000;

/** How a command ended, in this process or in one of its own. */
export type Ran = {
  readonly args: readonly string[];
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** Standard output read as JSON; throws when it is none. */
  readonly json: () => Json;
};

/** Whatever `JSON.parse` gives: a test proves what it expects of it. */
export type Json = ReturnType<typeof JSON.parse>;

export type RunOptions = {
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
};

/** A data folder with a policy file, and the commands that people would type. */
export type Desk = {
  readonly data: string;
  readonly policyPath: string;
  readonly env: NodeJS.ProcessEnv;
  /** In this process, through `main`. */
  readonly run: (args: readonly string[], options?: RunOptions) => Promise<Ran>;
  /** The same, expected to be done: the JSON answer. */
  readonly done: (...args: string[]) => Promise<Json>;
  readonly start: (args: readonly string[], options?: RunOptions) => ChildProcess;
  /** In a process of its own, from dist. */
  readonly runProcess: (args: readonly string[], options?: RunOptions) => Promise<Ran>;
  /** Takes the folder away. */
  readonly clear: () => void;
};

export type App = Desk & {
  readonly address: string;
  readonly cliPath: string;
  readonly client: Client;
  /** Mails in the inbox of whose subject `words` are a part, or match it, once there is at least one. */
  readonly mails: (words: string | RegExp) => Promise<readonly ParsedMail[]>;
  /** Mails that are there now. */
  readonly mailCount: (words: string) => Promise<number>;
  readonly stop: () => Promise<void>;
};

/** Five people as in the demo: anna and ben on call, dora the DPO, dirk her deputy, clara decides. */
const initFlags = [
  ...['--organisation', 'Acme GmbH', '--contact', 'security@acme.example'],
  ...['--authority', 'DE-BY', '--zone', 'Europe/Berlin'],
  ...['--person', 'Anna Berg <anna@acme.example>', 'Ben Roth <ben@acme.example>'],
  ...['Clara Vogt <clara@acme.example>', 'Dora Lind <dora@acme.example>'],
  ...['Dirk Haas <dirk@acme.example>', '--dpo', 'dora', '--deputy', 'dirk'],
  ...['--decision-maker', 'clara', '--on-call', 'anna', 'ben'],
  ...['--customer', 'globex=Globex BV <privacy@globex.example>'],
];

export async function createDesk(): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), 'seventytwo-app-'));
  const data = join(folder, 'data');
  const env: NodeJS.ProcessEnv = {
    // Nothing that the person who runs the tests has set up.
    ...Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^(TEMPORAL|SEVENTYTWO)_/.test(name)),
    ),
    TEMPORAL_CONFIG_FILE: join(folder, 'no-such-profile.toml'),
    SEVENTYTWO_DATA: data,
  };

  async function run(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
    const out: string[] = [];
    const err: string[] = [];
    const code = await main(args, {
      env: { ...env, ...options.env },
      print: (line) => void out.push(line),
      tell: (line) => void err.push(line),
      isTerminal: false,
      readInput: () => Promise.resolve(options.input ?? ''),
      now: Date.now,
    });
    return ran(args, code, out.join('\n'), err.join('\n'));
  }

  function start(args: readonly string[], options: RunOptions = {}): ChildProcess {
    const child = spawn(process.execPath, [cli, ...args], {
      env: { ...env, ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    child.stdin.end(options.input);
    return child;
  }

  async function runProcess(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
    const child = start(args, options);
    const limit = setTimeout(() => child.kill('SIGKILL'), processLimitMs);
    const texts = [child.stdout, child.stderr].map(collect);
    const [code] = await once(child, 'close');
    clearTimeout(limit);
    return ran(args, code, texts[0]?.() ?? '', texts[1]?.() ?? '');
  }

  const desk: Desk = {
    data,
    policyPath: join(data, 'policy.yaml'),
    env,
    run,
    start,
    runProcess,
    async done(...args) {
      const result = await run([...args, '--json']);
      assert.equal(result.code, 0, `${args.join(' ')}: ${result.err}`);
      return result.json();
    },
    clear: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
  const written = await run(['init', ...initFlags]);
  assert.equal(written.code, 0, written.err);
  return desk;
}

/** `prepare` may change the policy before the app starts. Everything stops and goes away with `stop`, and also when this process ends before that. */
export async function startApp(
  prepare?: (desk: Desk) => void,
  // A board beside each test would only take its processor.
  environment: NodeJS.ProcessEnv = { SEVENTYTWO_WEB: 'off' },
): Promise<App> {
  const { path: cliPath } = await findTemporalCli({ env: process.env, progress: console.error });
  const desk = await createDesk();
  prepare?.(desk);
  const { data } = desk;
  const ports = ['--port', String(await freePort()), '--ui-port', String(await freePort())];
  const up = desk.start(['up', ...ports], { env: { TEMPORAL_CLI_PATH: cliPath, ...environment } });
  const told = [up.stdout, up.stderr].map(collect);
  const exited = once(up, 'exit');
  const isGone = (): boolean => up.exitCode !== null || up.signalCode !== null;

  // The server is a process group of its own: it must not outlive a run that was cut short.
  const killAll = (): void => {
    if (!isGone()) up.kill('SIGKILL');
    const server = join(data, 'server.json');
    if (existsSync(server)) kill(JSON.parse(readFileSync(server, 'utf8')).pid);
    desk.clear();
  };
  const onSignal = (): void => process.exit(1);
  process.once('exit', killAll).once('SIGTERM', onSignal).once('SIGINT', onSignal);

  let connection: Connection | undefined;
  async function stop(): Promise<void> {
    await connection?.close();
    if (!isGone()) up.kill('SIGTERM');
    await Promise.race([exited, sleep(stopLimitMs, undefined, { ref: false })]);
    killAll();
    await exited;
    process.off('exit', killAll).off('SIGTERM', onSignal).off('SIGINT', onSignal);
  }

  try {
    await until(() => isGone() || existsSync(join(data, 'runtime.json')), readyLimitMs);
    assert.ok(!isGone(), `up ended: ${told.map((text) => text()).join('\n')}`);
    const { address } = JSON.parse(readFileSync(join(data, 'runtime.json'), 'utf8'));
    connection = await Connection.connect({ address });
    const client = clientOf(connection, data);
    const inbox = join(data, 'inbox');
    const read = createMailReader(inbox);
    return {
      ...desk,
      address,
      cliPath,
      client,
      async mails(words) {
        let found: readonly ParsedMail[] = [];
        await until(async () => {
          found = (await read()).filter(({ subject = '' }) =>
            typeof words === 'string' ? subject.includes(words) : words.test(subject),
          );
          return found.length > 0;
        }, readyLimitMs);
        return found;
      },
      mailCount: async (words) =>
        (await read()).filter(({ subject }) => subject?.includes(words)).length,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

export async function until(
  isSo: () => boolean | Promise<boolean>,
  limitMs = readyLimitMs,
): Promise<void> {
  const endMs = Date.now() + limitMs;
  while (!(await isSo())) {
    assert.ok(Date.now() < endMs, `not within ${limitMs} ms: ${isSo.toString()}`);
    await sleep(100);
  }
}

/** What a stream has said so far. */
export function collect(stream: NodeJS.ReadableStream | null): () => string {
  const chunks: string[] = [];
  stream?.setEncoding('utf8').on('data', (chunk: string) => void chunks.push(chunk));
  return () => chunks.join('');
}

function ran(args: readonly string[], code: number | null, out: string, err: string): Ran {
  return { args, code, out, err, json: () => JSON.parse(out) };
}

/** Each file is parsed once: they never change. */
function createMailReader(folder: string): () => Promise<readonly ParsedMail[]> {
  const known = new Map<string, ParsedMail>();
  return async () => {
    const names = existsSync(folder) ? readdirSync(folder).sort() : [];
    for (const name of names)
      if (name.endsWith('.eml') && !known.has(name))
        known.set(name, await simpleParser(readFileSync(join(folder, name))));
    return [...known.values()];
  };
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // Gone by itself is what is wanted.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
