/** Other processes that use the same register. */
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export type Child = {
  readonly process: ChildProcess;
  /** Exit code or signal. */
  readonly ended: Promise<number | string>;
  readonly output: () => string;
  readonly errors: () => string;
};

/** Appends the first `count` events of a story one by one and prints each number it was told is kept. */
export function startAppending(folder: string, id: string, count: number): Child {
  return start('append.ts', [folder, id, String(count)]);
}

/** Opens fresh registers below `folder`, the first at `startMs`. */
export function startOpening(folder: string, startMs: number): Child {
  return start('open.ts', [folder, String(startMs)]);
}

function start(name: string, args: readonly string[]): Child {
  const script = fileURLToPath(new URL(`children/${name}`, import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const ended = new Promise<number | string>((resolve) => {
    child.on('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  return { process: child, ended, output: () => output, errors: () => errors };
}
