/** `up` and all that it started killed by SIGKILL at once, as by a power cut, and started again on the same folder. */
import assert from 'node:assert/strict';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import { freePort } from '../../src/server/port.ts';
import { withoutTemporal } from '../../src/server/program.ts';
import { readRuntime } from '../../src/server/runtime-file.ts';
import { readConnectionSettings } from '../../src/temporal.ts';
import { realTemporal, until } from '../server/support.ts';
import { count, tell } from './count.ts';
import { openDesk, type Desk } from './desk.ts';
import { dueIn, file, ladder, overdueEveryMs, reminded, rungsTold } from './ladder.ts';
import { startMailCounter, type MailCounter } from './mail-counter.ts';
import { policy } from './policy.ts';
import { settle, toldUntil } from './wait.ts';

const cli = join(import.meta.dirname, '..', '..', 'dist', 'cli.js');
const id = 'INC-2PWRC';

let data: string;
let mail: MailCounter;
let env: NodeJS.ProcessEnv;
let ports: readonly string[];
let up: ChildProcess | undefined;
const desks: Desk[] = [];
before(async () => {
  data = mkdtempSync(join(tmpdir(), 'seventytwo-up-'));
  mail = await startMailCounter();
  writeFileSync(join(data, 'policy.yaml'), stringify({ ...policy(mail.settings), ladder }));
  const { path } = await realTemporal();
  env = {
    ...withoutTemporal(process.env),
    TEMPORAL_CONFIG_FILE: join(data, 'no-such-profile.toml'),
    TEMPORAL_CLI_PATH: path,
    SEVENTYTWO_DATA: data,
    SEVENTYTWO_POLICY: join(data, 'policy.yaml'),
  };
  ports = ['--port', `${await freePort()}`, '--ui-port', `${await freePort()}`];
});
after(async () => {
  for (const { incidents } of desks) await incidents.close();
  await cutPower();
  await mail.stop();
  rmSync(data, { recursive: true, force: true });
});

/** Returns once it says that everything runs. */
async function startUp(): Promise<void> {
  const child = spawn(process.execPath, [cli, 'up', ...ports], { env, stdio: 'ignore' });
  up = child;
  const isReady = (): boolean => readRuntime(data)?.pid === child.pid;
  await until(() => isReady() || child.exitCode !== null, 'up is ready');
  assert.ok(isReady(), `up ended with ${child.exitCode}`);
}

/** SIGKILL for the whole tree, so that none of it can see another one die and act on that. */
async function cutPower(): Promise<void> {
  if (up?.pid === undefined || up.exitCode !== null || up.signalCode !== null) return;
  const { pid } = up;
  const parts = execFileSync('ps', ['-axo', 'pid=,ppid='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([child, parent]) => (child !== undefined && parent === pid ? [child] : []));
  const ended = once(up, 'exit');
  for (const part of [pid, ...parts]) killIfThere(part);
  await ended;
}

/** `ps` itself was among them. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

async function openDeskAtUp(): Promise<Desk> {
  const desk = await openDesk(readConnectionSettings(env, data), data);
  desks.push(desk);
  return desk;
}

function serverPid(): number {
  const { pid }: { pid: number } = JSON.parse(readFileSync(join(data, 'server.json'), 'utf8'));
  return pid;
}

describe('everything that up started, killed at once', () => {
  it('comes back by another up on the same folder, and the incident goes on', async (t) => {
    await startUp();
    const before = await openDeskAtUp();
    const dueAtMs = await dueIn(before, id, 17_500);
    await toldUntil(before, id, dueAtMs - 16_000);
    const server = serverPid();
    await cutPower();
    const killedAtMs = Date.now();
    await sleep(3_000);
    await startUp();
    assert.notEqual(serverPid(), server);
    const desk = await openDeskAtUp();
    const readyMs = Date.now() - killedAtMs;
    await desk.send(id, 'note', 'anna', { text: 'the power is back' });
    t.diagnostic(
      `ready ${readyMs} ms after the kill, 3 s of which nobody started it; answered after ${Date.now() - killedAtMs} ms`,
    );
    await toldUntil(desk, id, dueAtMs + overdueEveryMs);
    await file(desk, id);
    await settle(desk, id, 40_000);
    const events = await desk.events(id);
    const rungs = rungsTold(reminded(events));
    assert.deepEqual(rungs.slice(0, 6), ['T-16s', 'T-12s', 'T-8s', 'T-4s', 'T', 'T+1']);
    assert.equal(new Set(rungs).size, rungs.length, 'each rung once');
    const counted = count(events, mail.mails);
    t.diagnostic(tell(counted));
    assert.deepEqual(counted.lost, []);
    assert.deepEqual(counted.unknown, []);
  });
});
