/** Other processes that use the same register. */
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Place } from './engines.ts';

export type Child = {
  readonly process: ChildProcess;
  /** Exit code or signal. */
  readonly ended: Promise<number | string>;
  readonly output: () => string;
  readonly errors: () => string;
};

/** Appends the first `count` events of a story one by one and prints each number it was told is kept; a folder alone means SQLite. */
export function startAppending(place: Place | string, id: string, count: number): Child {
  const where = typeof place === 'string' ? { folder: place } : place;
  return start('append.ts', [JSON.stringify(where), id, String(count)]);
}

/** Opens these fresh registers one after the other, the first at `startMs`. */
export function startOpening(places: readonly Place[], startMs: number): Child {
  return start('open.ts', [JSON.stringify(places), String(startMs)]);
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
