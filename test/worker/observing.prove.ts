/** The worker as a process of its own, scraped over HTTP while a real incident moves. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { parse, stringify } from 'yaml';
import { runMetrics } from '../../src/cli/metrics.ts';
import type { Io } from '../../src/cli/io.ts';
import { freePort } from '../../src/server/port.ts';
import { startStand, type Stand } from '../faults/stand.ts';
import { until } from '../server/support.ts';
import { startSmtp, type TestSmtp } from '../support/smtp.ts';
import { scrape, type Scraped } from './figures.ts';

const token = 'planted-Token-91c2';
const title = 'Payroll of Frieda Muster on a public share';
const id = 'INC-7FGRS';

let stand: Stand;
let smtp: TestSmtp;
let address: string;
before(async () => {
  smtp = await startSmtp();
  address = `127.0.0.1:${await freePort()}`;
  stand = await startStand({
    mail: { smtp: smtp.settings },
    monitoring: { listen: address, token: { env: 'METRICS_TOKEN' } },
    customers: { frieda: { name: 'Frieda Muster', email: 'frieda@globex.example' } },
    rules: {
      'frieda-muster-4h': { title: 'Frieda', addressee: 'Muster', hours: 4, customers: ['frieda'] },
    },
  });
  Object.assign(stand.env, { METRICS_TOKEN: token });
  await stand.work();
  await stand.declare(id, { title, severity: 'high', personalData: 'yes' });
});
after(async () => {
  await stand.stop();
  await smtp.stop();
});

async function figures(isSo: (now: Scraped) => boolean, what: string): Promise<Scraped> {
  let now = await scrape(address, token);
  await until(
    async () => isSo((now = await scrape(address, token))),
    `${what}: ${now.text}`,
    20_000,
  );
  return now;
}

describe('the figures of a worker', () => {
  it('tell of an open incident by phase and severity, of its mails and of the register', async () => {
    const now = await figures(
      ({ sum }) =>
        sum('seventytwo_incidents_open', 'phase="detected",severity="high"') === 1 &&
        sum('seventytwo_mails_total', 'kind="page",outcome="accepted"') === 1,
      'declared and paged',
    );
    assert.equal(now.sum('seventytwo_commands_total', 'command="declare",outcome="done"'), 1);
    assert.ok(now.sum('seventytwo_audit_head') > 1);
    assert.ok(now.sum('seventytwo_register_write_seconds_count', 'done') >= 1);
    assert.equal(now.sum('seventytwo_register_up'), 1);
    assert.equal(now.sum('seventytwo_build_info'), 1);
    assert.match(now.text, /^temporal_\w+/m, "the SDK's own are there too");
  });

  it('tell of the duties that awareness opens, and how long they have', async () => {
    await stand.send(id, 'acknowledge', 'anna', {});
    const atMs = Date.now() - 60 * 3_600_000;
    const at = { atMs, zone: 'Europe/Berlin' };
    await stand.send(id, 'declareAwareness', 'dora', { at, reason: 'seen in the log' });
    // Until then a provisional clock runs from the declaration.
    const isNear = (hours: number): boolean => Math.abs(hours - 12) < 0.1;
    const now = await figures(
      ({ sum }) => isNear(sum('seventytwo_duty_hours_left', 'gdpr-33-1')),
      'a duty that is due in twelve hours',
    );
    assert.equal(now.sum('seventytwo_duties_open', 'gdpr-33-1'), 1);
    assert.equal(now.sum('seventytwo_duties_overdue', 'gdpr-33-1'), 0);
    assert.equal(now.sum('seventytwo_incidents_open', 'phase="triage"'), 1);
    await stand.send(id, 'startDuty', 'dora', { rule: 'frieda-muster-4h', reason: 'contract' });
    await figures(
      ({ sum }) => sum('seventytwo_duties_overdue', 'contract') === 1,
      'a duty by contract, under no name of its own, 56 hours late',
    );
  });

  it('count refusals by their code, and a refused mail by what went wrong', async () => {
    smtp.behave('no-such-mailbox');
    await assert.rejects(stand.send(id, 'close', 'anna', {}));
    for (let n = 0; n < 5; n += 1)
      await assert.rejects(stand.send(id, 'note', 'nobody', { text: 'x' }));
    const now = await figures(({ sum }) => sum('seventytwo_refusals_total') === 6, 'refusals');
    assert.equal(now.sum('seventytwo_refusals_total', 'not-authenticated'), 5);
    assert.equal(now.sum('seventytwo_commands_total', 'command="note",outcome="refused"'), 5);
    await stand.send(id, 'assign', 'anna', { commander: 'ben' });
    await figures(
      ({ sum }) => sum('seventytwo_mails_total', 'outcome="no-such-recipient"') > 0,
      'a refused mail',
    );
    smtp.behave('accept');
  });

  it('are for those who bear the token; life and readiness are for everybody', async () => {
    const ask = (path: string, authorization = '') =>
      fetch(`http://${address}/${path}`, { headers: { authorization } });
    assert.equal((await ask('metrics')).status, 401);
    assert.equal((await ask('metrics', 'Bearer planted-Token-91c3')).status, 401);
    assert.equal((await ask('metrics', `Bearer ${token}`)).status, 200);
    assert.deepEqual(await (await ask('healthz')).json(), { alive: true });
    await until(async () => (await ask('readyz')).status === 200, 'ready', 20_000);
    const all = { queues: true, temporal: true, register: true, mail: true, sentinel: true };
    assert.deepEqual(await (await ask('readyz')).json(), { ready: true, checks: all });
    assert.equal((await ask('elsewhere')).status, 404);
  });

  it('are printed by the command, as text and as JSON', async () => {
    const said: string[] = [];
    const env = { ...stand.env, METRICS_TOKEN: token };
    const io: Io = {
      ...{ env, tell: () => undefined, isTerminal: false, now: Date.now },
      print: (line) => void said.push(line),
      readInput: async () => '',
    };
    await runMetrics(io, {});
    assert.match(said.join('\n'), /^seventytwo_incidents_open\{/m);
    said.length = 0;
    await runMetrics(io, { json: true });
    const names = JSON.parse(said.join('')).map(({ name }: { name: string }) => name);
    assert.ok(names.includes('seventytwo_duties_open'));
    const away = { ...io, env: { ...env, SEVENTYTWO_METRICS: '127.0.0.1:1' } };
    await assert.rejects(runMetrics(away, {}), /no worker tells its figures at 127.0.0.1:1/);
    const wrong = { ...io, env: { ...env, METRICS_TOKEN: 'x' } };
    await assert.rejects(runMetrics(wrong, {}), /does not take the token/);
  });

  it('and the log hold nobody’s name, address or words, and no incident stands in a figure', async () => {
    const { text } = await scrape(address, token);
    const log = readFileSync(join(stand.data, 'logs', 'worker.log'), 'utf8');
    for (const words of [text, log]) {
      assert.doesNotMatch(words, /Frieda|frieda|Payroll|Muster|@|acme|globex|Berg|Lind/);
      assert.doesNotMatch(words, /\b(anna|ben|dora|dirk|clara)\b/);
      assert.ok(!words.includes(token));
    }
    assert.doesNotMatch(text, /INC-/);
    assert.match(text, /rule="gdpr-33-1"/);
  });

  it('stand beside a line for each command, with incident, outcome and an opaque key', () => {
    const lines = readFileSync(join(stand.data, 'logs', 'worker.log'), 'utf8')
      .trim()
      .split('\n');
    const told = lines
      .map((line) => JSON.parse(line))
      .filter(({ message }) => message === 'command');
    const declared = told.find(({ command }) => command === 'declare');
    assert.deepEqual([declared.incident, declared.outcome], [id, 'done']);
    assert.match(declared.person, /^[0-9a-f]{16}$/);
    const refused = told.find(({ command }) => command === 'close');
    assert.deepEqual([refused.outcome, refused.code], ['refused', 'duty-open']);
    assert.equal(told.find(({ code }) => code === 'not-authenticated').person, 'unknown');
  });
});

it('a worker that is to tell beyond this machine without a token does not start, and says why', async () => {
  const path = join(stand.data, 'policy.yaml');
  const written = parse(readFileSync(path, 'utf8'));
  await stand.kill();
  writeFileSync(path, stringify({ ...written, monitoring: { listen: '0.0.0.0:9464' } }));
  await assert.rejects(stand.work(), /policy\.yaml has a fault/);
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, '..', '..', 'dist', 'cli.js'), 'worker'],
    { env: stand.env, encoding: 'utf8' },
  );
  assert.equal(status, 2);
  assert.match(
    stderr,
    /monitoring\.listen.*0\.0\.0\.0:9464.*is beyond this machine.*monitoring\.token, monitoring\.certificate/s,
  );
  writeFileSync(path, stringify({ ...written, monitoring: {} }));
  Object.assign(stand.env, { SEVENTYTWO_METRICS: '0.0.0.0:9464' });
  await assert.rejects(stand.work(), /the address of the metrics, 0\.0\.0\.0:9464, is beyond this/);
  Object.assign(stand.env, { SEVENTYTWO_METRICS: address });
  await stand.work();
  assert.equal((await scrape(address)).sum('seventytwo_build_info'), 1);
});
