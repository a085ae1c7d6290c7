/** What the tests of servers share: folders that go away, programs of a few lines, the real Temporal. */
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { findTemporalCli, type TemporalCli } from '../../src/server/temporal-cli.ts';

export function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'seventytwo-test-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A shell script; `say` is for one that only prints. */
export function writeProgram(path: string, script: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

export async function realTemporal(): Promise<TemporalCli> {
  return await findTemporalCli({
    env: process.env,
    progress: (line) => process.stderr.write(`${line}\n`),
  });
}

/** A TypeScript program of a few lines in a process of its own; `lines` grows with what it prints. */
export function runSource(
  t: TestContext,
  source: string,
  env: NodeJS.ProcessEnv = process.env,
): { child: ChildProcess; lines: string[]; exited: Promise<number | null> } {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', source], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: join(import.meta.dirname, '..', '..'),
  });
  t.after(() => child.kill('SIGKILL'));
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => lines.push(line));
  const exited = new Promise<number | null>((done) => child.once('exit', done));
  return { child, lines, exited };
}

export async function until(
  isSo: () => boolean | Promise<boolean>,
  what: string | (() => string),
  // A start from the sources takes ten seconds, and over a minute where a dozen programs share the processor.
  limitMs = 120_000,
): Promise<void> {
  const untilMs = Date.now() + limitMs;
  while (!(await isSo())) {
    if (Date.now() > untilMs)
      throw new Error(`not within ${limitMs} ms: ${typeof what === 'string' ? what : what()}`);
    await sleep(50);
  }
}
