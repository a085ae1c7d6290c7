/** The life of incidents through the command line alone, on a real server, worker, inbox and register. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { defineSearchAttributeKey } from '@temporalio/common';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { respondRows } from '../../src/cli/respond.ts';
import { hourMs } from '../../src/domain/ladder.ts';
import { startApp, until, type App, type Json, type Ran } from '../support/app.ts';

const bundle = join(import.meta.dirname, '..', '..', 'dist', 'workflow-bundle.js');
const bothTimes = /[A-Z]{3,5} \(2\d{3}-\d\d-\d\d \d\d:\d\d(:\d\d)? UTC\)/;

let app: App;
before(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  app = await startApp();
});
after(() => app.stop());

/** Commands that were carried out with --json. */
const used = new Set<string>();

/** Runs it with --json and holds every answer to the same rules. */
async function done(words: string, ...args: string[]): Promise<Json> {
  used.add(words);
  const answer = await app.done(...words.split(' '), ...args);
  checkTimes(answer);
  return answer;
}

async function incident(words: string, ...args: string[]): Promise<Json> {
  return (await done(words, ...args)).incident;
}

async function refused(code: string, sentence: RegExp, ...args: string[]): Promise<Ran> {
  const result = await app.run([...args, '--json']);
  assert.equal(result.code, 5, `${args.join(' ')}: ${result.out}${result.err}`);
  assert.deepEqual(Object.keys(result.json().error), ['code', 'message']);
  assert.equal(result.json().error.code, code);
  assert.match(result.json().error.message, sentence);
  assert.equal(result.err, `seventytwo: ${result.json().error.message}`);
  return result;
}

/** Every instant, however deep, stands beside its UTC and local text. */
function checkTimes(value: Json): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, entry] of Object.entries<Json>(value)) {
    checkTimes(entry);
    if (typeof entry !== 'number' || entry < 1e12) continue;
    const times = name === 'atMs' ? value : value[name.replace(/Ms$/, '')];
    assert.equal(times?.utc, new Date(entry).toISOString(), `${name} has no UTC text`);
    assert.match(
      times.local,
      /^\w{3} \d{1,2} \w{3,4} \d{4}, \d\d:\d\d/,
      `${name} has no local text`,
    );
  }
}

async function runStatus(id: string): Promise<string> {
  return (await app.client.workflow.getHandle(id).describe()).status.name;
}

/** From declaration to closing without a breach. */
async function shortLife(title: string): Promise<string> {
  const { id } = await incident('declare', title, '--personal-data', 'no', '--as', 'anna');
  await incident('triage', id, 'a test', '--as', 'anna');
  await incident('contain', id, 'nothing to stop', '--as', 'anna');
  await incident('recover', id, 'nothing to restore', '--as', 'anna');
  await incident('review', id, 'all well', '--as', 'anna');
  await incident('close', id, '--as', 'anna');
  await until(async () => (await runStatus(id)) === 'COMPLETED');
  return id;
}

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

  it('is seen in Temporal by its search attributes', async () => {
    const query = `IncidentPhase = 'recovery' AND IncidentSeverity = 'high' AND IncidentPersonalData = 'yes' AND IncidentNextDue > '2000-01-01T00:00:00Z'`;
    await until(async () => (await app.client.workflow.count(query)).count === 1);
    const commander = defineSearchAttributeKey('IncidentCommander', 'KEYWORD');
    for await (const found of app.client.workflow.list({ query })) {
      assert.equal(found.workflowId, id);
      const key = found.typedSearchAttributes.get(commander);
      assert.match(key ?? '', /^[0-9a-f]{16}$/, 'an opaque key, no name');
    }
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
    const { code, out, err } = await temporal('workflow', 'show', '-w', id, '-o', 'json');
    assert.equal(code, 0, err);
    await Worker.runReplayHistory(
      { workflowBundle: { codePath: bundle }, replayName: id },
      JSON.parse(out),
      id,
    );
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

  it('reopens a closed incident by awareness, and lets a filing stand on a closed one', async () => {
    const id = await shortLife('odd login');
    const aware = ['--at', '-30m', '--reason', 'it was an attack', '--as', 'dora'];
    const reopened = await incident('aware', id, ...aware);
    assert.notEqual(reopened.phase, 'closed');
    assert.equal(reopened.duties[0].state, 'open');

    const closed = await shortLife('odd mail');
    const file = ['--reference', 'LDA-2', '--as', 'dora'];
    const filed = await incident('duty file', closed, ...file);
    assert.equal(filed.phase, 'closed');
    assert.equal(filed.duties[0].filings[0].reference, 'LDA-2');
    await until(async () => (await runStatus(closed)) === 'COMPLETED');
  });
});

describe('the list', () => {
  it('has what is due first on top and what is not due at the bottom', async () => {
    const detected = new Date(Date.now() - 20 * hourMs).toISOString().slice(0, 19);
    const calm = await incident(
      'declare',
      'printer on fire',
      '--personal-data',
      'no',
      '--as',
      'ben',
    );
    const late = await incident('declare', 'old leak', '--detected', `${detected}Z`, '--as', 'ben');
    const soon = await incident('declare', 'new leak', '--as', 'ben');
    let order: string[] = [];
    await until(async () => {
      const { incidents } = await done('list');
      const ids: string[] = incidents.map((line: Json) => line.id);
      order = ids.filter((id) => [calm.id, late.id, soon.id].includes(id));
      return order.length === 3;
    });
    assert.deepEqual(order, [late.id, soon.id, calm.id]);
    const { out } = await app.run(['list', '--zone', 'Europe/Helsinki']);
    assert.match(out, /EET|EEST|GMT\+[23]/);
    assert.match(out, /old leak \(in 5[12] h/);
  });
});

describe("Temporal's own command line", () => {
  it('asks an incident and sends it commands, and shows the code of a refusal', async () => {
    const { id } = await incident('declare', 'from outside', '--as', 'anna');
    const query = await temporal('workflow', 'query', '-w', id, '--name', 'status', '-o', 'json');
    assert.equal(query.code, 0, query.err);
    assert.match(query.out, /"from outside"/);

    const actor = { person: 'anna', channel: 'temporal' };
    const update = (name: string, fields: object) =>
      temporal(
        ...['workflow', 'update', 'execute', '-w', id, '--name', name, '--input'],
        JSON.stringify({ commandId: `from-temporal-${name}`, actor, ...fields }),
      );
    const noted = await update('note', { text: 'by hand' });
    assert.equal(noted.code, 0, noted.err);
    assert.equal((await incident('show', id)).notes, 1);

    const early = await update('recover', { summary: 'x' });
    assert.equal(early.code, 1);
    assert.match(early.err, /wrong-phase/);
    assert.match(early.err, /contain it first/);
    const shapeless = await update('note', {});
    assert.equal(shapeless.code, 1);
    assert.match(shapeless.err, /bad-shape/);
    assert.match(shapeless.err, /text is missing/);
  });
});

it('every command that acts on an incident was carried out with --json', () => {
  assert.deepEqual(
    respondRows.map(({ words }) => words).filter((words) => !used.has(words)),
    [],
  );
});

function temporal(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((done) => {
    const all = [...args, '--address', app.address];
    execFile(app.cliPath, all, { env: app.env }, (error, out, err) =>
      done({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}
