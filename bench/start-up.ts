/** What a command of ours costs beside one of Temporal's own, and beside a Node that does nothing. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findTemporalCli } from '../src/server/temporal-cli.ts';
import { startStand } from '../test/faults/stand.ts';
import { settle } from '../test/faults/wait.ts';
import { median, printTable, ratio } from './numbers.ts';

const rounds = 12;
const id = 'INC-2BNCH';
const cli = join(import.meta.dirname, '..', 'dist', 'cli.js');

const { path: temporal } = await findTemporalCli({ env: process.env, progress: console.error });
const stand = await startStand();
try {
  await stand.work();
  await stand.declare(id);
  await settle(stand, id);
  const { address } = stand.settings;
  const programs: Readonly<Record<string, readonly string[]>> = {
    'node -e 0': [process.execPath, '-e', '0'],
    'seventytwo --help': [process.execPath, cli, '--help'],
    'temporal --help': [temporal, '--help'],
    'seventytwo show': [process.execPath, cli, 'show', id],
    'temporal workflow describe': [
      ...[temporal, 'workflow', 'describe'],
      ...['-w', id, '--address', address],
    ],
  };
  const taken = new Map<string, Taken[]>(Object.keys(programs).map((name) => [name, []]));
  // Interleaved: what else the machine does meets all of them alike. The first round warms the disk.
  for (let round = 0; round <= rounds; round += 1)
    for (const [name, command] of Object.entries(programs)) {
      const one = measure(command, stand.env);
      if (round > 0) taken.get(name)?.push(one);
    }
  const base = middle(taken.get('node -e 0'));
  printTable(
    [`median of ${rounds}`, 'wall ms', 'CPU ms', 'wall / node', 'CPU / node'],
    [...taken].map(([name, times]) => {
      const { wallMs, cpuMs } = middle(times);
      return [name, wallMs, cpuMs, ratio(wallMs, base.wallMs), ratio(cpuMs, base.cpuMs)];
    }),
  );
  for (const [ours, theirs] of [
    ['seventytwo --help', 'temporal --help'],
    ['seventytwo show', 'temporal workflow describe'],
  ] as const) {
    const [a, b] = [middle(taken.get(ours)), middle(taken.get(theirs))];
    console.log(
      `${ours} / ${theirs}: wall ${ratio(a.wallMs, b.wallMs)}, CPU ${ratio(a.cpuMs, b.cpuMs)}`,
    );
  }
} finally {
  await stand.stop();
}

type Taken = { readonly wallMs: number; readonly cpuMs: number };

/** By the shell's own `time`: Node does not tell the CPU time of its children. */
function measure(command: readonly string[], environment: NodeJS.ProcessEnv): Taken {
  // Node 20 parses these certificates at every start, which is no work of ours.
  const { NODE_EXTRA_CA_CERTS: _certificates, ...env } = environment;
  const script = `TIMEFORMAT='%R %U %S'; time "$@" >/dev/null 2>&1`;
  const { status, stderr } = spawnSync('bash', ['-c', script, 'bash', ...command], {
    env,
    encoding: 'utf8',
    // Twenty times what the slowest takes on two slow cores.
    timeout: 30_000,
  });
  const [wall, user, system] = stderr.trim().split(' ').map(Number);
  if (status !== 0 || wall === undefined || user === undefined || system === undefined)
    throw new Error(`${command.join(' ')} ended with ${status}: ${stderr}`);
  return { wallMs: wall * 1_000, cpuMs: (user + system) * 1_000 };
}

function middle(times: readonly Taken[] = []): Taken {
  return {
    wallMs: median(times.map(({ wallMs }) => wallMs)),
    cpuMs: median(times.map(({ cpuMs }) => cpuMs)),
  };
}
