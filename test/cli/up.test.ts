/** `seventytwo up` as people run it: real server, real worker, signals as a terminal sends them. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { before, test, type TestContext } from 'node:test';
import { readRuntime } from '../../src/server/runtime-file.ts';
import { realTemporal, temporaryFolder, until } from '../server/support.ts';

const root = join(import.meta.dirname, '..', '..');
const policy = `
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

function setUp(t: TestContext) {
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
  const words = (...args: string[]): string[] => ['--import', 'tsx', 'src/cli.ts', ...args];

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

/** The server and the worker; tsx and ps itself have processes too. */
function children(pid: number): number[] {
  return execFileSync('ps', ['-axo', 'pid=,ppid=,stat='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, parent, state]) => Number(parent) === pid && !state?.startsWith('Z'))
    .map(([child]) => Number(child))
    .filter((child) => /start-dev|worker\.ts/.test(commandOf(child) ?? ''));
}

function commandOf(pid: number): string | undefined {
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
function pressCtrlC(pid: number): void {
  process.kill(-pid, 'SIGINT');
}

test('it starts everything, refuses a second one, and Ctrl-C leaves no process', async (t) => {
  const { data, up, run } = setUp(t);
  const first = up();
  await first.told('Stop with Ctrl-C.');
  const runtime = readRuntime(data);
  assert.equal(runtime?.pid, first.pid);
  assert.ok(runtime?.address && runtime.uiUrl && runtime.inbox);
  assert.equal((await fetch(runtime.uiUrl)).status, 200);
  const running = children(first.pid);
  assert.equal(running.length, 2, 'a server and a worker');

  run('declare', 'export readable without login', '--as', 'anna');
  const inbox = join(data, 'inbox');
  await until(() => readdirSync(inbox).length > 0, 'a page in the inbox');

  const second = up();
  assert.equal(await second.exited, 2);
  assert.match(
    second.lines.join('\n'),
    new RegExp(`already runs on ${data} \\(process ${first.pid}, Temporal ${runtime.address}\\)`),
  );

  pressCtrlC(first.pid);
  await first.told(/^Stopping/);
  pressCtrlC(first.pid);
  assert.equal(await first.exited, 0, first.lines.join('\n'));
  for (const pid of running) assert.equal(commandOf(pid), undefined);
  assert.equal(first.lines.at(-1), 'Stopped.');
  assert.equal(readRuntime(data)?.address, undefined);
});

test('after kill -9 the next one stops what was left and carries on with the same incidents', async (t) => {
  const { data, up, run, serverPid } = setUp(t);
  const first = up();
  await first.told('Stop with Ctrl-C.');
  run('declare', 'export readable without login', '--as', 'anna');
  const inboxPort = readRuntime(data)?.inbox?.port;
  const left = children(first.pid);
  const orphan = serverPid();
  process.kill(first.pid, 'SIGKILL');
  await first.exited;
  assert.match(commandOf(orphan) ?? '', /start-dev/);

  const second = up();
  await second.told('Stop with Ctrl-C.');
  assert.match(second.lines.join('\n'), new RegExp(`earlier start \\(process ${orphan}`));
  assert.match(run('list', '--as', 'anna'), /export readable without login|INC-/);
  assert.equal(readRuntime(data)?.inbox?.port, inboxPort);
  await until(() => left.every((pid) => commandOf(pid) === undefined), 'the old processes end');
  pressCtrlC(second.pid);
  assert.equal(await second.exited, 0, second.lines.join('\n'));
});

test('a server and a worker that die are started again', async (t) => {
  const { data, up, run, serverPid } = setUp(t);
  const first = up();
  await first.told('Stop with Ctrl-C.');
  const address = readRuntime(data)?.address;
  const server = serverPid();
  const worker = children(first.pid).find((pid) => pid !== server) ?? assert.fail('no worker');
  process.kill(worker, 'SIGKILL');
  await first.told('The worker runs again.');
  process.kill(server, 'SIGKILL');
  await first.told('The Temporal server runs again.');
  assert.notEqual(serverPid(), server);
  assert.equal(readRuntime(data)?.address, address);
  // The worker finds the server again by itself, within its own back-off.
  await until(() => {
    try {
      run('declare', 'again', '--as', 'anna');
      return true;
    } catch {
      return false;
    }
  }, 'an incident is answered');
  pressCtrlC(first.pid);
  assert.equal(await first.exited, 0, first.lines.join('\n'));
});

test('a broken policy starts nothing', async (t) => {
  const { data, up } = setUp(t);
  writeFileSync(join(data, 'policy.yaml'), policy.replace('dpo: dora', 'dpo: nobody'));
  const only = up();
  assert.equal(await only.exited, 2);
  assert.match(only.lines.join('\n'), /nobody/);
  assert.ok(!existsSync(join(data, 'temporal.db')));
});

test('data of another server version is copied when that is asked for', async (t) => {
  const { data, up } = setUp(t);
  const first = up();
  await first.told('Stop with Ctrl-C.');
  pressCtrlC(first.pid);
  assert.equal(await first.exited, 0);
  writeFileSync(join(data, 'temporal.db.version'), '0.9.0\n');
  const refused = up();
  assert.equal(await refused.exited, 5);
  assert.match(refused.lines.join('\n'), /server 0\.9\.0 .*--accept-server-version/);
  const accepted = up('--accept-server-version');
  await accepted.told('Stop with Ctrl-C.');
  const [stamp = ''] = readdirSync(join(data, 'backups'));
  assert.ok(existsSync(join(data, 'backups', stamp, 'temporal.db')));
  pressCtrlC(accepted.pid);
  assert.equal(await accepted.exited, 0);
});

test('a server that was named and does not answer is a failure that says so', async (t) => {
  const { env, up } = setUp(t);
  env['TEMPORAL_ADDRESS'] = '127.0.0.1:9';
  const only = up();
  assert.equal(await only.exited, 3);
  assert.match(only.lines.join('\n'), /no Temporal server answers at 127\.0\.0\.1:9/);
});
