import assert from 'node:assert/strict';
import { appendFileSync, chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { msToTs } from '@temporalio/common/lib/time.js';
import type { Checked } from '../../src/doctor/check.ts';
import { runChecks } from '../../src/doctor/check.ts';
import { checkDisk, checkNode, checkZones } from '../../src/doctor/machine.ts';
import { checkVendors } from '../../src/doctor/vendors.ts';
import { parsePolicy } from '../../src/policy/source.ts';
import { createDesk, startApp, until, type App, type Desk } from '../support/app.ts';
import { good } from '../policy/good.ts';
import { startSmtp } from '../support/smtp.ts';

const secret = 'planted-Secret-7f3a';
const nothing = { TEMPORAL_ADDRESS: '127.0.0.1:9' };

type Examined = { code: number | null; out: string; is: (name: string) => Checked };

async function examine(desk: Desk, env: NodeJS.ProcessEnv = {}): Promise<Examined> {
  const { code, out, json } = await desk.run(['doctor', '--json'], { env });
  const { ok, checks }: { ok: boolean; checks: Checked[] } = json();
  assert.equal(ok, code === 0);
  const is = (name: string): Checked =>
    checks.find((checked) => checked.name === name) ?? assert.fail(`no check ${name}`);
  return { code, out, is };
}

async function desk(t: TestContext): Promise<Desk> {
  const made = await createDesk();
  t.after(made.clear);
  return made;
}

describe('with everything up', () => {
  let app: App;
  before(async () => {
    app = await startApp();
  });
  after(() => app.stop());

  it('the doctor is content, and the register has every event', async () => {
    const { json } = await app.run(['declare', 'export readable', '--as', 'anna', '--json']);
    const { id } = json().incident;
    await app.mails(id);
    const { code, is, out } = await examine(app);
    assert.equal(code, 0, out);
    assert.match(is('temporal').found, /answers on this machine; .*keeps closed runs 30 days/);
    assert.match(is('attributes').found, /all 6 search attributes/);
    assert.match(
      is('worker').found,
      /asked task queues seventytwo, seventytwo-paging, seventytwo-checks for work/,
    );
    assert.match(is('sentinel').found, /the sentinel looked .* ago and found nothing stuck/);
    assert.match(is('mail path').found, /the inbox 127\.0\.0\.1:\d+ answers; no mail was sent/);
    assert.match(is('register').found, /1 incidents; every event of 1 running incidents is in it/);
    assert.equal(is('mail settings').result, 'warning');
    assert.match(is('mail settings').found, /mail stays in the inbox/);
    assert.equal(is('permissions').result, 'ok');
    assert.match(is('vendors').found, /no vendor is listed, and no service is beyond this machine/);
  });

  it('what the security policy promises has the evidence of the running worker', async () => {
    const { code, out, json } = await app.run(['policy', 'show', '--json']);
    assert.equal(code, 0, out);
    const evidence: Checked[] = json().sections.flatMap(
      (section: { evidence: Checked[] }) => section.evidence,
    );
    for (const name of ['worker', 'sentinel', 'mail path', 'audit chain', 'logs', 'incidents'])
      assert.equal(evidence.find((one) => one.name === name)?.result, 'ok', `${name}: ${out}`);
    const { file, versions } = await app.done('policy', 'history');
    assert.deepEqual(
      versions.map(({ version, incidents }: { version: string; incidents: number }) => [
        ...[version, incidents],
      ]),
      [[file, 1]],
    );
    const { out: text } = await app.run(['policy', 'show', '--section', '10']);
    assert.match(
      text,
      new RegExp(`✓ versions +1 on record; ${file} in force since [^✓]*1 incident pins`),
    );
  });

  it('a namespace without attributes, worker and a month of retention fails on each', async () => {
    await app.client.workflowService.registerNamespace({
      namespace: 'bare',
      workflowExecutionRetentionPeriod: msToTs('1 day'),
    });
    let bare = await examine(app, { TEMPORAL_NAMESPACE: 'bare' });
    // The server takes a second or two to know a new namespace everywhere.
    for (let n = 0; n < 20 && /no namespace/.test(bare.is('temporal').found); n += 1)
      bare = await examine(app, { TEMPORAL_NAMESPACE: 'bare' });
    assert.equal(bare.code, 6);
    assert.match(bare.is('temporal').found, /closed runs 1 days, 30 are needed/);
    assert.match(bare.is('attributes').found, /IncidentPhase is missing/);
    assert.match(bare.is('worker').found, /no worker polls task queue seventytwo/);
    assert.match(bare.is('sentinel').found, /there is no sentinel/);
    const none = await examine(app, { TEMPORAL_NAMESPACE: 'nowhere' });
    assert.match(none.is('temporal').found, /has no namespace nowhere/);
    assert.equal(none.is('worker').result, 'unknown');
  });

  it('for people it is a line for each check, with mark and remedy, and a count', async () => {
    const { out, code } = await app.run(['doctor']);
    assert.equal(code, 0);
    const lines = out.split('\n');
    for (const name of ['node', 'policy', 'worker', 'hosting', 'figures', 'logs', 'clock'])
      assert.match(out, new RegExp(`^[✓!·] ${name} {2,}\\S`, 'm'));
    // A check that only a promise asks for is named when there is something to do about it.
    assert.match(out, /^! contact +.* domain for examples; set organisation\.contact/m);
    assert.doesNotMatch(out, /^. audit chain/m);
    assert.match(lines.at(-2) ?? '', /^and \d+ more checks .*: seventytwo policy show$/);
    assert.match(out, /^! mail settings +the policy names no mail server.*; add mail\.smtp/m);
    assert.match(lines.at(-1) ?? '', /^\d+ good, \d+ warnings, 0 failed$/);
  });

  it('the upkeep has run by itself and finds nothing; an incident that lost its run is found, told and mailed', async () => {
    const chore = app.client.schedule.getHandle('seventytwo-upkeep');
    const ran = async () => (await chore.describe()).info.recentActions.length;
    await until(async () => (await ran()) > 0);
    await until(async () => (await examine(app)).is('upkeep').result === 'ok');
    assert.match((await examine(app)).is('upkeep').found, /ago, and nothing needs care/);
    const calm = await app.run(['upkeep']);
    assert.equal(calm.code, 0, calm.out);
    assert.equal(calm.out, 'Everything was looked at, and nothing needs care.');
    const { incident } = await app.done('declare', 'stolen laptop', '--as', 'anna');
    await app.mails(incident.id);
    await until(async () => (await app.done('show', incident.id)).incident.unjournaled === 0);
    await app.client.workflow.getHandle(incident.id).terminate('a slip');
    const found = await app.run(['upkeep', '--json']);
    assert.equal(found.code, 6, found.out);
    const { ok, findings } = found.json();
    assert.equal(ok, false);
    assert.deepEqual(
      findings.map(({ kind, about }: { kind: string; about: string }) => [kind, about]),
      [['not-running', incident.id]],
    );
    assert.match(findings[0].sentence, /open in the register, but nothing runs for it/);
    await chore.trigger();
    const mails = await app.mails('1 thing needs your care');
    assert.deepEqual(mails.map(({ to }) => (Array.isArray(to) ? '' : (to?.text ?? ''))).sort(), [
      '"Anna Berg" <anna@acme.example>',
    ]);
  });
});

describe('with trouble', () => {
  /** The policy of the desk, with a mail server. */
  function useSmtp({ policyPath }: Desk, smtp: Record<string, unknown>): void {
    const text = readFileSync(policyPath, 'utf8').replace(/^mail:.*$(\n^[ #].*$)*/m, '');
    writeFileSync(policyPath, `${text}\nmail: ${JSON.stringify({ smtp })}\n`);
  }

  it('all is answered soon although nothing else answers', async (t) => {
    const at = await desk(t);
    const smtp = await startSmtp({ security: 'none' });
    t.after(smtp.stop);
    await smtp.stop();
    useSmtp(at, { ...smtp.settings });
    const startedAtMs = Date.now();
    const { code, is } = await examine(at, nothing);
    // Ten on a machine with nothing else to do.
    assert.ok(Date.now() - startedAtMs < 20_000);
    assert.equal(code, 6);
    assert.match(is('temporal').found, /no Temporal server answers at 127\.0\.0\.1:9/);
    assert.match(is('temporal').remedy ?? '', /TEMPORAL_ADDRESS/);
    assert.match(is('mail path').found, /localhost:\d+: unreachable \(ECONNREFUSED|ESOCKET/);
    assert.equal(is('worker').result, 'unknown');
    assert.equal(is('register').result, 'warning');
  });

  it('a mail server is tried with the login, and no secret is shown', async (t) => {
    const at = await desk(t);
    const smtp = await startSmtp({ login: { user: 'box', password: secret } });
    t.after(smtp.stop);
    useSmtp(at, { ...smtp.settings, password: { env: 'BOX_PASSWORD' } });
    const good = await examine(at, { ...nothing, BOX_PASSWORD: secret });
    assert.equal(good.is('mail path').result, 'ok', good.out);
    assert.match(good.is('mail path').found, /answers and takes the login; no mail was sent/);
    assert.match(good.is('secrets').found, /can be read \(from env\)/);
    const wrong = await examine(at, { ...nothing, BOX_PASSWORD: `${secret}-old` });
    assert.match(wrong.is('mail path').found, /not-authorised \(535\)/);
    const none = await examine(at, nothing);
    assert.match(none.is('secrets').found, /the variable BOX_PASSWORD holds no secret/);
    assert.equal(smtp.arrived(), 0);
    for (const { out } of [good, wrong, none]) assert.ok(!out.includes(secret));
  });

  it('every fault of the policy is told, and what needs it is left out', async (t) => {
    const at = await desk(t);
    appendFileSync(at.policyPath, '\nnonsense: 1\n');
    const { code, is } = await examine(at, nothing);
    assert.equal(code, 6);
    assert.match(is('policy').found, /has a fault:\nline \d+: .*nonsense/);
    assert.equal(is('secrets').result, 'unknown');
  });

  it('a data folder that is open to everybody is a warning', async (t) => {
    const at = await desk(t);
    chmodSync(at.data, 0o755);
    chmodSync(at.policyPath, 0o644);
    const { is } = await examine(at, nothing);
    assert.equal(is('permissions').result, 'warning');
    assert.equal(is('permissions').remedy, `chmod 700 ${at.data}; chmod 600 ${at.policyPath}`);
  });

  it('a damaged register fails', async (t) => {
    const at = await desk(t);
    writeFileSync(join(at.data, 'register.db'), 'x'.repeat(5_000));
    assert.equal((await examine(at, nothing)).is('register').result, 'failed');
  });
});

describe('one check', () => {
  const atMs = Date.UTC(2026, 10, 22);
  for (const [version, result] of [
    ['20.18.0', 'failed'],
    ['18.20.1', 'failed'],
    ['20.20.2', 'warning'],
    ['22.12.0', 'ok'],
    ['24.1.0', 'ok'],
    ['27.0.0', 'ok'],
  ] as const)
    it(`takes Node ${version} in November 2026 as ${result}`, () =>
      assert.equal(checkNode(version, atMs).result, result));

  it('finds the zones of this Node good', () => assert.equal(checkZones().result, 'ok'));

  it('looks at the disk of the nearest folder there is', async (t) => {
    const { data } = await desk(t);
    const found = await checkDisk({ data: join(data, 'not', 'yet'), policyPath: '', keys: '' });
    assert.match(found.found, new RegExp(`GB free in ${data}$`));
  });

  const whole = 'contract: 2025-01-02, confidentiality: true, reviewedOn: 2026-10-01';
  const services = 'services: [mail, register, temporal]';
  const vendorCases: readonly (readonly [
    says: string,
    vendors: readonly string[],
    result: string,
    found: RegExp,
  ])[] = [
    [
      'nobody named',
      [],
      'warning',
      /^mail is at smtp\.example\.eu, which no vendor provides\ntemporal is at/,
    ],
    [
      'all in order',
      [`country: DE, ${whole}, ${services}`],
      'ok',
      /^1 vendor, all in the EU or EEA/,
    ],
    [
      'one service of nobody',
      [`country: DE, ${whole}, services: [mail]`],
      'warning',
      /^temporal is at temporal\.example, which no vendor provides$/,
    ],
    [
      'no contract',
      [`country: DE, confidentiality: true, ${services}`],
      'failed',
      /^no contract \(Art\. 28\(3\)\): v0\nreview due: v0$/,
    ],
    [
      'a review, a commitment and a decision that is not verified',
      [
        `country: DE, ${whole.replace('2026-10', '2025-10')}, ${services}`,
        `country: GB, transferGround: adequacy, ${whole.replace('confidentiality: true, ', '')}`,
      ],
      'warning',
      /^no commitment .*: v1\nreview due: v0\nadequacy decision not verified: v1$/,
    ],
  ];
  for (const [says, vendors, result, expected] of vendorCases)
    it(`of vendors: ${says}`, () => {
      const entries = vendors.map((keys, n) => `  v${n}: { name: V, purpose: p, ${keys} }\n`);
      const read = parsePolicy(
        `${good}${vendors.length === 0 ? '' : `vendors:\n${entries.join('')}`}`,
      );
      assert.ok(!read.faults, read.faults?.join());
      const finding = checkVendors(read.policy, 'temporal.example', atMs);
      assert.equal(finding.result, result, finding.found);
      assert.match(finding.found, expected);
      assert.equal(finding.remedy === undefined, result === 'ok');
    });

  it('that breaks or hangs is a failed one that says so, and holds up no other', async () => {
    const startedAtMs = Date.now();
    const results = await runChecks(
      [
        { name: 'broken', run: () => Promise.reject(new TypeError('x is not a function')) },
        { name: 'hung', run: () => new Promise(() => undefined) },
      ],
      500,
    );
    assert.deepEqual(
      results.map(({ result, found }) => [result, found]),
      [
        ['failed', 'the check itself failed: TypeError: x is not a function'],
        ['failed', 'no answer within 0.5 s'],
      ],
    );
    assert.ok(Date.now() - startedAtMs < 10_000);
  });
});
