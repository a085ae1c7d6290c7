/** What the prebuilt workflow bundle saves at the start of a worker: start to polling, with it and without. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStand } from '../test/faults/stand.ts';
import { median, printTable, ratio } from './numbers.ts';

const rounds = 4;
const root = join(import.meta.dirname, '..');
const fromSource = ['--import', 'tsx'];

const stand = await startStand();
const bare = mkdtempSync(join(tmpdir(), 'seventytwo-bench-'));
try {
  // A checkout that was never built: the worker finds no bundle beside it and makes its own.
  for (const name of ['src', 'data', 'package.json'])
    cpSync(join(root, name), join(bare, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(bare, 'node_modules'));
  const variants = {
    'compiled, prebuilt bundle': { module: join(root, 'dist', 'worker.js'), execArgv: [] },
    'sources, prebuilt bundle': { module: join(root, 'src', 'worker.ts'), execArgv: fromSource },
    'sources, bundled at start': { module: join(bare, 'src', 'worker.ts'), execArgv: fromSource },
  };
  const taken = new Map<string, number[]>(Object.keys(variants).map((name) => [name, []]));
  // Interleaved: what else the machine does meets all of them alike. The first round warms the disk.
  for (let round = 0; round <= rounds; round += 1)
    for (const [name, { module, execArgv }] of Object.entries(variants)) {
      const ms = await startToReady(module, execArgv);
      if (round > 0) taken.get(name)?.push(ms);
    }
  const base = median(taken.get('compiled, prebuilt bundle') ?? []);
  printTable(
    [`median of ${rounds}`, 'ready after ms', 'ratio'],
    [...taken].map(([name, times]) => [name, median(times), ratio(median(times), base)]),
  );
} finally {
  rmSync(bare, { recursive: true, force: true });
  await stand.stop();
}

async function startToReady(module: string, execArgv: readonly string[]): Promise<number> {
  const startedAtMs = performance.now();
  const child = fork(module, [], {
    execArgv: [...execArgv],
    cwd: root,
    env: stand.env,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  const [message] = await Promise.race([once(child, 'message'), exited]);
  const readyMs = performance.now() - startedAtMs;
  if (typeof message !== 'object') throw new Error(`${module} ended with ${message}`);
  child.kill('SIGKILL');
  await exited;
  return readyMs;
}
