/** The life of incidents through the command line alone, on a real server, worker, inbox and register. */
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { respondRows } from '../../src/cli/respond.ts';
import { hourMs } from '../../src/domain/ladder.ts';
import { openRegister } from '../../src/register/database.ts';
import { startApp, until, type App, type Json } from '../support/app.ts';
import { createTyped } from '../support/typed.ts';

const bundle = join(import.meta.dirname, '..', '..', 'dist', 'workflow-bundle.js');
const bothTimes = /[A-Z]{3,5} \(2\d{3}-\d\d-\d\d \d\d:\d\d(:\d\d)? UTC\)/;

let app: App;
before(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  app = await startApp();
});
after(() => app.stop());

const { done, incident, misused, refused, runStatus, used } = createTyped(() => app);

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
    assert.match(plain.out, /in (69 h 59 min|70 h)/);

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

  it('notifies a customer, whose mail server took it', async () => {
    await incident('customers notify', id, 'globex', '--as', 'dora');
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
    const workflowBundle = { codePath: bundle };
    const json = JSON.parse(historyToJSON(history));
    await Worker.runReplayHistory({ workflowBundle, replayName: id }, json, id);
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

describe('a team with a playbook', () => {
  let id: string;

  it('knows the shipped playbooks', async () => {
    const { playbooks } = await done('playbook list');
    assert.ok(Object.keys(playbooks).length >= 10);
    const shown = await app.run(['playbook', 'show', 'ransomware']);
    assert.match(shown.out, /Disconnect affected machines.* \(commander, within 1 h, mandatory\)/);
    await misused('unknown-playbook', /use one of account-takeover, /, 'playbook', 'show', 'fire');
    const declare = ['declare', 'fire', '--kind', 'fire', '--as', 'anna'];
    await misused('bad-input', /--kind: "fire" is not a kind of incident; use one of/, ...declare);
  });

  it('gets the tasks of its kind, whose owners are told by mail', async () => {
    const kind = ['--kind', 'ransomware', '--severity', 'critical', '--as', 'ben'];
    const declared = await incident('declare', 'files are encrypted', ...kind);
    id = declared.id;
    assert.equal(declared.kind, 'ransomware');
    const decide = declared.tasks.find(({ role }: Json) => role === 'dpo');
    assert.equal(decide.owner, 'dora');
    assert.equal(decide.due.atMs - declared.stamps.declaredAtMs, 24 * hourMs);
    const [mail] = await app.mails(`[${id}] 1 task for you: files are encrypted`);
    assert.match(mail?.headerLines.find(({ key }) => key === 'to')?.line ?? '', /dora|clara/);
    const text = await app.run(['show', id]);
    assert.match(text.out, /\[ \] T1 Disconnect .*\(no commander yet, due .*, mandatory\)/);
  });

  it('has a commander and a scribe, and hands over, skips and completes tasks', async () => {
    await incident('ack', id, '--as', 'anna');
    assert.equal((await incident('scribe', id, 'ben', '--as', 'anna')).scribe, 'ben');
    await app.mails(`[${id}] You are the scribe`);
    const handed = await incident('task assign', id, 'T1', 'dirk', '--as', 'anna');
    assert.equal(handed.tasks[0].owner, 'dirk');
    const skip = ['T7', '--reason', 'no insurer', '--as', 'anna'];
    assert.ok((await incident('task skip', id, ...skip)).tasks[6].skippedAtMs);
    await refused(
      'already-done',
      /T7 .* is skipped/,
      'task',
      'assign',
      id,
      'T7',
      'ben',
      '--as',
      'anna',
    );
    const text = await app.run(['show', id]);
    assert.match(
      text.out,
      /critical · triage · ransomware · personal data unknown · commander Anna Berg · scribe Ben Roth/,
    );
    assert.match(text.out, /\[-\] T7/);
  });

  it('keeps a file with its hash and gives it back unharmed, under a harmless name', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'seventytwo-files-'));
    const path = join(folder, 'note.bin');
    const bytes = randomBytes(300_000);
    writeFileSync(path, bytes);
    const name = ['--file-name', '../../ransom note.bin', '--note', 'from the desktop'];
    const kept = await incident('attach', id, path, ...name, '--as', 'anna');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    assert.deepEqual([kept.attachments[0].sha256, kept.attachments[0].bytes], [sha256, 300_000]);
    assert.equal((await incident('attach', id, path, ...name, '--as', 'anna')).seq, kept.seq);
    const { file } = await done('attachments', id, 'a1', '--out', folder);
    assert.equal(file, join(folder, 'A1--..-ransom-note.bin'));
    assert.deepEqual(readFileSync(file), bytes);
    await misused('bad-file', /cannot be written/, 'attachments', id, 'A1', '--out', folder);
    const faults: readonly (readonly [string, RegExp])[] = [
      [join(folder, 'gone'), /cannot be read/],
      [folder, /is not a file/],
      ['/dev/null', /is not a file/],
    ];
    for (const [bad, why] of faults)
      await misused('bad-file', why, 'attach', id, bad, '--as', 'anna');
    rmSync(folder, { recursive: true });
  });

  it('drops the bytes of a file that the incident did not take', async () => {
    const path = join(app.data, 'stray.txt');
    writeFileSync(path, 'nobody wants this');
    await misused('unknown-incident', /no incident/, 'attach', 'INC-22222', path, '--as', 'anna');
    const register = await openRegister(app.data, { readOnly: true });
    const rows = await register.db.selectFrom('attachment').select('bytes').execute();
    await register.close();
    assert.deepEqual(
      rows.map(({ bytes }) => bytes),
      [300_000],
    );
  });

  it('records the advice of the officer, and why it was not followed', async () => {
    const why = ['--reason', 'credentials were in it'];
    await refused(
      'not-your-role',
      /dora or dirk advises/,
      'duty',
      'advise',
      id,
      'notify',
      ...why,
      '--as',
      'anna',
    );
    const advised = await incident('duty advise', id, 'notify', ...why, '--as', 'dora');
    assert.equal(advised.duties[0].advice.recommends, 'notify');
    const withhold = ['duty', 'withhold', id, '--reason', 'risk unlikely', '--as', 'clara'];
    await refused('advice-reasons-missing', /dora advised to notify/, ...withhold);
    const against = ['--against-advice', 'they were rotated before'];
    await incident('duty withhold', ...withhold.slice(2), ...against);
    const { duties } = await incident('duty confirm', id, '--as', 'ben');
    assert.equal(duties[0].withholding.againstAdvice, 'they were rotated before');
    const text = await app.run(['timeline', id]);
    assert.match(text.out, /against the advice, because: they were rotated before/);
  });
});

