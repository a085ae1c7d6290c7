/** The life of incidents through the command line alone, on a real server, worker, inbox and register. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { keysFolder } from '../../src/config.ts';
import { hourMs } from '../../src/domain/ladder.ts';
import { createConverter } from '../../src/encryption/converter.ts';
import { startApp, until, type App, type Json } from '../support/app.ts';
import { createTyped } from '../support/typed.ts';

const bundle = join(import.meta.dirname, '..', '..', 'dist', 'workflow-bundle.js');
const bothTimes = /[A-Z]{3,5} \(2\d{3}-\d\d-\d\d \d\d:\d\d(:\d\d)? UTC\)/;

let app: App;
before(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  app = await startApp(({ policyPath }) =>
    appendFileSync(
      policyPath,
      '\nvendors: { hetzner: { name: Hetzner, purpose: hosting, country: DE, contact: +49 1 } }\n',
    ),
  );
});
after(() => app.stop());

const { done, incident, refused, runStatus } = createTyped(() => app);

describe('an incident from declaration to closing', () => {
  let id: string;
  const awareAt = new Date(Date.now() - 2 * hourMs).toISOString().slice(0, 19);

  it('is declared, and the first on call gets one page with all headers', async () => {
    const declared = await incident(
      'declare',
      'customer export readable',
      ...['--severity', 'critical', '--as', 'ben', '--command-id', 'job-1'],
    );
    id = declared.id;
    assert.equal(declared.phase, 'detected');
    const [mail, ...others] = await app.mails(`[${id}] CRITICAL incident, please acknowledge`);
    assert.ok(mail && others.length === 0);
    const header = (name: string) => mail.headerLines.find(({ key }) => key === name)?.line;
    assert.equal(header('message-id'), `Message-ID: <${id}.2.0@acme.example>`);
    assert.equal(header('references'), `References: <${id}@acme.example>`);
    assert.equal(header('in-reply-to'), `In-Reply-To: <${id}@acme.example>`);
    assert.equal(header('auto-submitted'), 'Auto-Submitted: auto-generated');
    assert.equal(header('x-auto-response-suppress'), 'X-Auto-Response-Suppress: All');
    assert.equal(header('importance'), 'Importance: high');
    assert.equal(header('x-priority'), 'X-Priority: 1');
    assert.equal(header('to'), 'To: Anna Berg <anna@acme.example>');
    assert.equal(header('from'), 'From: "seventytwo, Acme GmbH" <security@acme.example>');
    assert.equal(header('reply-to'), 'Reply-To: security@acme.example');
    assert.match(header('date') ?? '', /^Date: \w{3}, \d+ \w{3} \d{4} [\d:]+ \+0000$/);
    assert.match(mail.text ?? '', new RegExp(`seventytwo ack ${id} --as anna`));
    assert.match(mail.html || '', /customer export readable/);
  });

  it('is the same incident when the same command id declares again, with no second page', async () => {
    const again = await incident(
      'declare',
      'customer export readable',
      ...['--severity', 'critical', '--as', 'ben', '--command-id', 'job-1'],
    );
    assert.equal(again.id, id);
    assert.equal(await app.mailCount(`[${id}] CRITICAL incident, please acknowledge`), 1);
  });

  it('is acknowledged by a script that gives all its commands one id', async () => {
    const { commander, paging } = await incident(
      'ack',
      id,
      '--as',
      'anna',
      '--command-id',
      'job-1',
    );
    assert.equal(commander, 'anna');
    assert.equal(paging, undefined);
  });

  it('carries a repeated command out once, also one that was refused', async () => {
    const note = ['note', id, 'vendor called', '--as', 'anna', '--command-id', 'job-2'] as const;
    assert.equal((await incident(...note)).notes, 1);
    assert.equal((await incident(...note)).notes, 1);
    const recover = ['recover', id, 'x', '--as', 'anna', '--command-id', 'job-3'];
    await refused('wrong-phase', /contain it first/, ...recover);
    await refused('wrong-phase', /contain it first/, ...recover);
    assert.equal((await incident('show', id)).refusals, 1);
  });

  it('is triaged with facts, handed over, raised and contained', async () => {
    const triaged = await incident(
      'triage',
      id,
      'the export bucket was public',
      ...['--personal-data', 'yes', '--subjects', '1200', '--subject-categories', 'customers'],
      ...['--data-categories', 'contact data', 'invoices', '--consequences', 'phishing'],
      ...['--as', 'anna'],
    );
    assert.deepEqual(triaged.facts, {
      subjects: 1200,
      subjectCategories: ['customers'],
      dataCategories: ['contact data', 'invoices'],
      consequences: 'phishing',
    });
    assert.equal((await incident('assign', id, 'ben', '--as', 'anna')).commander, 'ben');
    assert.equal(
      (await incident('severity', id, 'high', '--reason', 'bucket is private', '--as', 'ben'))
        .severity,
      'high',
    );
    const contained = await incident('contain', id, 'bucket made private', '--as', 'ben');
    assert.equal(contained.phase, 'recovery');
  });

  it('runs the 72 hours from the awareness that was declared in a zone, told in UTC and that zone', async () => {
    const at = ['--at', `${awareAt}Z`, '--zone', 'Europe/Lisbon'];
    const aware = ['aware', id, ...at, '--reason', 'downloads in the log', '--as', 'dora'];
    const plain = await app.run(aware);
    assert.equal(plain.code, 0, plain.err);
    assert.match(plain.out, /is a personal data breach\. GDPR Art\. 33\(1\)/);
    assert.match(plain.out, /WET|WEST/);
    assert.match(plain.out, bothTimes);
    assert.match(plain.out, /in (69 h 5\d min|70 h)/);

    const { duties, aware: told } = await incident('aware', ...aware.slice(1));
    assert.equal(told.zone, 'Europe/Lisbon');
    assert.match(told.local, /WET|WEST/);
    assert.equal(duties[0].dueAtMs, Date.parse(`${awareAt}Z`) + 72 * hourMs);
    assert.equal(duties[0].anchor.provisional, false);
  });

  it('corrects an awareness time to later only with a second person', async () => {
    const at = ['--at', '-1h', '--reason', 'wrong log', '--as', 'dora'];
    assert.equal((await incident('aware', id, ...at)).proposedAwareness.proposedBy, 'dora');
    await refused('second-person-needed', /another person/, 'aware-confirm', id, '--as', 'dora');
    const { aware } = await incident('aware-confirm', id, '--as', 'clara');
    assert.ok(aware.atMs > Date.now() - 1.1 * hourMs);
  });

  it('refuses to be called a false alarm or to close while the clock runs', async () => {
    const falseAlarm = ['false-alarm', id, 'embarrassing', '--as', 'anna'];
    await refused('clock-running', /file or withhold gdpr-33-1 first/, ...falseAlarm);
    const close = await refused(
      'duty-open',
      /cannot close.*file or withhold/,
      'close',
      id,
      '--as',
      'anna',
    );
    assert.doesNotMatch(close.err, /\n/);
  });

  const as = ['--as', 'dora'];
  it('notifies a customer, whose mail server took it', async () => {
    await refused(
      'not-approved',
      /nobody has approved/,
      'customers',
      'notify',
      id,
      'globex',
      ...as,
    );
    await incident('customers draft', id, 'globex', ...as);
    await incident('customers approve', id, 'globex', ...as);
    await incident('customers notify', id, 'globex', ...as);
    const [mail] = await app.mails('Notice of a personal data breach');
    assert.match(mail?.headerLines.find(({ key }) => key === 'to')?.line ?? '', /privacy@globex/);
    await until(async () => (await incident('show', id)).customers.globex.outcome === 'accepted');
    const { customers } = await done('customers list');
    assert.deepEqual(
      customers.map((customer: Json) => [customer.id, customer.email]),
      [['globex', 'privacy@globex.example']],
    );
  });

  it('drafts the notice as Markdown and JSON, whose hash is on the record', async () => {
    const out = join(app.data, '..', 'drafts');
    const { files } = await done('notice draft', id, '--out', out, '--as', 'dora');
    assert.equal(files.length, 2);
    const [markdown, json] = files.map((path: string) => readFileSync(path, 'utf8'));
    assert.match(markdown, /draft, not filed/i);
    assert.match(markdown, /1200/);
    assert.equal(JSON.parse(json).kind, 'authority');
    const { notices } = await incident('show', id);
    const { sha256 } = notices.at(-1).drafted;
    assert.equal(createHash('sha256').update(json).digest('hex'), sha256);
    const { notice } = await done('notice show', id, notices.at(-1).id);
    assert.equal(notice.sha256, sha256);
    assert.deepEqual(notice.draft.missing, JSON.parse(json).missing);
    const shown = await app.run(['notice', 'show', id]);
    assert.equal(shown.out, markdown);
  });

  it('does not let one person withhold, and takes a filing from anybody', async () => {
    await incident('duty withhold', id, '--reason', 'risk unlikely', '--as', 'dora');
    await refused('second-person-needed', /another person/, 'duty', 'confirm', id, '--as', 'dora');
    const { duties } = await incident('duty file', id, '--reference', 'LDA-1', '--as', 'ben');
    assert.equal(duties[0].state, 'filed');
    assert.equal(duties[0].filings[0].lateByMs, 0);
    await refused('already-done', /is filed already/, 'duty', 'confirm', id, '--as', 'clara');
  });

  it('closes only behind its gates: recovery, mandatory task, review', async () => {
    const close = ['close', id, '--as', 'anna'];
    const task = ['rotate all keys', '--owner', 'ben', '--mandatory', '--due', 'now'];
    const { tasks } = await incident('task add', id, ...task, '--as', 'anna');
    assert.equal(tasks[0].id, 'T1');
    await incident('recover', id, 'export rebuilt', '--as', 'anna');
    await refused('task-open', /T1 is not done/, ...close);
    await incident('task done', id, 'T1', '--note', 'all twelve', '--as', 'ben');
    await refused('review-missing', /review is missing/, ...close);
    await incident(
      'review',
      id,
      'public by default',
      ...['--root-cause', 'template', '--improvements', 'deny by default', '--as', 'anna'],
    );
    const closed = await incident('close', id, '--as', 'anna');
    assert.equal(closed.phase, 'closed');
    assert.equal(closed.outcome, 'resolved');
    await until(async () => (await runStatus(id)) === 'COMPLETED');
  });

  it('left a history that replays from its JSON', async () => {
    const history = await app.client.workflow.getHandle(id).fetchHistory();
    // What is kept is sealed.
    const dataConverter = createConverter({ keys: keysFolder({}, app.data) }, 'worker');
    const options = { workflowBundle: { codePath: bundle }, dataConverter, replayName: id };
    const json = JSON.parse(historyToJSON(history));
    await Worker.runReplayHistory(options, json, id);
  });

  it('is shown and told from the register once its run has ended', async () => {
    const shown = await incident('show', id);
    assert.equal(shown.phase, 'closed');
    assert.equal(shown.unjournaled, 0);
    const text = await app.run(['show', id.toLowerCase()]);
    assert.match(text.out, /closed as resolved/);
    assert.match(text.out, bothTimes);
    const { events } = await done('timeline', id);
    assert.deepEqual(
      events.map(({ seq }: Json) => seq),
      events.map((_: Json, n: number) => n + 1),
    );
    assert.equal(events.at(-1).seq, shown.seq);
    assert.equal(events.filter(({ type }: Json) => type === 'filed').length, 1);
    const timeline = await app.run(['timeline', id]);
    assert.equal(timeline.out.trimEnd().split('\n').length, events.length);
    const { incidents } = await done('list', '--all');
    assert.ok(incidents.some((line: Json) => line.id === id && line.phase === 'closed'));
  });

  it('comes back from the register when it is reopened', async () => {
    const open = await incident('reopen', id, 'second bucket found', '--as', 'anna');
    assert.equal(open.phase, 'triage');
    assert.equal(open.title, 'customer export readable');
    assert.equal(open.duties[0].state, 'filed');
    assert.equal(await runStatus(id), 'RUNNING');
    await refused('wrong-phase', /is not closed/, 'reopen', id, 'again', '--as', 'anna');
  });
});

describe('the law', () => {
  it('withholds with two people, and then lets it close', async () => {
    const { id } = await incident('declare', 'laptop lost', '--as', 'anna');
    await incident('aware', id, '--at', 'now', '--reason', 'it is gone', '--as', 'dora');
    await incident('duty withhold', id, '--reason', 'encrypted', '--as', 'dora');
    const { duties } = await incident('duty confirm', id, '--as', 'clara');
    assert.equal(duties[0].state, 'withheld');
    assert.deepEqual(
      [duties[0].withholding.proposedBy, duties[0].withholding.confirmedBy],
      ['dora', 'clara'],
    );
    assert.equal((await incident('false-alarm', id, 'found', '--as', 'anna')).phase, 'closed');
  });
});

describe('a vendor who tells of a breach', () => {
  const vendor = ['--from-vendor', 'hetzner', '--as', 'anna'];

  it("starts the clock with the vendor's notice, now or when it came, and names them by id", async () => {
    const beforeMs = Date.now();
    const { incident: now, vendor: asked } = await done(
      'declare',
      'disks were readable',
      ...vendor,
    );
    // The clock of the server need not agree with ours to the millisecond.
    assert.ok(now.stamps.vendorNotice.atMs >= beforeMs - 1_000);
    assert.ok(now.stamps.vendorNotice.atMs <= Date.now() + 1_000);
    assert.deepEqual([asked.id, asked.name, asked.contact], ['hetzner', 'Hetzner', '+49 1']);
    assert.ok(asked.questions.some(({ article }: Json) => article === '33(3)(a)'));
    // The register has it a moment later.
    await until(async () => (await app.run(['timeline', now.id])).code === 0);
    const { events } = await done('timeline', now.id);
    assert.equal(events[0].description, 'The vendor hetzner told us.');
    const at = new Date(Date.now() - 3 * hourMs).toISOString().slice(0, 19);
    const earlier = await app.run([
      ...['declare', 'backups were readable', '--description', 'By mail.', ...vendor],
      ...['--vendor-notice', `${at}Z`],
    ]);
    assert.equal(earlier.code, 0, earlier.err);
    assert.match(earlier.out, /Ask Hetzner \(\+49 1\), who must assist you \(Art\. 28\(3\)\(f\)\)/);
    assert.match(earlier.out, /10\. Is one of your sub-processors involved/);
    const [, id = ''] = /(INC-\w+) declared/.exec(earlier.out) ?? [];
    const { duties, stamps } = await incident('show', id);
    assert.equal(stamps.vendorNotice.atMs, Date.parse(`${at}Z`));
    assert.deepEqual(
      [duties[0].anchor.kind, duties[0].anchor.atMs],
      ['vendor-notice', Date.parse(`${at}Z`)],
    );
  });

  it('is refused when nobody knows the vendor, or its name makes the description too long', async () => {
    const before = (await done('list')).incidents.length;
    const unknown = await app.run([
      'declare',
      'x',
      '--from-vendor',
      'acme',
      '--as',
      'anna',
      '--json',
    ]);
    assert.equal(unknown.code, 2);
    assert.match(unknown.json().error.message, /"acme" is not a vendor .*; use one of hetzner/);
    const long = await app.run(['declare', 'x', ...vendor, '--description', 'y'.repeat(3_990)]);
    assert.match(long.err, /--description has 40\d\d characters; shorten it to 4000/);
    assert.equal((await done('list')).incidents.length, before);
  });
});

it('a command is signed where its sender has a key, and the record names that key', async () => {
  const { key } = await done('access grant', 'anna', '--as', 'anna');
  const declared = await incident('declare', 'a signed one', '--as', 'anna');
  await until(async () => (await app.run(['timeline', declared.id])).code === 0);
  const { events } = await done('timeline', declared.id);
  assert.deepEqual(events[0].actor, { person: 'anna', channel: 'cli', key: key.id });
});
