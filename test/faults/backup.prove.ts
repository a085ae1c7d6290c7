/** A company that lost its machine: backed up while people wrote, killed, restored elsewhere, and the incident goes on. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startApp, until, type App, type Desk } from '../support/app.ts';

const cli = join(import.meta.dirname, '..', '..', 'dist', 'cli.js');
/** From awareness on: the time in which everything below must have happened before the duty is due. */
const leftMs = 100_000;

let root: string;
let identity: string;
let recipient: string;
let first: App | undefined;
let second: App | undefined;
before(() => {
  root = mkdtempSync(join(tmpdir(), 'seventytwo-lost-'));
  identity = join(root, 'identity.txt');
  recipient = type('backup', 'keygen', '--out', identity, '--data', join(root, 'none')).trim();
});
after(async () => {
  await first?.stop();
  await second?.stop();
  rmSync(root, { recursive: true, force: true });
});

function type(...words: readonly string[]): string {
  return execFileSync(process.execPath, [cli, ...words], { encoding: 'utf8' });
}

function askForBackups({ policyPath }: Desk): void {
  appendFileSync(policyPath, `\nbackups: { to: ${root}, recipients: [${recipient}] }\n`);
}

const backupsThere = (): readonly string[] =>
  readdirSync(root).filter((name) => name.endsWith('.age'));

test('what was backed up while notes were written comes back on another machine, with its timers', async () => {
  first = await startApp(askForBackups);
  const app = first;
  // The Schedule makes the first one by itself.
  await until(() => backupsThere().length === 1, 60_000);
  const { incident } = await app.done('declare', 'customer export was public', '--as', 'anna');
  const { id } = incident;
  await app.done('ack', id, '--as', 'anna');
  const at = new Date(Date.now() - 72 * 3_600_000 + leftMs).toISOString();
  await app.done('aware', id, '--at', at, '--reason', 'the log shows it', '--as', 'dora');

  const over = new AbortController();
  let notes = 0;
  const writing = (async () => {
    while (!over.signal.aborted) {
      await app.done('note', id, `note ${(notes += 1)}`, '--as', 'ben');
    }
  })();
  await until(() => notes >= 10);
  const { backup } = (await app.runProcess(['backup', 'now', '--as', 'anna', '--json'])).json();
  const upTo = notes;
  assert.equal(backup.temporal.included, true);
  await until(() => notes >= upTo + 3);
  over.abort();
  await writing;
  const due = (await app.done('duty', 'list', id)).duties;

  const { pid } = JSON.parse(readFileSync(join(app.data, 'runtime.json'), 'utf8'));
  process.kill(pid, 'SIGKILL');
  await app.stop();
  first = undefined;

  second = await startApp(({ data }) => {
    type('restore', backup.path, '--identity', identity, '--to', data, '--force');
  });
  const there = second;
  const events = (await there.done('timeline', id)).events ?? (await there.done('timeline', id));
  const told: string[] = JSON.stringify(events).match(/note \d+/g) ?? [];
  const last = Math.max(...told.map((text) => Number(text.slice(5))));
  assert.ok(last >= 9 && last <= upTo, `note ${last} of ${upTo} when the backup was done`);
  assert.equal(new Set(told).size, last, 'no note is missing among them');
  assert.deepEqual((await there.done('duty', 'list', id)).duties, due);

  await there.done('note', id, 'we go on here', '--as', 'ben');
  const register = async () => (await there.done('audit', 'list', '--incident', id)).entries;
  await until(async () =>
    (await register()).some(({ kind }: { kind: string }) => kind === 'noted'),
  );
  // The reminder that falls due only now: no inbox is in a backup, so it is a new one.
  await until(async () => (await there.mailCount('Art. 33')) > 0, leftMs + 30_000);
  await sleep(2_000);
  const { code, out, err } = await there.run(['audit', 'verify']);
  assert.equal(code, 0, err);
  assert.match(out, /The audit chain is whole/);
  assert.match(JSON.stringify(await there.done('audit', 'list')), /backupRestored/);
});
