/** Finds and runs other programs, telling how they get on. */
import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Progress } from '../failure.ts';

/** The first executable of that name on PATH. */
export function findOnPath(name: string, env: NodeJS.ProcessEnv): string | undefined {
  return (env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => resolve(folder, name))
    .find(isExecutable);
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    // Absent and not permitted come to the same here: it cannot be used.
    return false;
  }
}

/** An environment in which no `TEMPORAL_` variable or profile changes what a program does. */
export function withoutTemporal(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('TEMPORAL_')));
}

export type Outcome = {
  /** How it ended, when not well: one phrase. */
  readonly fault?: string;
  /** Standard output and error, the last lines of both. */
  readonly tail: readonly string[];
};

/** Enough to show what went wrong. */
const tailLines = 20;
/** Silence reads as a hang. */
const tellEveryMs = 10_000;

/** Runs a program to its end. Only an aborted signal makes it throw. */
export async function runProgram(options: {
  command: string;
  args: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** The longest it may take; then it is stopped. */
  limitMs: number;
  /** Set for what may be slow: "Building …". Told with the time taken and a hint of the last line. */
  doing?: string;
  progress: Progress;
  /** What of a line tells people something. */
  hint?: (line: string) => string | undefined;
  signal?: AbortSignal | undefined;
}): Promise<Outcome> {
  const { doing, progress, signal, limitMs } = options;
  signal?.throwIfAborted();
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // SIGINT first: build tools take their own children along.
  const stop = (): unknown => child.kill('SIGINT');
  signal?.addEventListener('abort', stop);
  let limitReached = false;
  const limit = setTimeout(() => {
    limitReached = true;
    child.kill('SIGKILL');
  }, limitMs);

  const tail: string[] = [];
  let hint = '';
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      tail.push(line);
      if (tail.length > tailLines) tail.shift();
      hint = options.hint?.(line) ?? hint;
    });
  }
  const startedAtMs = Date.now();
  const telling =
    doing === undefined
      ? undefined
      : setInterval(() => {
          const last = hint === '' ? '' : `, ${hint}`;
          progress(`${doing}: ${elapsed(Date.now() - startedAtMs)}${last}`);
        }, tellEveryMs);
  try {
    const fault = await new Promise<string | undefined>((done) => {
      child.once('error', (error) => done(error.message));
      child.once('close', (code, killedBy) => {
        if (limitReached) done(`it took longer than ${elapsed(limitMs)}`);
        else if (code === 0) done(undefined);
        else done(code === null ? `it was ended by ${killedBy}` : `it ended with code ${code}`);
      });
    });
    signal?.throwIfAborted();
    return fault === undefined ? { tail } : { fault, tail };
  } finally {
    clearTimeout(limit);
    clearInterval(telling);
    signal?.removeEventListener('abort', stop);
  }
}

/** `45 s`, `3 min 5 s`. */
export function elapsed(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % 60} s`;
}