describe('two incidents that are one', () => {
  it('are merged: the earliest clock and the mandatory tasks go on, the duplicate ends', async () => {
    const first = await incident(
      'declare',
      'export is public',
      '--detected',
      '-1h',
      '--as',
      'anna',
    );
    const second = await incident('declare', 'bucket open', '--detected', '-5h', '--as', 'ben');
    await incident('task add', second.id, 'tell the host', '--mandatory', '--as', 'ben');
    const why = ['--reason', 'one bucket', '--as', 'anna'];
    const ended = await incident('merge', second.id, first.id.toLowerCase(), ...why);
    assert.deepEqual(
      [ended.phase, ended.outcome, ended.mergedInto],
      ['closed', 'merged', first.id],
    );
    assert.equal(ended.duties[0].state, 'withdrawn');
    const goesOn = await incident('show', first.id);
    assert.equal(goesOn.duties[0].anchor.atMs, second.stamps.detected.atMs);
    assert.deepEqual(goesOn.absorbed, [second.id]);
    assert.equal(goesOn.tasks[0].title, 'tell the host');
    const text = await app.run(['show', second.id]);
    assert.match(text.out, new RegExp(`closed as merged into ${first.id}`));
  });

  it('stay two when the other is not there, is closed, or a clock runs', async () => {
    const { id } = await incident('declare', 'laptop lost', '--as', 'anna');
    const why = ['--reason', 'r', '--as', 'anna'];
    await refused('merge-failed', /no open incident INC-22222/, 'merge', id, 'INC-22222', ...why);
    const other = await incident('declare', 'gone', '--personal-data', 'no', '--as', 'anna');
    await incident('false-alarm', other.id, 'found', '--as', 'anna');
    await refused('merge-failed', /no open incident|is closed/, 'merge', id, other.id, ...why);
    await incident('aware', id, '--at', 'now', '--reason', 'gone', '--as', 'dora');
    await refused('clock-running', /file or withhold/, 'merge', id, other.id, ...why);
    assert.equal((await incident('show', id)).phase, 'triage');
  });
});

it('every command that acts on an incident was carried out with --json', () => {
  assert.deepEqual(
    respondRows.map(({ words }) => words).filter((words) => !used.has(words)),
    [],
  );
});
