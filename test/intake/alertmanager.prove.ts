/** A real Alertmanager with the configuration of docs/intake.md fires, is refused while Temporal hangs, tries again by itself, and resolves. */
import assert from 'node:assert/strict';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { freePort } from '../../src/server/port.ts';
import { collect, startApp, until, type App } from '../support/app.ts';
import { serveIntake, token, withIntake, type Stand } from './stand.ts';

/** Debian calls it prometheus-alertmanager. */
function findAlertmanager(): string | undefined {
  const named = process.env['SEVENTYTWO_ALERTMANAGER'];
  return [...(named ? [named] : []), 'alertmanager', 'prometheus-alertmanager'].find((program) => {
    try {
      execFileSync(program, ['--version'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
}

const program = findAlertmanager();
const skip =
  program === undefined &&
  'there is no Alertmanager here: name one in SEVENTYTWO_ALERTMANAGER, or install it (Debian: prometheus-alertmanager)';

let app: App;
let stand: Stand;
let alertmanager: ChildProcess;
let url: string;
let folder: string;
let log: () => string = () => '';

before(async () => {
  if (program === undefined) return;
  app = await startApp(withIntake());
  stand = await serveIntake(app);
  folder = mkdtempSync(join(tmpdir(), 'seventytwo-alertmanager-'));
  writeFileSync(join(folder, 'token'), token);
  const config = join(folder, 'alertmanager.yml');
  writeFileSync(config, configuration());
  url = `http://127.0.0.1:${await freePort()}`;
  alertmanager = spawn(program, [
    ...[`--config.file=${config}`, `--storage.path=${folder}`],
    ...[`--web.listen-address=${url.slice(7)}`, '--cluster.listen-address='],
  ]);
  log = collect(alertmanager.stderr);
  await until(async () => {
    assert.equal(alertmanager.exitCode, null, log());
    return (await fetch(`${url}/-/ready`).catch(() => undefined))?.ok === true;
  });
});
after(async () => {
  if (alertmanager && alertmanager.exitCode === null) {
    alertmanager.kill('SIGTERM');
    await once(alertmanager, 'exit');
  }
  await stand?.stop();
  await app?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** As the documentation prints it, with our address and shorter waits. */
function configuration(): string {
  const docs = readFileSync(new URL('../../docs/intake.md', import.meta.url), 'utf8');
  const printed = /```yaml\n( +# alertmanager\.yml\n.*?)```/s.exec(docs)?.[1];
  assert.ok(printed, 'docs/intake.md prints an alertmanager.yml');
  return printed
    .replace(/^ {3}/gm, '')
    .replace(/https:\/\/\S+?(?=\/intake)/, stand.url)
    .replace(/credentials_file: \S+/, `credentials_file: ${join(folder, 'token')}`)
    .replace(/group_wait: \S+/, 'group_wait: 1s')
    .replace(/group_interval: \S+/, 'group_interval: 2s');
}

async function fire(alertname: string, count: number, endsAt?: Date): Promise<void> {
  const alerts = Array.from({ length: count }, (_, n) => ({
    labels: { alertname, instance: `db-${n}`, severity: 'page' },
    annotations: { summary: 'replication stopped' },
    startsAt: began.toISOString(),
    ...(endsAt && { endsAt: endsAt.toISOString() }),
  }));
  const answer = await fetch(`${url}/api/v2/alerts`, {
    ...{ method: 'POST', body: JSON.stringify(alerts) },
    headers: { 'content-type': 'application/json' },
  });
  assert.equal(answer.status, 200, await answer.text());
}
const began = new Date(Date.now() - 30_000);

async function rows(status: string): Promise<number> {
  const found = await stand.register.db
    .selectFrom('alert')
    .select('fingerprint')
    .where('status', '=', status)
    .execute();
  return found.length;
}

it(
  'of 300 alerts in one group declares one incident, and resolves it without closing',
  { skip },
  async () => {
    await fire('ReplicationStopped', 300);
    await until(async () => (await rows('firing')) === 300, 30_000);
    const { incidents } = await app.done('list');
    assert.equal(incidents.length, 1);
    const [{ id, severity, title }] = incidents;
    assert.equal(severity, 'critical');
    // Of those that Alertmanager had by its first call.
    assert.match(title, /^ReplicationStopped on db-\d+ and \d+ more$/);
    await fire('ReplicationStopped', 300, new Date(Date.now() - 1_000));
    await until(async () => (await rows('resolved')) === 300, 30_000);
    await until(async () => (await app.done('show', id)).incident.alerts?.resolved === 300, 30_000);
    assert.equal((await app.done('show', id)).incident.phase, 'detected');
  },
);

it('tries again by itself while Temporal hangs, and all of it arrives once', { skip }, async () => {
  const { pid } = JSON.parse(readFileSync(join(app.data, 'server.json'), 'utf8'));
  process.kill(pid, 'SIGSTOP');
  try {
    await fire('DiskFull', 40);
    await until(() => stand.told.some((line) => line.includes('told to try again')), 60_000);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await until(async () => (await rows('firing')) === 40, 60_000);
  const { incidents } = await app.done('list');
  assert.equal(incidents.length, 2);
});
