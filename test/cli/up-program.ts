/** Starts `seventytwo up` as people do, with a data folder of its own, and looks at its processes. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { before, type TestContext } from 'node:test';
import { realTemporal, temporaryFolder, until } from '../server/support.ts';

const root = join(import.meta.dirname, '..', '..');
export const policy = `
organisation:
  name: Acme GmbH
  contact: security@acme.example
  zone: Europe/Berlin
  authority: DE-BE
people:
  anna: { name: Anna Berg, email: anna@acme.example }
  dora: { name: Dora Lind, email: dora@acme.example }
roles: { dpo: dora, deputy: anna, decisionMaker: anna }
onCall: { order: [anna, dora] }
`;

let cliPath: string;
before(async () => {
  cliPath = (await realTemporal()).path;
});

export function setUp(t: TestContext) {
  const data = join(temporaryFolder(t), 'data');
  mkdirSync(data);
  writeFileSync(join(data, 'policy.yaml'), policy);
  // No server of the person who runs the tests, and their cache.
  const env: NodeJS.ProcessEnv = {
    ...Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^(TEMPORAL|SEVENTYTWO)_/.test(name)),
    ),
    TEMPORAL_CLI_PATH: cliPath,
    TEMPORAL_CONFIG_FILE: join(data, 'no-such-profile.toml'),
    SEVENTYTWO_DATA: data,
  };
  // As built: from its source every process of it would load twice as long.
  const words = (...args: string[]): string[] => ['dist/cli.js', ...args];

  /** In a process group of its own, as a shell starts it. */
  const up = (...args: string[]) => {
    const child = spawn(process.execPath, words('up', ...args), {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const lines: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (line) => lines.push(line));
    const exited = new Promise<number | null>((done) => child.once('exit', done));
    const { pid } = child;
    assert.ok(pid);
    t.after(async () => {
      const rest = child.exitCode === null && child.signalCode === null ? [pid] : [];
      for (const left of [...children(pid), ...rest]) kill(left, 'SIGKILL');
      await exited;
    });
    const told = (line: string | RegExp): Promise<void> =>
      until(
        () => lines.some((is) => (typeof line === 'string' ? is === line : line.test(is))),
        () => `${line} in:\n${lines.join('\n')}`,
      );
    return { pid, lines, exited, told };
  };
  const run = (...args: string[]): string =>
    execFileSync(process.execPath, words(...args), { cwd: root, env, encoding: 'utf8' });
  const serverPid = (): number => {
    const { pid }: { pid: number } = JSON.parse(readFileSync(join(data, 'server.json'), 'utf8'));
    return pid;
  };
  return { data, env, up, run, serverPid };
}

/** The server and the worker; ps itself has a process too. */
export function children(pid: number): number[] {
  return execFileSync('ps', ['-axo', 'pid=,ppid=,stat='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, parent, state]) => Number(parent) === pid && !state?.startsWith('Z'))
    .map(([child]) => Number(child))
    .filter((child) => /start-dev|worker\.js/.test(commandOf(child) ?? ''));
}

export function commandOf(pid: number): string | undefined {
  try {
    const line = execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], {
      encoding: 'utf8',
    }).trim();
    return /<defunct>/.test(line) ? undefined : line;
  } catch {
    // ps ends with 1 when there is no such process.
    return undefined;
  }
}

function kill(pid: number, signal: NodeJS.Signals): void {
  if (commandOf(pid) !== undefined) process.kill(pid, signal);
}

/** Ctrl-C: the terminal sends it to the whole group. */
export function pressCtrlC(pid: number): void {
  process.kill(-pid, 'SIGINT');
}
