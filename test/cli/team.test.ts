/** A team at work through the command line: playbook, roles, tasks, files, advice, and two incidents that are one. */
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { respondRows } from '../../src/cli/respond.ts';
import { hourMs } from '../../src/domain/ladder.ts';
import { openRegister } from '../../src/register/database.ts';
import type { App, Json } from '../support/app.ts';
import { sharedApp } from '../support/shared-app.ts';
import { createTyped } from '../support/typed.ts';

let app: App;
before(async () => {
  app = await sharedApp();
});

const { done, forbidden, incident, misused, refused } = createTyped(() => app);

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
    const handed = join(folder, 'handed-over');
    const { file } = await done('attachments', id, 'a1', '--out', handed);
    assert.equal(file, join(handed, 'A1-ransom-note.bin'));
    assert.deepEqual(readFileSync(file), bytes);
    await misused('file-exists', /is there already/, 'attachments', id, 'A1', '--out', handed);
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
    const stray = 'nobody wants this';
    writeFileSync(path, stray);
    await misused('unknown-incident', /no incident/, 'attach', 'INC-22222', path, '--as', 'anna');
    const register = await openRegister(app.data, { readOnly: true });
    const rows = await register.db.selectFrom('attachment').select('bytes').execute();
    await register.close();
    assert.deepEqual(
      // Others use the same app.
      rows.map(({ bytes }) => bytes).filter((bytes) => [300_000, stray.length].includes(bytes)),
      [300_000],
    );
  });

  it('records the advice of the officer, and why it was not followed', async () => {
    const why = ['--reason', 'credentials were in it'];
    await forbidden(/dora or dirk advises/, 'duty', 'advise', id, 'notify', ...why, '--as', 'anna');
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

it('an incident whose mailboxes cannot be trusted goes to the other addresses, and back', async () => {
  const { id } = await incident('declare', 'mailboxes read by others', '--as', 'anna');
  await incident('ack', id, '--as', 'anna');
  const why = ['--reason', 'the mail server is in their hands', '--as', 'anna'];
  const switched = await incident('out-of-band', id, 'on', ...why);
  assert.equal(typeof switched.outOfBandSinceMs, 'number');
  const back = await incident('out-of-band', id, 'off', '--reason', 'clean again', '--as', 'anna');
  assert.equal(back.outOfBandSinceMs, undefined);
  await incident('false-alarm', id, 'over', '--as', 'anna');
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

it('every command that acts on an incident is carried out with --json by one of these tests', () => {
  const folder = import.meta.dirname;
  const tests = readdirSync(folder).filter((name) => name.endsWith('.test.ts'));
  const text = tests.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
  const typed = new Set(
    Array.from(text.matchAll(/(?:incident|done)\(\s*'([^']+)'/g), ([, words]) => words),
  );
  assert.deepEqual(
    respondRows.map(({ words }) => words).filter((words) => !typed.has(words)),
    [],
  );
});
