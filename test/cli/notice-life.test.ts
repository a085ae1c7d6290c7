/** Notices from draft to end by the command line: late, approved, filed, withdrawn; and the letter to the people, on a real server. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { hourMs } from '../../src/domain/ladder.ts';
import { until, type App, type Json } from '../support/app.ts';
import { sharedApp } from '../support/shared-app.ts';
import { createTyped } from '../support/typed.ts';

let app: App;
before(async () => {
  app = await sharedApp();
});

const { done, forbidden, incident, misused, refused } = createTyped(() => app);
const dora = ['--as', 'dora'];

async function draft(id: string, ...args: string[]): Promise<Json> {
  await done('notice draft', id, ...args, ...dora);
  return (await done('notice show', id)).notice;
}

function item({ draft: { sections } }: Json, id: string): Json {
  return sections.flatMap(({ items }: Json) => items).find((entry: Json) => entry.id === id);
}

describe('a late notice', () => {
  let id: string;
  let approved: string;

  it('gives reasons for the delay from the record, to be finished by a person', async () => {
    ({ id } = await incident('declare', 'export is public', '--severity', 'high', '--as', 'anna'));
    const at = new Date(Date.now() - 80 * hourMs).toISOString().slice(0, 19);
    await incident('aware', id, '--at', `${at}Z`, '--reason', 'the log', ...dora);
    const notice = await draft(id);
    assert.match(
      item(notice, 'field_49').value,
      /^The 72 hours ended .*, 8 h( \d+ min)? later\.\n/,
    );
    assert.ok(notice.draft.open.some((label: string) => label.startsWith('49 ')));
    await done('notice set', id, '49', 'nobody read the mailbox', ...dora);
    assert.equal(item(await draft(id), 'field_49').value, 'nobody read the mailbox');
  });

  it('is approved by those who answer for it, by its id, and not when a newer one exists', async () => {
    const first = (await done('notice show', id)).notice.notice;
    await forbidden(/ask dora, dirk, clara/, 'notice', 'approve', id, '--as', 'anna');
    const { notice } = await draft(id);
    approved = notice;
    await refused(
      'newer-draft',
      new RegExp(`^${first} is not the newest draft, ${notice} is; read it`),
      ...['notice', 'approve', id, first, ...dora],
    );
    const { out } = await app.run(['notice', 'approve', id, ...dora]);
    assert.match(
      out,
      new RegExp(`^${notice} \\(gdpr-33-1\\) is approved exactly as it stands, SHA`),
    );
    await misused(
      'unknown-notice',
      /has no notice "N999"/,
      'notice',
      'approve',
      id,
      'N999',
      ...dora,
    );
  });

  it('tells in show, on the timeline and with the draft who approved it', async () => {
    await until(async () => (await done('notice show', id)).notice.approved?.by === 'dora');
    const by = new RegExp(`approved by Dora Lind \\w{3} \\d`);
    assert.match(
      (await app.run(['show', id])).out,
      new RegExp(`${approved} gdpr-33-1: .*${by.source}`),
    );
    assert.match((await app.run(['notice', 'show', id])).out, by);
    assert.match(
      (await app.run(['timeline', id])).out,
      new RegExp(`approved the draft ${approved} of`),
    );
  });

  it('is filed with what was approved then on record', async () => {
    const reasons = ['--reasons-for-delay', 'nobody read the mailbox'];
    const words = ['--reference', 'LDA-1', '--stage', 'initial', ...reasons, ...dora];
    const { duties } = await incident('duty file', id, ...words);
    const { sha256 } = (await done('notice show', id, approved)).notice;
    assert.deepEqual(duties[0].filings[0].approved, { notice: approved, sha256 });
    assert.match((await app.run(['show', id])).out, new RegExp(`approved draft ${approved}`));
  });

  it('is withdrawn when it turns out to be no breach: with its reference, reasons and a filing', async () => {
    const words = ['--reference', 'LDA-2', '--stage', 'withdrawal', ...dora];
    await refused('breach-undecided', /was no breach; triage it/, 'duty', 'file', id, ...words);
    const none = ['it was test data only', '--personal-data', 'no', '--as', 'anna'];
    await incident('triage', id, ...none);
    const notice = await draft(id);
    assert.deepEqual(notice.draft.phase, { kind: 'follow-up', state: 'withdrawn' });
    assert.equal(item(notice, 'field_5').value, 'it was test data only');
    assert.equal(item(notice, 'field_6').value, 'LDA-1');
    assert.match(notice.draft.steps.at(-1), /--stage withdrawal$/);
    const { changes } = await done('notice diff', id);
    assert.deepEqual(
      changes
        .filter(({ id: field }: Json) => /field_[45]$/.test(field))
        .map(({ what }: Json) => what),
      ['changed', 'added'],
    );
    const { out } = await app.run(['duty', 'file', id, ...words]);
    assert.match(out, /^The withdrawal is recorded as LDA-2; gdpr-33-1 is withdrawn/);
    const { duties } = await incident('show', id);
    assert.deepEqual(
      duties.map(({ id: duty, state }: Json) => `${duty} ${state}`),
      ['gdpr-33-1 withdrawn', 'gdpr-33-4 withdrawn'],
    );
    await incident('false-alarm', id, 'test data', ...dora);
  });
});

describe('the letter to the people concerned', () => {
  let id: string;

  it('is drafted once somebody found that Art. 34 binds', async () => {
    const words = ['secret-project bucket', '--severity', 'high', '--as', 'anna'];
    ({ id } = await incident('declare', ...words));
    const facts = ['--data-categories', 'passwords', '--personal-data', 'yes', '--as', 'anna'];
    await incident('triage', id, 'a list of ours was readable', ...facts);
    await incident('aware', id, '--at', '-2h', '--reason', 'the log', ...dora);
    const people = ['--duty', 'gdpr-34'];
    const how = /nobody has found yet that gdpr-34 binds .*duty start/;
    await misused('unknown-duty', how, 'notice', 'draft', id, ...people, ...dora);
    await incident('duty start', id, 'gdpr-34', '--reason', 'passwords', ...dora);
    const notice = await draft(id, ...people);
    assert.equal(notice.draft.kind, 'people');
    assert.equal(item(notice, 'what-happened').value, 'a list of ours was readable');
    assert.match(item(notice, 'advice').value, /^Change your password/);
    assert.deepEqual(notice.draft.missing, ['What it may mean for you', 'What we do about it']);
    assert.doesNotMatch(JSON.stringify(notice.draft), /secret-project/);
    const { out, err } = await app.run(['notice', 'show', id]);
    assert.match(out, /^- What it may mean for you: ask Dora Lind \\?\(DPO\\?\)$/m);
    assert.match(err, new RegExp(`^Approve: seventytwo notice approve ${id} N\\d+ --as`, 'm'));
    assert.match(err, new RegExp(`^This is N\\d+\\. .* notice export ${id} N\\d+ --format`, 'm'));
  });

  it('takes a person’s own words part by part, and gives them back', async () => {
    const written = 'Strangers could read a list with your password.';
    await done('notice set', id, 'what-happened', written, ...dora);
    const people = ['--duty', 'gdpr-34'];
    const happened = item(await draft(id, ...people), 'what-happened');
    assert.deepEqual([happened.value, happened.from], [written, 'correction']);
    const { changes } = await done('notice diff', id);
    assert.deepEqual(
      changes.map(({ id: part }: Json) => part),
      ['what-happened'],
    );
    await done('notice set', id, 'what-happened', '--clear', ...dora);
    assert.equal(item(await draft(id, ...people), 'what-happened').from, 'record');
    await misused(
      'unknown-field',
      /or one of salutation,/,
      'notice',
      'set',
      id,
      'cause',
      'x',
      ...dora,
    );
    await forbidden(/corrects its notice/, 'notice', 'set', id, 'advice', 'x', '--as', 'ben');
  });

  it('goes out as its text alone, marked until somebody approved it', async () => {
    const out = join(app.data, 'letter.md');
    const asked = ['notice', 'export', id, '--letter'];
    const draftOne = await app.run([...asked, '--out', out]);
    assert.match(draftOne.out, /^Draft, not approved\. Written to /);
    const text = readFileSync(out, 'utf8');
    assert.match(text, /^Dear Sir or Madam,$/m);
    assert.doesNotMatch(text, /ask |from the record|seventytwo/);
    await misused(
      'bad-input',
      /--letter has no form as json/,
      'notice',
      'export',
      id,
      '--letter',
      '--format',
      'json',
    );
    await incident('notice approve', id, ...dora);
    // The register learns of it a moment later.
    let told = '';
    await until(async () => {
      const file = `${out}.${Date.now()}.docx`;
      told = (await app.run([...asked, '--format', 'docx', '--out', file])).out;
      return told.startsWith('The letter as approved. Written to ');
    });
    assert.match(told, /docx$/);
    assert.match(readFileSync(told.replace(/^.*Written to /, ''), 'latin1'), /^PK/);
  });

  it('is recorded as sent by a filing of its duty', async () => {
    const words = ['--duty', 'gdpr-34', '--reference', 'e-mail to 12 people', ...dora];
    const { duties } = await incident('duty file', id, ...words);
    const told = duties.find(({ id: duty }: Json) => duty === 'gdpr-34');
    assert.equal(told.state, 'filed');
    assert.match(told.filings[0].approved.notice, /^N\d+$/);
  });
});
